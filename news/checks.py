"""What to put right before an article is published, and what is worth another look.

Pure functions over an article and what its history says; nothing here asks the database
but `changes_of`.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from html.parser import HTMLParser

from django.db.models import CharField
from django.db.models.functions import MD5, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.models import Article

LONGEST_TITLE = 70
"""Characters of a title that search engines and cards still show whole."""

MISSING_IN_ENGLISH = {
    "title": gettext_lazy("The title is missing in English: the Swedish is shown."),
    "lead": gettext_lazy("The lead is missing in English: the Swedish is shown."),
    "body": gettext_lazy("The text is missing in English: the Swedish is shown."),
}
WRITTEN = tuple(MISSING_IN_ENGLISH)
LANGUAGES = ("sv", "en")

# Read out of its context, as a list of links is, such a text says nothing.
SAYS_NOTHING = {
    *("här", "klicka här", "läs mer", "läs mer här", "läs mera", "mer", "mer info", "länk"),
    *("se här", "denna länk", "den här länken", "denna sida", "hit", "vidare"),
    *("here", "click here", "read more", "read more here", "more", "more info", "link"),
    *("see here", "this link", "this page"),
}


class Severity(Enum):
    BLOCKS = "blocks"
    ADVISES = "advises"


@dataclass(frozen=True)
class Problem:
    """Something in one field of the form; what blocks must be put right before publication."""

    field: str
    severity: Severity
    message: str

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCKS


@dataclass(frozen=True)
class Change:
    """A version of an article: when it was saved, and what tells its texts from others."""

    at: datetime.datetime
    sv: str
    en: str


class Text(HTMLParser):
    """What a text of HTML holds that the checks ask about: levels, words and descriptions."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[int] = []
        self.links: list[str] = []
        self.pictures: list[str | None] = []
        self.is_in_link = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in {"h2", "h3"}:
            self.headings.append(int(tag[1]))
        elif tag == "a" and values.get("href"):
            self.is_in_link = True
            self.links.append("")
        elif tag == "img":
            self.pictures.append(values.get("alt"))
            self.handle_data(values.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.is_in_link = False

    def handle_data(self, data: str) -> None:
        if self.is_in_link:
            self.links[-1] += data


def problems(
    article: Article, lacking: Mapping[str, str], changes: Sequence[Change] = ()
) -> list[Problem]:
    """Return what to do before publication, what blocks it first.

    `lacking` is what publishing refuses to do without, by field; `changes` are the
    versions of the article, earliest first.
    """
    blocking = [Problem(name, Severity.BLOCKS, said) for name, said in lacking.items()]
    advice = [*_about_titles(article), *_about_texts(article), *_about_english(article, changes)]
    return blocking + [one for one in advice if not one.blocks]


def blocking(article: Article) -> dict[str, str]:
    """Return what in the texts nobody could read who cannot see, by field."""
    return {one.field: one.message for one in _about_texts(article) if one.blocks}


def changes_of(article: Article) -> list[Change]:
    """Return the versions of an article, earliest first, from its history."""
    texts = {
        language: MD5(Concat(*(f"{name}_{language}" for name in WRITTEN), output_field=CharField()))
        for language in LANGUAGES
    }
    versions = article.events.order_by("pgh_id").annotate(  # type: ignore[attr-defined]
        sv=texts["sv"], en=texts["en"]
    )
    return [Change(*row) for row in versions.values_list("pgh_created_at", "sv", "en")]


def is_older(changes: Iterable[Change]) -> bool:
    """Answer whether the Swedish was last changed in a later version than the English."""
    last_sv = last_en = before = None
    for place, change in enumerate(changes):
        last_sv = place if before is None or change.sv != before.sv else last_sv
        last_en = place if before is None or change.en != before.en else last_en
        before = change
    return last_sv is not None and last_en is not None and last_sv > last_en


def _advice(name: str, message: str) -> Problem:
    return Problem(name, Severity.ADVISES, message)


def _about_titles(article: Article) -> Iterator[Problem]:
    for language in LANGUAGES:
        length = len(getattr(article, f"title_{language}").strip())
        if length > LONGEST_TITLE:
            said = _(
                "The title has %(length)d characters. Over %(most)d, search engines and "
                "shared links cut it off."
            )
            yield _advice(f"title_{language}", said % {"length": length, "most": LONGEST_TITLE})


def _about_texts(article: Article) -> Iterator[Problem]:
    for language in LANGUAGES:
        name = f"body_{language}"
        text = Text(getattr(article, name))
        yield from _about_pictures(name, text.pictures)
        yield from _about_headings(name, text.headings)
        for link in text.links:
            yield from _about_link(name, " ".join(link.split()))


def _about_pictures(name: str, descriptions: Sequence[str | None]) -> Iterator[Problem]:
    if None in descriptions:
        yield Problem(
            name,
            Severity.BLOCKS,
            _("Give every picture in the text an alternative text, or mark it as decorative."),
        )
    empty = sum(one is not None and not one.strip() for one in descriptions)
    if empty:
        said = _(
            "Pictures in the text without an alternative text: %(count)d. Leave it so only where "
            "they tell nothing."
        )
        yield _advice(name, said % {"count": empty})


def _about_headings(name: str, levels: Sequence[int]) -> Iterator[Problem]:
    if levels and levels[0] != 2:
        yield _advice(name, _("A subheading stands before any heading: begin with a heading."))


def _about_link(name: str, text: str) -> Iterator[Problem]:
    if not text:
        yield Problem(name, Severity.BLOCKS, _("A link in the text has no words to press."))
    elif text.casefold().strip(" .:!?…»›>→") in SAYS_NOTHING:
        said = _("The link “%(text)s” does not say where it leads: name what one finds there.")
        yield _advice(name, said % {"text": text})
    elif re.match(r"(https?://|www\.)\S+$", text, re.IGNORECASE):
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        said = _("The link “%(text)s” is a bare address: name what one finds there.")
        yield _advice(name, said % {"text": shown})


def _about_english(article: Article, changes: Sequence[Change]) -> Iterator[Problem]:
    missing = [name for name in WRITTEN if not getattr(article, f"{name}_en").strip()]
    if len(missing) == len(WRITTEN):
        said = _("There is no English text: in English the Swedish is shown.")
        yield _advice("title_en", said)
    else:
        for name in missing:
            yield _advice(f"{name}_en", str(MISSING_IN_ENGLISH[name]))
    if len(missing) < len(WRITTEN) and is_older(changes):
        said = _("The Swedish was changed after the English: look whether the English still holds.")
        yield _advice("title_en", said)
