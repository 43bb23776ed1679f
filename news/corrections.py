"""Corrections of what the public has read: when one is asked for, and where it is kept.

A changed comma needs none. A changed figure, name or date does, and so does one that is no
longer said, or said for the first time; a translation that is new corrects nothing.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from news.differences import as_words
from news.facts import Change, Known, changed_facts
from news.models import Article, Correction
from projects.models import Organisation, Place
from projects.templatetags.figures import date_text

LANGUAGES = ("sv", "en")
FIELDS = [f"{name}_{each}" for each in LANGUAGES for name in ("kicker", "title", "lead", "body")]
"""The texts that state something; a byline and the words about a picture state nothing."""
MOST_TOLD = 6


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], known: Known | None = None
) -> list[Change]:
    """Return the facts that differ between the fields of two versions of an article.

    `known` tells names among words that may be names. Pure, and empty where nothing that
    one would cite has changed.
    """
    found = [
        changed_facts(as_words(name, before[name]), as_words(name, after.get(name)), known)
        for name in FIELDS
        if before.get(name) and before[name] != after.get(name)
    ]
    old, new = before.get("event_on"), after.get("event_on")
    if old != new:
        found.append(Change(*([str(date_text(day))] if day else [] for day in (old, new))))
    return [one for one in found if one]


def stated(row: Any) -> dict[str, Any]:
    """Return the fields of an article, or of one of its versions, that state something."""
    return {name: getattr(row, name) for name in [*FIELDS, "event_on"]}


def known_names(words: Collection[str]) -> set[str]:
    """Return the words that begin the name of a place or an organisation; two queries."""
    stems = {stem for word in words for stem in (word, word.removesuffix("s"))}
    if not stems:
        return set()
    columns = ("short_sv", "name_sv", "name_en")
    is_named, begins = Q(), Q()
    for column in columns:
        is_named |= Q(**{f"{column}__in": stems})
    for stem in stems:
        begins |= Q(name__istartswith=f"{stem} ") | Q(name__iexact=stem)
    rows = Place.objects.filter(is_named).values_list(*columns)
    places = {name for row in rows for name in row}
    names = Organisation.objects.filter(begins).values_list("name", flat=True)
    first = {name.split(" ")[0].upper() for name in names}
    return {
        word
        for word in words
        if not places.isdisjoint({word, word.removesuffix("s")})
        or not first.isdisjoint({word.upper(), word.removesuffix("s").upper()})
    }


def in_words(found: list[Change]) -> str:
    """Return what a person is told who has changed facts without saying so."""
    gone = [printed for one in found for printed in one.gone]
    come = [printed for one in found for printed in one.come]
    words = {"before": _listed(gone), "after": _listed(come)}
    said = _("A figure, a date or a name differs: %(before)s → %(after)s.") % words
    ask = _("Write what is corrected; the public reads it below the article.")
    return f"{said} {ask}"


def _listed(printed: list[str]) -> str:
    told = ", ".join(printed[:MOST_TOLD]) or "–"
    return f"{told} …" if len(printed) > MOST_TOLD else told


def record(article: Article, *, by: Any, words_sv: str, words_en: str = "") -> Correction:
    """Let the public read what was corrected, from now on."""
    return Correction.objects.create(
        article=article, by=by, words_sv=words_sv.strip(), words_en=words_en.strip()
    )


def for_feed(article: Article) -> SafeString:
    """Return the corrections of an article as a feed carries them, below its text."""
    told = [
        (_("Correction"), date_text(one.on), *one.in_language("words")[::-1])
        for one in article.corrections.all()
    ]
    return format_html_join("", '<p><b>{} {}.</b> <span lang="{}">{}</span></p>', told)
