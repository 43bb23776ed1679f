"""What somebody who types may want to open: projects, organisations, places, programmes."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.models import Place, PlaceKind, Programme
from projects.search import following
from projects.search.asked import Asked, asked
from projects.search.executor import Answers
from projects.search.kept import Kept
from projects.search.organisations import fits
from projects.search.words import fold, words_of

MOST = 8
MOST_PROJECTS = 4
MOST_OF_OTHERS = 2
"""Of each other kind."""
FEWEST_LETTERS = 2
LONGEST_LABEL = 100


class Suggestion(NamedTuple):
    """A page, what it is called and of which kind it is.

    `note` says more in small letters, and `lang` in which language both are where it is not
    the reader's.
    """

    kind: str
    kind_label: str
    label: str
    note: str
    url: str
    lang: str


class _Place(NamedTuple):
    code: str
    name_sv: str
    name_en: str
    whole: str  # the words of the short name
    is_municipality: bool


class _Programme(NamedTuple):
    slug: str
    name_sv: str
    name_en: str
    words: Collection[str]


_places: Kept[Sequence[_Place]] = Kept(1)
_programmes: Kept[Sequence[_Programme]] = Kept(1)


def suggestions(text: str, answers: Answers) -> list[Suggestion]:
    """Return the pages that a text may be the beginning of, of what the public sees."""
    wanted = asked(text)
    if not wanted.groups or sum(map(len, wanted.words)) < FEWEST_LETTERS:
        return []
    return _bounded(
        [
            list(_of_projects(wanted, answers)),
            list(_of_organisations(wanted, answers)),
            list(_of_places(wanted)),
            list(_of_programmes(wanted)),
        ]
    )


def _bounded(kinds: Sequence[list[Suggestion]]) -> list[Suggestion]:
    """Return no more than there is room for; the last kinds give way, but for their first."""
    excess = sum(map(len, kinds)) - MOST
    for kind in reversed(kinds):
        for _one in kind[1:]:
            if excess > 0:
                kind.pop()
                excess -= 1
    return list(chain(*kinds))


def _of_projects(wanted: Asked, answers: Answers) -> Iterator[Suggestion]:
    for row in answers.titled(wanted, MOST_PROJECTS, get_language() or "sv"):
        label, note = (
            Truncator(one).chars(LONGEST_LABEL) for one in (row.title, row.subtitle or row.lead)
        )
        lang = row.title_language or row.subtitle_language
        yield Suggestion("project", _("project"), label, note, row.url, lang)


def _of_organisations(wanted: Asked, answers: Answers) -> Iterator[Suggestion]:
    for hit in answers.organisations(wanted, 0, MOST_OF_OTHERS, public_only=True):
        url = reverse("projects:organisation", args=[hit.slug])
        yield Suggestion("organisation", _("organisation"), hit.name, "", url, "")


def _of_places(wanted: Asked) -> Iterator[Suggestion]:
    """Return the places whose short name begins so; first those that are called just that."""
    beginning = wanted.whole
    found = [
        place
        for place in _places.get(following.generation(), "all", _all_places)
        if _begins(place.whole, beginning)
    ]
    found.sort(key=lambda place: (len(place.whole) > len(beginning), place.is_municipality))
    for place in found[:MOST_OF_OTHERS]:
        label, lang = _in_language(place.name_sv, place.name_en)
        url = reverse("projects:place", args=[place.code])
        yield Suggestion("place", _("place"), label, "", url, lang)


def _begins(whole: str, beginning: str) -> bool:
    return whole.startswith(beginning) or (
        fold(beginning) == beginning and fold(whole).startswith(beginning)
    )


def _of_programmes(wanted: Asked) -> Iterator[Suggestion]:
    programmes = _programmes.get(following.generation(), "all", _all_programmes)
    found = [one for one in programmes if fits(one.words, wanted.words)]
    for programme in found[:MOST_OF_OTHERS]:
        label, lang = _in_language(programme.name_sv, programme.name_en)
        url = reverse("projects:programme", args=[programme.slug])
        yield Suggestion("programme", _("programme"), label, "", url, lang)


def _all_places() -> Sequence[_Place]:
    rows = Place.objects.filter(kind__in=[PlaceKind.COUNTY, PlaceKind.MUNICIPALITY])
    columns = rows.order_by("sort_key", "code").values_list(
        "code", "name_sv", "name_en", "short_sv", "kind"
    )
    return [
        _Place(code, sv, en, " ".join(words_of(short)), kind == PlaceKind.MUNICIPALITY)
        for code, sv, en, short, kind in columns
    ]


def _all_programmes() -> Sequence[_Programme]:
    columns = Programme.objects.values_list("slug", "name_sv", "name_en", "code")
    return [
        _Programme(slug, sv, en, words_of(f"{sv} {en} {code}")) for slug, sv, en, code in columns
    ]


def _in_language(sv: str, en: str) -> tuple[str, str]:
    """Return a text for the reader, and its language where that is another than the reader's."""
    if get_language() != "en":
        return sv, ""
    return (en, "") if en else (sv, "sv")
