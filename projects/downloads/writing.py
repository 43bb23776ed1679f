"""Tables as bytes, a chunk of rows at a time: CSV, JSON and JSON Lines."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from projects.downloads.columns import (
    Column,
    Kind,
    Row,
    Table,
    harmless,
    plain,
    to_the_ore,
)
from projects.money import Total

BYTE_ORDER_MARK = "\ufeff"
YES_AND_NO = {"sv": ("ja", "nej"), "en": ("yes", "no")}

type Cell = Callable[[Any], Any]


def csv_of(table: Table) -> Iterator[bytes]:
    """Yield a table as RFC 4180 has it, in UTF-8: columns by name, a point in amounts."""
    names = [one.name for one in table.columns]
    if table.lines is None:
        return _written(table, names, _for_machines(table.columns), delimiter=",")
    return _headed(names, table.lines, delimiter=",")


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> list[bytes]:
    """Return rows as `csv_of` writes them, each by itself."""
    return _lines(rows, _for_machines(columns), delimiter=",")


def _for_machines(columns: Sequence[Column]) -> list[Cell | None]:
    made = {Kind.TEXT: harmless, Kind.YES: lambda value: str(value).lower()}
    return [made.get(one.kind) for one in columns]


def csv_for_excel(table: Table) -> Iterator[bytes]:
    """Yield a table as Excel in Swedish opens it: headings, words, semicolons, decimal commas."""
    headings = [str(one.heading) for one in table.columns]
    cells = [_for_excel(one, table.asking.language) for one in table.columns]
    yield BYTE_ORDER_MARK.encode()
    yield from _written(table, headings, cells, delimiter=";")


def _written(
    table: Table, headings: Sequence[str], cells: Sequence[Cell | None], *, delimiter: str
) -> Iterator[bytes]:
    """Return headings and rows; a cell that is None is written as Python has it."""
    blocks = (b"".join(_lines(chunk, cells, delimiter=delimiter)) for chunk in table.chunks)
    return _headed(headings, blocks, delimiter=delimiter)


def _headed(headings: Sequence[str], blocks: Iterable[bytes], *, delimiter: str) -> Iterator[bytes]:
    """Yield blocks of lines, the headings at the beginning of the first: they come once it does."""
    [head] = _lines([headings], [], delimiter=delimiter)
    for block in blocks:
        yield head + block
        head = b""
    if head:
        yield head


def _lines(rows: Iterable[Row], cells: Sequence[Cell | None], *, delimiter: str) -> list[bytes]:
    """Return rows as lines."""
    lines = _Lines()
    made = [(place, cell) for place, cell in enumerate(cells) if cell]
    csv.writer(lines, delimiter=delimiter).writerows(_cells(row, made) for row in rows)
    return lines


class _Lines(list[bytes]):
    """What is written, a line at a time, as a file has it."""

    def write(self, line: str) -> None:
        self.append(line.encode())


def _cells(row: Row, made: Sequence[tuple[int, Cell]]) -> list[Any]:
    cells = list(row)
    for place, cell in made:
        if cells[place] is not None:
            cells[place] = cell(cells[place])
    return cells


def _for_excel(column: Column, language: str) -> Cell | None:
    if column.kind is Kind.KRONOR:
        return lambda value: str(value).replace(".", ",")
    return worded(column, language)


def worded(column: Column, language: str) -> Cell | None:
    """Return how a value of a column is written for a reader; None where it is left as it is."""
    if column.kind is Kind.YES:
        yes, no = YES_AND_NO[language]
        return lambda value: yes if value else no
    if column.kind is Kind.CODE:
        words = {code: str(said) for code, said in column.words.items()}
        return lambda value: words.get(value, value)
    return harmless if column.kind is Kind.TEXT else None


def json_of(table: Table) -> Iterator[bytes]:
    """Yield one object: what the table is, its columns and its rows; amounts are texts."""
    head = _encoded(about(table)).removesuffix(b"}")
    yield head + b',"rows":['
    comma = b""
    for lines in _objects(table):
        if lines:
            yield comma + b",\n".join(lines)
            comma = b",\n"
    if table.total_after:
        yield b'],"total":' + _encoded(total_of(table.total_after())) + b"}\n"
    else:
        yield b"]}\n"


def json_lines_of(table: Table) -> Iterator[bytes]:
    """Yield one object a row, each on a line of its own."""
    for lines in _objects(table):
        yield b"".join(line + b"\n" for line in lines)


def _objects(table: Table) -> Iterator[list[bytes]]:
    names = [one.name for one in table.columns]
    for chunk in table.chunks:
        yield [_encoded(dict(zip(names, row, strict=True))) for row in chunk]


def about(table: Table) -> dict[str, Any]:
    """Return what is said of a table beside its rows."""
    asking = table.asking
    said: dict[str, Any] = {
        "title": table.title,
        "language": asking.language,
        "as_of": asking.day,
        "page": table.address,
        "licence": asking.licence or None,
        "notes": list(table.notes),
        "columns": {one.name: f"{one.heading}. {one.means}" for one in table.columns},
    }
    if table.count is not None:
        said["count"] = table.count
    if table.total is not None:
        said["total"] = total_of(table.total)
    return said


def total_of(total: Total) -> dict[str, Any]:
    """Return a total as JSON has it."""
    return {
        "at_least": to_the_ore(total.at_least),
        "at_most": to_the_ore(total.at_most),
        "unknown_parts": total.unknown_parts,
        "is_approximate": total.is_approximate,
        "basis": total.basis.value,
        "projects": total.projects,
    }


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=plain).encode()
