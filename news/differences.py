"""What differs between two versions of an article, word by word, as somebody reads it.

A text of HTML is read as its words: each block is a line, and a link is followed by where it
leads, so that a changed address is seen.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html.parser import HTMLParser
from itertools import chain
from typing import Any

LINES = {"p", "h2", "h3", "li", "blockquote", "figure", "figcaption", "tr", "caption", "br"}
CELLS = {"td", "th"}
MOST_COMPARED = 100_000
"""Pairs of parts that are held against one another: three hundred words by as many."""
AROUND = 12
"""Words of what is the same that are shown on either side of a change."""


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Words that stand in both versions, only in the later or only in the earlier."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Difference:
    """One field: its pieces in order; none where only what one does not read has changed."""

    label: str
    pieces: list[Piece]


class _Reader(HTMLParser):
    """Collects the words of HTML, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.leads_to: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in LINES:
            self.said.append("\n")
        elif tag in CELLS:
            self.said.append(" | ")
        elif tag == "a":
            self.leads_to.append(given.get("href") or "")
        elif tag == "img":
            self.said.append(f"[{given.get('alt') or given.get('src') or ''}]")

    def handle_endtag(self, tag: str) -> None:
        if tag in LINES:
            self.said.append("\n")
        elif tag == "a" and self.leads_to:
            self.said.append(f" ({self.leads_to.pop()})")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def readable(html: str) -> str:
    """Return the words of HTML, a line for each block."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).split("\n"))
    return "\n".join(filter(None, lines))


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], labels: Mapping[str, str]
) -> list[Difference]:
    """Return the fields that differ, by the order of their labels; a text is a str, HTML or not."""
    found = []
    for name, label in labels.items():
        old, new = before.get(name), after.get(name)
        if old != new:
            found.append(Difference(label, pieces(as_words(name, old), as_words(name, new))))
    return found


def as_words(name: str, value: Any) -> str:
    """Return what one reads of a field: of a body the words of its HTML."""
    text = "" if value is None else str(value)
    return readable(text) if name.startswith("body_") else text


def pieces(before: str, after: str) -> list[Piece]:
    """Return both texts as one, word by word; long stretches that are the same are cut short.

    Empty where they read the same.
    """
    if before == after:
        return []
    old, new = (re.findall(r"\n|[^\s]+", text) for text in (before, after))
    made = _in_one(_steps(old, new, [_lines, _sentences, _single]))
    last = len(made) - 1
    return [
        Piece(kind, _joined(_cut(words, is_first=place == 0, is_last=place == last)))
        if kind is Kind.SAME
        else Piece(kind, _joined(words))
        for place, (kind, words) in enumerate(made)
    ]


type _Step = tuple[Kind, list[str]]


def _steps(
    old: list[str], new: list[str], parts: list[Callable[[list[str]], list[tuple[str, ...]]]]
) -> Iterator[_Step]:
    """Compare by the coarsest parts, and what differs by finer ones.

    What is too long to be compared is told as other words altogether.
    """
    (split, *finer) = parts
    before, after = split(old), split(new)
    if len(before) * len(after) > MOST_COMPARED:
        yield from [(Kind.REMOVED, old), (Kind.ADDED, new)]
        return
    for step, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        gone, come = list(chain(*before[i:j])), list(chain(*after[k:m]))
        if step == "equal":
            yield Kind.SAME, gone
        elif finer and gone and come:
            yield from _steps(gone, come, finer)
        else:
            yield from [(Kind.REMOVED, gone), (Kind.ADDED, come)]


def _in_one(steps: Iterable[_Step]) -> list[_Step]:
    """Return the steps without empty ones, and neighbours of one kind as one."""
    made: list[_Step] = []
    for kind, words in steps:
        if words and made and made[-1][0] is kind:
            made[-1][1].extend(words)
        elif words:
            made.append((kind, list(words)))
    return made


def _lines(words: list[str]) -> list[tuple[str, ...]]:
    return _split(words, lambda word: word == "\n")


def _sentences(words: list[str]) -> list[tuple[str, ...]]:
    return _split(words, lambda word: word[-1] in ".!?:\n")


def _single(words: list[str]) -> list[tuple[str, ...]]:
    return [(word,) for word in words]


def _split(words: list[str], is_last: Callable[[str], bool]) -> list[tuple[str, ...]]:
    made: list[tuple[str, ...]] = []
    begins = 0
    for place, word in enumerate(words, start=1):
        if is_last(word) or place == len(words):
            made.append(tuple(words[begins:place]))
            begins = place
    return made


def _cut(words: list[str], *, is_first: bool, is_last: bool) -> list[str]:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(words) <= head + tail + 1:
        return words
    return [*words[:head], "…", *words[len(words) - tail :]]


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" \n ", "\n").replace("\n ", "\n").replace(" \n", "\n")
