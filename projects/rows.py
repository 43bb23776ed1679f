"""Projects as the lines of a list: what one row shows, in the reader's language."""

import datetime
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.money import Basis, Total, kronor
from projects.search.documents import Bounds, Facts
from projects.templatetags.figures import period_text


@dataclass(frozen=True)
class Row:
    """One project in a list, in the reader's language; each `language` names another one's.

    `title` is the short name where there is one, `subtitle` then the title itself. `lead` is
    empty where nobody knows it.
    """

    pk: int
    url: str
    title: str
    title_language: str
    subtitle: str
    subtitle_language: str
    purpose: str
    purpose_language: str
    lead: str
    funders: str
    places: str
    period: str
    total: Total | None  # registered support, else what is proposed; None without either
    is_proposed: bool
    is_cancelled: bool
    is_of_today: bool = True  # and not looked back to


def row(pk: int, facts: Facts, on: datetime.date) -> Row:
    """Return the row of a project as it stands on a day."""
    reads_english = get_language() == "en"
    title, language = _said(facts.title_sv, facts.title_en, reads_english)
    purpose, purpose_language = _said(facts.purpose_sv, facts.purpose_en, reads_english)
    is_proposed = facts.proposed is not None and not facts.is_granted
    bounds = facts.granted if facts.is_granted else facts.proposed
    basis = Basis.PROPOSED_SUPPORT if is_proposed else Basis.REGISTERED_SUPPORT
    return Row(
        pk=pk,
        url=f"{_below_which(get_language())}{facts.slug}/",
        title=facts.acronym or title,
        title_language="" if facts.acronym else language,
        subtitle=title if facts.acronym else "",
        subtitle_language=language if facts.acronym else "",
        purpose=purpose,
        purpose_language=purpose_language,
        lead=", ".join(one[reads_english] for one in facts.leads),
        funders=", ".join(dict.fromkeys(_funder(one, reads_english) for one in facts.funders)),
        places=", ".join(facts.places) or _("place unknown"),
        period=period_text(
            facts.starts_on,
            facts.ends_on,
            facts.starts_precision,
            facts.ends_precision,
            short=True,
        ),
        total=_total(bounds, basis) if bounds else None,
        is_proposed=is_proposed,
        is_cancelled=facts.cancelled_on is not None and facts.cancelled_on <= on,
    )


@cache
def _below_which(_language: str | None) -> str:
    """Return the path that projects stand below in the reader's language."""
    return reverse("projects:list")


def _said(sv: str, en: str, reads_english: bool) -> tuple[str, str]:
    """Return a text, and its language where that is not the reader's."""
    if reads_english:
        return (en, "") if en else (sv, "sv")
    return sv, ""


def _funder(names: list[str], reads_english: bool) -> str:
    name, code = names[reads_english], names[2]
    return f"{name} ({code})" if code else name


def _total(bounds: Bounds, basis: Basis) -> Total:
    return Total(
        at_least=kronor(bounds.low),
        at_most=None if bounds.high is None else kronor(bounds.high),
        unknown_parts=bounds.unknown,
        is_approximate=bounds.is_approximate,
        basis=basis,
        on=None,
        projects=1,
    )
