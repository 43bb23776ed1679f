"""Rows of the tables as the files of a release hold them, read once and in order."""

import csv
import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TextIO
from uuid import UUID

from django.db.models import Model

from news.models import Article
from projects.models import Organisation, Project
from projects.releases import public
from projects.releases.tables import KEYS, OF_WITHDRAWN, Column, Table, children

CHUNK = 2_000

type Value = str | int | bool | list[str] | None
type Row = dict[str, Value]


def rows(of: Table, before: datetime.datetime) -> Iterator[Row]:
    """Yield what the public sees of a table by a moment, each row by its columns' names.

    In the order of the table; flat memory, and as many queries however many rows.
    """
    query = of.rows()
    if of.public_from:
        query = query.filter(**{f"{of.public_from}__lte": before})
    plain = [column for column in of.columns if not column.field.many_to_many]
    lists = {one.name: _lists(one) for one in of.columns if one.field.many_to_many}
    found = query.order_by(*of.order).values_list("pk", *(one.path for one in plain))
    for pk, *values in found.iterator(chunk_size=CHUNK):
        told = {one.name: written(value) for one, value in zip(plain, values, strict=True)}
        row = told | {name: known.get(pk, []) for name, known in lists.items()}
        yield (
            {one.name: row[one.name] for one in of.columns}
            if _is_whole(of, row)
            else {name: row[name] for name in OF_WITHDRAWN}
        )


def _is_whole(of: Table, row: Row) -> bool:
    return of.model is not Project or row["state"] == "published"


def _lists(column: Column) -> dict[int, list[str]]:
    """Return the names of the public rows that each row refers to, in order."""
    model: type[Model] = column.field.model
    target: Any = column.target
    shown = {Project: Project.objects.published, Organisation: public.organisations}
    allowed = shown.get(target, target._default_manager.all)()
    path = f"{column.name}__{KEYS[target]}"
    pairs = model._default_manager.filter(**{f"{column.name}__in": allowed.values("pk")})
    if model is Article:
        pairs = pairs.filter(pk__in=Article.objects.published().values("pk"))
    found: dict[int, list[str]] = {}
    for pk, name in pairs.order_by("pk").values_list("pk", path).distinct():
        found.setdefault(pk, []).append(name)
    return {pk: sorted(names) for pk, names in found.items()}


def written(value: Any) -> Value:
    """Return a value as JSON has it: amounts as text, moments in UTC, lists as lists."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.date | UUID):
        return str(value)
    return value


def line(row: Mapping[str, Any]) -> str:
    """Return a row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


class Sheet:
    """A CSV file of one table, to which every row is written as it comes by."""

    def __init__(self, of: Table, file: TextIO) -> None:
        self.names = [column.name for column in of.columns]
        self.writer = csv.writer(file, lineterminator="\r\n")
        self.writer.writerow(self.names)
        self.count = 0

    def add(self, row: Row) -> None:
        self.writer.writerow([cell(row.get(name)) for name in self.names])
        self.count += 1


def cell(value: Value) -> str:
    """Return a value as a cell; a spreadsheet takes no text for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    is_formula = text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text)
    return f"'{text}" if is_formula else text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


class Nested:
    """The rows of a table that stand within those of another, which come in the same order."""

    def __init__(self, of: Table, sheets: Mapping[str, Sheet], before: datetime.datetime) -> None:
        self.of = of
        self.sheet = sheets[of.name]
        self.coming = rows(of, before)
        self.next = next(self.coming, None)
        self.within = [Nested(one, sheets, before) for one in children(of)]

    def of_row(self, key: Value) -> list[dict[str, Any]]:
        """Return the rows of the row of a key, without that key; called once for each in turn."""
        found = []
        while self.next is not None and self.next[self.of.under] == key:
            row, self.next = self.next, next(self.coming, None)
            self.sheet.add(row)
            told: dict[str, Any] = {n: v for n, v in row.items() if n != self.of.under}
            found.append(told | nested(self.within, row[self.of.key] if self.within else None))
        return found


def nested(within: Iterable[Nested], key: Value) -> dict[str, Any]:
    return {one.of.name: one.of_row(key) for one in within}


def whole(
    of: Table, sheets: Mapping[str, Sheet], before: datetime.datetime
) -> Iterator[dict[str, Any]]:
    """Yield every row of a table with all that stands within it, and fill their sheets.

    Raises RuntimeError where a row belongs to none: then something is out of order.
    """
    within = [Nested(one, sheets, before) for one in children(of)]
    for row in rows(of, before):
        sheets[of.name].add(row)
        yield row | nested(within, row[of.key])
    if left := [one.of.name for one in within if one.next is not None]:
        raise RuntimeError(f"rows of {left} belong to no row of {of.name}")
