"""What a file's columns are: their names for machines, their headings and what they mean."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.functional import Promise

from projects.money import Basis, Total

ORE = Decimal("0.01")

type Row = Sequence[Any]
"""One line of a table, a value for each column; None where nothing is known."""


class Kind(Enum):
    """What the values of a column are."""

    TEXT = "text"
    CODE = "code"  # a word of a short list, the same in both languages
    DATE = "date"
    KRONOR = "kronor"  # Decimal
    NUMBER = "number"  # int
    YES = "yes or no"


@dataclass(frozen=True)
class Asking:
    """Whom a table is made for: the language, the day that statuses are told by, the site.

    `on` is a day to look back to, whose money is told; then `day` is that day too.
    `licence` is the address of the terms, empty where nothing is said of them.
    """

    language: str
    day: datetime.date
    site: str  # such as https://registry.example.org, without a slash at the end
    licence: str = ""
    on: datetime.date | None = None


@dataclass(frozen=True)
class Column:
    """One column. `name` is the same in both languages, `heading` and `means` are words.

    `value` is the expression that PostgreSQL answers with, where the rows are asked of it.
    `sum` is the basis of a project's sum and which of its parts this is, such as "at_least".
    `words` are what the codes are called. Those that are not `is_usual` come when asked for.
    """

    name: str
    heading: str | Promise
    means: str | Promise
    kind: Kind = Kind.TEXT
    value: Callable[[Asking], Any] | None = None
    words: Mapping[str, str | Promise] = field(default_factory=dict)
    is_usual: bool = True
    sum: tuple[Basis, str] | None = None


@dataclass(frozen=True)
class Table:
    """What is written to a file: rows, many at a time, and all that must be said beside them.

    `count` is how many projects are selected, where the rows are they or parts of their money.
    `notes` are sentences about the whole; `total` is what the selection adds up to.
    `total_after` answers it once all rows are read, where it is not known before. `lines` are
    the same rows as `csv_of` writes them, many at a time, where they are kept finished.
    """

    name: str
    title: str
    columns: Sequence[Column]
    chunks: Iterable[Sequence[Row]]
    asking: Asking
    address: str  # of the page that shows the same
    count: int | None = None
    total: Total | None = None
    total_after: Callable[[], Total] | None = None
    notes: Sequence[str] = ()
    lines: Iterable[bytes] | None = None

    def rows(self) -> Iterator[Row]:
        for chunk in self.chunks:
            yield from chunk


RISKY = ("=", "+", "-", "@", "\t", "\r")


def to_the_ore(value: Any) -> Any:
    """Return kronor with two decimals, as amounts are entered, and any other value as it is."""
    return value.quantize(ORE) if isinstance(value, Decimal) else value


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before its sign."""
    return f"'{text}" if text.startswith(RISKY) else text


def plain(value: Decimal | datetime.date) -> str:
    """Return an amount or a day as JSON has it."""
    return str(value)
