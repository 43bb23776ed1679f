"""An article as a page prints it: its figures linked to what the registry says, and its notes."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from news.figures.changes import Change, Note, changes, notes, with_changes
from news.figures.judging import Judged, Records
from news.figures.texts import FIELDS
from news.models import Article, BoundFigure, FigureNote
from news.rendering import shown
from projects.models import PublicationState
from projects.proofs import KINDS
from projects.templatetags.figures import date_text
from projects.templatetags.texts import foreign

MOST_LOOKED_AT = 100
"""Articles among which the start page looks for figures that have changed."""

# No link can stand within another.
_LINKED = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL)
_BOUND = re.compile(r'<data value="(?P<value>[^"]*)">(?P<words>.*?)</data>', re.DOTALL)


@dataclass(frozen=True)
class Figure:
    """One figure of a page: its number there, and what is said of it."""

    number: int
    judged: Judged

    @property
    def is_changed(self) -> bool:
        return self.judged.is_changed

    @property
    def words(self) -> str:
        return self.judged.figure.words

    @property
    def field(self) -> str:
        return self.judged.figure.field

    @property
    def kind(self) -> str:
        return KINDS[self.judged.judgement.sign]

    def is_quoted(self, words: str, value: str) -> bool:
        figure = self.judged.figure
        return (figure.words, figure.written) == (words, value)


@dataclass(frozen=True)
class Told:
    """An article in the reader's language with its figures, and what changed of them."""

    article: Article
    figures: Sequence[Figure] = field(default=())
    notes: Sequence[Note] = field(default=())

    @property
    def title(self) -> SafeString:
        return self._heading("title")

    @property
    def lead(self) -> SafeString:
        return self._heading("lead")

    @property
    def body(self) -> SafeString:
        """The text with each bound figure linked to what is said of it."""
        html = _LINKED.sub(
            lambda link: without_references(link[0]), shown(self.article.said("body"))
        )
        left = self._of("body")

        def linked(match: re.Match[str]) -> str:
            words = re.sub(r"<[^>]*>", "", match["words"])
            plain = " ".join(unescape(words).split())
            for one in left:
                if one.is_quoted(plain, unescape(match["value"])):
                    left.remove(one)
                    return _link(one, SafeString(words))
            return match["words"]

        return SafeString(_BOUND.sub(linked, html))

    @property
    def last_changed_at(self) -> datetime.datetime:
        """When a public article last read otherwise: its text, or what is told of its figures."""
        told_at = (one.told_at for one in self.notes)
        return max(filter(None, [self.article.last_changed_at, *told_at]))

    def _of(self, field: str) -> list[Figure]:
        return [one for one in self.figures if one.field == field]

    def _heading(self, field: str) -> SafeString:
        """A title or lead, escaped, with the first place of each figure's words linked."""
        text, language = self.article.in_language(field)
        mark = foreign(language)
        linked = self._linked(field, escape(text))
        return format_html("<span{}>{}</span>", mark, linked) if text and mark else linked

    def _linked(self, field: str, text: SafeString) -> SafeString:
        figures = {escape(one.words): one for one in reversed(self._of(field))}
        if not figures:
            return text
        longest_first = sorted(figures, key=len, reverse=True)
        # A figure is kept with plain spaces, and printed with those that do not break.
        alternatives = "|".join(re.escape(one).replace(r"\ ", r"\s") for one in longest_first)
        pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")

        def linked(match: re.Match[str]) -> str:
            one = figures.pop(SafeString(" ".join(match[0].split())), None)
            return _link(one, SafeString(match[0])) if one else match[0]

        return SafeString(pattern.sub(linked, text))


def told(article: Article) -> Told:
    """Return what the registry says of an article's figures; a fixed number of queries.

    A figure of a project that is not public is left to its words.
    """
    return told_of([article])[article.pk]


def told_of(articles: Sequence[Article]) -> dict[int, Told]:
    """Return the same of many articles, by their keys; no more queries than for one."""
    quoting = _quoted(articles)
    read = {one.pk: [row for row in quoting[one.pk] if _is_read(row)] for one in articles}
    figures = [row for several in read.values() for row in several]
    if not figures:
        return {one.pk: Told(one) for one in articles}
    records, written = Records.of(figures), _written(articles)
    return {one.pk: _told(one, read[one.pk], records, written[one.pk]) for one in articles}


