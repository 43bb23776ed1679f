"""Rows on their way into tables, as the text that COPY reads: one line a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models

BACKSLASH = "\\"


@dataclass(frozen=True)
class Table:
    """A model's table, the columns that lines give, and what all rows hold in the others."""

    name: str
    columns: tuple[str, ...]
    given: int
    rest: str

    @classmethod
    def of(cls, model: type[models.Model], *given: str) -> "Table":
        """Return the table of a model; a column that is not given holds the field's default."""
        rest = {
            field.column: text(field.get_default())
            for field in model._meta.concrete_fields
            if field.column
            and field.column not in given
            and not field.generated
            and not field.has_db_default()
        }
        defaults = "".join("\t" + value for value in rest.values())
        return cls(model._meta.db_table, (*given, *rest), len(given), defaults)

    def line(self, *values: Any) -> str:
        """Return one row; the values are those of the given columns, in their order."""
        if len(values) != self.given:
            raise ValueError(f"{self.name}: {self.given} values, not {len(values)}")
        return "\t".join(map(text, values)) + self.rest + "\n"

    def copy(self, lines: Iterable[str]) -> None:
        """Write lines into the table."""
        columns = ", ".join(f'"{column}"' for column in self.columns)
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{self.name}" ({columns}) FROM STDIN') as copy,
        ):
            copy.write("".join(lines))


def text(value: Any) -> str:
    """Return a value as COPY reads it."""
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return _escaped(array(value))
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _escaped(value: str) -> str:
    if BACKSLASH in value:
        value = value.replace(BACKSLASH, BACKSLASH * 2)
    if "\n" in value:
        value = value.replace("\n", r"\n")
    return value.replace("\t", r"\t") if "\t" in value else value


def array(values: Sequence[str]) -> str:
    """Return texts as PostgreSQL writes an array of them; none holds a quotation mark."""
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


def kronor(ore: int | None) -> str | None:
    """Return öre as kronor with two decimals."""
    return None if ore is None else f"{ore // 100}.{ore % 100:02}"
