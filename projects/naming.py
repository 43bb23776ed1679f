"""Names as a page prints them: the words, where they lead, and their language."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from projects.models import Decision, GrantSplit, Participation
from projects.models.base import Bilingual


@dataclass(frozen=True)
class Named:
    """A name to print; `url` is empty for what has no page, `language` where it is the page's."""

    words: str
    url: str = ""
    language: str = ""

    def __str__(self) -> str:
        return self.words


def named(row: Bilingual, field: str = "name", url: str = "") -> Named:
    """Return a text of a row in the reader's language, else in Swedish and marked so."""
    words, language = row.in_language(field)
    return Named(words, url, "" if language == (get_language() or "sv") else language)


def body_of(decision: Decision) -> Named:
    """Return who decided: an organisation, a partnership, or an unnamed group."""
    if decision.partnership:
        return named(decision.partnership, url=decision.partnership.get_absolute_url())
    return _organisation_or_group(decision.organisation, decision)


def payer_of(split: GrantSplit) -> Named:
    """Return who pays a split: an organisation or an unnamed group."""
    return _organisation_or_group(split.funder, split)


def participant(participation: Participation) -> Named:
    """Return who takes part: an organisation or an unnamed group."""
    return _organisation_or_group(participation.organisation, participation)


def _organisation_or_group(organisation: Any, row: Bilingual) -> Named:
    if organisation is None:
        return named(row, "group")
    return Named(str(organisation), organisation.get_absolute_url())
