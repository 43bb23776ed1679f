"""Projects as the lines of a list: what one row shows, in the reader's language."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.models import Project
from projects.money import Basis, Total, kronor
from projects.search.documents import Facts
from projects.search.executor import facts_of
from projects.templatetags.figures import period_text
from projects.totals import total


@dataclass(frozen=True)
class Row:
    """One project in a list; texts are in the reader's language, `language` of the title if not.

    `title` is the short name where there is one, `subtitle` then the title itself.
    """

    pk: int
    url: str
    title: str
    subtitle: str
    language: str
    purpose: str
    purpose_language: str
    lead: str
    funders: str
    places: str
    period: str
    total: Total  # registered support, or what is proposed where nothing is granted
    is_proposed: bool
    is_cancelled: bool
    made: dict[str, Any] = field(default_factory=dict, compare=False)  # markup, by who shows it


def row(pk: int, facts: Facts, on: datetime.date) -> Row:
    """Return the row of a project as it stands on a day."""
    reads_english = get_language() == "en"
    title, language = _said(facts.title_sv, facts.title_en, reads_english)
    purpose, purpose_language = _said(facts.purpose_sv, facts.purpose_en, reads_english)
    is_proposed = facts.proposed is not None and not facts.is_granted
    bounds, basis = facts.granted, Basis.REGISTERED_SUPPORT
    if is_proposed:
        bounds, basis = facts.proposed or [], Basis.PROPOSED_SUPPORT
    return Row(
        pk=pk,
        url=f"{_below_which(get_language())}{facts.slug}/",
        title=facts.acronym or title,
        subtitle=title if facts.acronym else "",
        language="" if facts.acronym else language,
        purpose=purpose,
        purpose_language=purpose_language,
        lead=", ".join(one[reads_english] for one in facts.leads) or _("lead unknown"),
        funders=", ".join(dict.fromkeys(_funder(one, reads_english) for one in facts.funders)),
        places=", ".join(facts.places) or _("place unknown"),
        period=period_text(
            _day(facts.starts_on),
            _day(facts.ends_on),
            facts.starts_precision,
            facts.ends_precision,
            short=True,
        ),
        total=_total(bounds, basis),
        is_proposed=is_proposed,
        is_cancelled=facts.cancelled_on is not None and facts.cancelled_on <= on.isoformat(),
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


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _total(bounds: Sequence[Any], basis: Basis) -> Total:
    low, high, unknown, is_approximate = bounds
    return Total(
        at_least=kronor(low),
        at_most=None if high is None else kronor(high),
        unknown_parts=unknown,
        is_approximate=is_approximate,
        basis=basis,
        on=None,
        projects=1,
    )


def rows(projects: QuerySet[Project]) -> list[Row]:
    """Return the rows of projects in their order, read in seven queries however many they are."""
    return rows_of(list(projects.values_list("pk", flat=True)))


def rows_of(keys: Sequence[int]) -> list[Row]:
    """Return the rows of projects in the order of their keys."""
    today = timezone.localdate()
    return [row(pk, facts, today) for pk, facts in facts_of(keys)]


@dataclass(frozen=True)
class Excerpt:
    """The first rows of many projects, with what they all add up to and where the rest is."""

    rows: list[Row]
    count: int
    total: Total
    proposed: Total
    url: str  # of the whole list, filtered


FIRST = 20


def excerpt(projects: QuerySet[Project], query: str) -> Excerpt:
    """Return the latest decided of the projects; `query` selects the same ones in the list."""
    return Excerpt(
        rows=rows(projects[:FIRST]),
        count=projects.count(),
        total=total(projects),
        proposed=total(projects, Basis.PROPOSED_SUPPORT),
        url=f"{reverse('projects:list')}?{query}",
    )
