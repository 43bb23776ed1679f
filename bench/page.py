"""Reads the numbers off a page of our list, however it is dressed."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SPACE = re.compile(r"[\s\u00a0\u202f\u2009]+")
_VOID = {"input", "br", "img", "hr", "meta", "link", "wbr"}


@dataclass
class Page:
    """What a page says: how many projects, the counts by parameter and value, the sum."""

    hits: int | None = None
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    sum: str | None = None


def read(html: str) -> Page:
    """Return what the page says; what it does not say is None, or no count."""
    reader = _Reader()
    reader.feed(html)
    return reader.page


def digits(text: str) -> int | None:
    """Return the first number of a text, written with any kind of space between thousands."""
    found = re.search(r"\d+", _SPACE.sub("", text))
    return int(found.group()) if found else None


def plain(text: str) -> str:
    """Return a text with nothing but single spaces between its words."""
    return _SPACE.sub(" ", text).strip()


class _Reader(HTMLParser):
    """Collects the heading `#count`, the first `.sum`, and the `.n` that follows a checkbox."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.choice: tuple[str, str] | None = None
        self.reading: str | None = None
        self.depth = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("type") in {"checkbox", "radio"}:
            self.choice = (given.get("name", ""), given.get("value", ""))
        if self.reading:
            self.depth += tag not in _VOID
        elif kind := self.kind(given):
            self.reading, self.depth, self.text = kind, 1, ""

    def kind(self, given: dict[str, str]) -> str | None:
        if given.get("id") == "count":
            return "hits"
        if "sum" in given.get("class", "").split() and self.page.sum is None:
            return "sum"
        return "count" if given.get("class") == "n" and self.choice else None

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if not self.reading or tag in _VOID:
            return
        self.depth -= 1
        if not self.depth:
            self.keep()
            self.reading = None

    def keep(self) -> None:
        if self.reading == "hits":
            # "No projects" is written in words.
            self.page.hits = digits(self.text) or 0
        elif self.reading == "sum":
            self.page.sum = plain(self.text)
        elif self.choice:
            name, value = self.choice
            number = digits(self.text)
            if number is not None:
                self.page.counts.setdefault(name, {})[value] = number
            self.choice = None
