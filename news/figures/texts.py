"""Finds the figures in what an editor wrote: the bound ones, and amounts that are not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from news.figures.references import WRITTEN, Reference

if TYPE_CHECKING:
    from news.models import Article

FIELDS = ("title", "lead", "body")
"""The texts of an article that hold figures, in the order of the page."""

LANGUAGES = ("sv", "en")
HOLDING = ["heading_figures", *(f"{name}_{language}" for name in FIELDS for language in LANGUAGES)]
"""The columns of an article that hold figures."""

LONGEST_WORDS = 200
WITHIN_A_SENTENCE = {"strong", "em", "a", "br"}

_SENTENCE_ENDS = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÅÄÖ])")

# One line for each figure of a title or lead: "title_sv: 14 miljoner = P000001 …".
_LINE = re.compile(
    rf"(?P<field>(?:title|lead)_(?:sv|en)): *(?P<words>.+?) *= *(?P<value>{WRITTEN})"
)

_AMOUNT = re.compile(
    r"""
    (?<![\w.,/-])
    (?:(?:SEK|kr)[ \u00a0])?
    \d[\d\u00a0\u202f ]*(?:[.,]\d+)*
    [ \u00a0]?
    (?:
        (?:miljon(?:er)?|miljard(?:er)?|mn|mkr|mnkr|mdkr|msek|tkr|million|billion)\b
        (?:[ \u00a0](?:kronor|kr|SEK)\b)?
      | (?:kronor|kr|SEK)\b
    )
    | \bSEK[ \u00a0]\d+(?:[.,]\d+)*(?:[ \u00a0](?:million|billion)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """Some words of a text and the reference they carry; `value` is as it was written."""

    language: str
    field: str
    words: str
    value: str
    sentence: str = ""

    @property
    def reference(self) -> Reference | None:
        """What is spoken of, or None where nobody could have written that."""
        try:
            return Reference.read(self.value)
        except ValueError:
            return None


@dataclass(frozen=True)
class Piece:
    """A stretch of text within a paragraph, heading or cell; `value` where it is bound."""

    text: str
    value: str = ""


class _Reader(HTMLParser):
    """Collects the pieces of every block of text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[Piece]] = [[]]
        self._value = ""
        self._is_begun = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "data":
            self._value = dict(attrs).get("value") or ""
            self._is_begun = False
        elif tag not in WITHIN_A_SENTENCE:
            self.blocks.append([])
            self._is_begun = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "data":
            self._value, self._is_begun = "", False

    def handle_data(self, data: str) -> None:
        block = self.blocks[-1]
        if self._is_begun:
            block[-1] = Piece(block[-1].text + data, self._value)
        else:
            block.append(Piece(data, self._value))
            self._is_begun = bool(self._value)


def _blocks(html: str) -> list[list[Piece]]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.blocks


def _plain(text: str) -> str:
    return " ".join(text.split())


def figures_of(article: "Article") -> list[Found]:
    """Return every figure of an article, language by language in the order of the page."""
    headings = [found for _line, found in lines(article.heading_figures) if found]
    return [
        found
        for language in LANGUAGES
        for found in [
            *(
                replace(one, sentence=getattr(article, f"{field}_{language}"))
                for field in FIELDS[:2]
                for one in headings
                if (one.field, one.language) == (field, language)
            ),
            *figures_in(getattr(article, f"body_{language}"), language),
        ]
    ]


def figures_in(html: str, language: str) -> list[Found]:
    """Return the bound figures of a body, in its order, each with the sentence around it."""
    return [
        Found(language, "body", _plain(piece.text)[:LONGEST_WORDS], piece.value, sentence)
        for block in _blocks(html)
        for piece, sentence in _with_sentences(block)
        if piece.value and piece.text.strip()
    ]


def _with_sentences(block: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    for place, piece in enumerate(block):
        before = "".join(one.text for one in block[:place])
        after = "".join(one.text for one in block[place + 1 :])
        first, last = _SENTENCE_ENDS.split(before)[-1], _SENTENCE_ENDS.split(after)[0]
        yield piece, _plain(f"{first}{piece.text}{last}")


def unbound(html: str) -> list[str]:
    """Return the amounts of a body that no reference stands beside, each once."""
    loose = ["".join("\n" if one.value else one.text for one in block) for block in _blocks(html)]
    return amounts_in("\n".join(loose))


def amounts_in(text: str) -> list[str]:
    """Return what reads as an amount of money in plain words, each once."""
    return list(dict.fromkeys(" ".join(one[0].split()) for one in _AMOUNT.finditer(text)))


def lines(written: str) -> Iterator[tuple[str, Found | None]]:
    """Yield each line that binds a figure of a title or lead, and what it says.

    That is None for a line that says nothing of the kind. Empty lines are passed over.
    """
    for line in filter(None, (one.strip() for one in written.splitlines())):
        match = _LINE.fullmatch(line)
        if match is None or len(match["words"]) > LONGEST_WORDS:
            yield line, None
            continue
        field, language = match["field"].split("_")
        yield line, Found(language, field, match["words"], match["value"])


def line(found: Found) -> str:
    """Return the line that binds a figure of a title or lead."""
    return f"{found.field}_{found.language}: {found.words} = {found.value}"
