"""Where a value was read, what was wrong with it, and the sheets that cells stand in."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

from projects.importing.messages import MESSAGES

type Content = str | int | Decimal | bool | datetime.date | datetime.datetime | None
"""What a cell of a sheet may hold; None is an empty one. There is never a float."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its sheet, its row from 1, and its column from 0.

    `name` is the path of a value in a JSON file, which has no columns.
    """

    sheet: str
    row: int
    column: int
    name: str = ""

    def __str__(self) -> str:
        """Return "B7", or "7: leadOrganisation/name" in a JSON file."""
        return f"{self.row}: {self.name}" if self.name else f"{letters(self.column)}{self.row}"


def letters(column: int) -> str:
    """Return what a spreadsheet calls a column counted from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name


class Kind(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """The record cannot be taken in as it stands."""
    QUESTION = "question"
    """The file can be read in more ways than one, and nobody has said which."""
    NOTE = "note"
    """What was read, left out or repaired: to look at, in nobody's way."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell about a cell, a column (`where.row` 0) or the whole sheet (None).

    `field` is a target of `targets.TARGETS`, or empty. `message` is put in words when it is
    asked for, in the language of whoever reads it, so a problem can be kept and shown later.
    """

    code: str
    kind: Kind
    where: Cell | None = None
    field: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """The problem as a sentence, without the address of its cell."""
        return str(MESSAGES[self.code]) % dict(self.values)

    def as_json(self) -> dict[str, object]:
        """Return the problem as plain values, for `from_json`."""
        where = self.where
        return {
            "code": self.code,
            "kind": self.kind.value,
            "where": where and [where.sheet, where.row, where.column, where.name],
            "field": self.field,
            "values": dict(self.values),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> Self:
        where, values = kept["where"], kept["values"]
        return cls(
            code=str(kept["code"]),
            kind=Kind(str(kept["kind"])),
            where=Cell(*where) if isinstance(where, list) else None,
            field=str(kept["field"]),
            values=tuple(values.items()) if isinstance(values, dict) else (),
        )


FOREIGN_FORMAT = "foreign_format"
"""The code of the problem of a sheet whose numbers may be shown in another currency."""


@dataclass(frozen=True, slots=True)
class Value[T]:
    """A value that was understood, where it stood and what was written there."""

    value: T
    at: Cell
    written: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file, from its first row, empty ones included.

    Rows may be of unlike length. `first_row` is the number of `rows[0]` in the file. `names`
    are the paths of a JSON file's columns, and `rows[0]` then repeats them. `problems` are of
    the reading: what had to be guessed.
    """

    name: str
    rows: Sequence[Sequence[Content]]
    first_row: int = 1
    names: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def cell(self, place: int, column: int) -> Cell:
        """Return the address of `rows[place][column]`."""
        name = self.names[column] if self.names else ""
        return Cell(self.name, place + self.first_row, column, name)