def notes_of(articles: Sequence[Article]) -> dict[int, list[Note]]:
    """Return the notes that stand beside articles in any language, by the articles' keys.

    An editor who reads one language answers for all; a note quotes the words of the
    language that is read, where that binds what has changed.
    """
    quoting = _quoted(articles)
    records = Records.of(row for several in quoting.values() for row in several)
    written = _written(articles)
    return {key: notes(_first_read(rows, records), written[key]) for key, rows in quoting.items()}


def unseen() -> dict[int, list[Note]]:
    """Return the notes that nobody has seen to, by the keys of the public articles they concern.

    Of a hundred articles at the most, the latest first.
    """
    out = Article.objects.filter(state=PublicationState.PUBLISHED)
    rows = list(out.quoting_what_changed().order_by("-pk")[:MOST_LOOKED_AT])
    found = {
        key: [one for one in several if not one.is_written]
        for key, several in notes_of(rows).items()
    }
    return {key: several for key, several in found.items() if several}


def _first_read(rows: Sequence[BoundFigure], records: Records) -> list[Change]:
    found = changes(rows, records)
    read = [one for one in found if _is_read(one.figure)]
    told = {one.decision.pk for one in read}
    return sorted(
        [*read, *(one for one in found if one.decision.pk not in told)], key=lambda one: one.on
    )


def _quoted(articles: Sequence[Article]) -> dict[int, list[BoundFigure]]:
    """Return the figures of articles in every language, those of hidden projects left out."""
    rows = BoundFigure.objects.filter(article__in=articles).order_by("language", "number")
    found: dict[int, list[BoundFigure]] = {one.pk: [] for one in articles}
    by_key = {one.pk: one for one in articles}
    for row in rows.select_related("project", "round", "funder", "fund"):
        row.article = by_key[row.article_id]
        if row.project is None or row.project.is_published:
            found[row.article_id].append(row)
    return found


def _written(articles: Sequence[Article]) -> dict[int, list[FigureNote]]:
    found: dict[int, list[FigureNote]] = {one.pk: [] for one in articles}
    for note in FigureNote.objects.filter(article__in=articles):
        found[note.article_id].append(note)
    return found


def _is_read(figure: BoundFigure) -> bool:
    """Answer whether a figure stands in the text that whoever reads now is shown."""
    return figure.article.in_language(figure.field)[1] == figure.language


def _told(
    article: Article,
    figures: Sequence[BoundFigure],
    records: Records,
    written: Sequence[FigureNote],
) -> Told:
    in_order = sorted(figures, key=lambda one: (FIELDS.index(one.field), one.number))
    judged, found = with_changes(in_order, records)
    numbered = [Figure(number, one) for number, one in enumerate(judged, start=1)]
    return Told(article, numbered, notes(found, written))


def without_references(html: str) -> str:
    """Return a text with the words of its figures and nothing of what they speak of."""
    return _BOUND.sub(lambda match: match["words"], html)


def _link(figure: Figure, words: str) -> SafeString:
    """Return the words of a figure, linked, with the verdict to set in the margin.

    A title has no margin.
    """
    if figure.field == "title":
        described, aside = SafeString(), SafeString()
    else:
        described = format_html(' aria-describedby="side-{}"', figure.number)
        aside = _aside(figure)
    return format_html(
        '<a class="bound" id="figure-{0}" href="#said-{0}"{1}>{2}<sup>{0}</sup></a>{3}',
        figure.number,
        described,
        words,
        aside,
    )


def _aside(figure: Figure) -> SafeString:
    """Return a margin note: read with its figure, not in the middle of the sentence."""
    spoke_of = _("as of %(day)s") % {"day": date_text(figure.judged.figure.spoke_of)}
    changed = _("changed since") if figure.is_changed else ""
    return format_html(
        '<span class="side" id="side-{}" aria-hidden="true"><b>{} {}</b><br>{}<br>{}</span>',
        figure.number,
        figure.judged.judgement.sign.value,
        capfirst(figure.judged.judgement.words),
        figure.judged.sentence,
        ", ".join(filter(None, [spoke_of, changed])),
    )
