"""Tables as bytes, a chunk of rows at a time: CSV, JSON and JSON Lines."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from projects.downloads.columns import Column, Kind, Row, Table, harmless, plain
from projects.money import Total

BYTE_ORDER_MARK = "\ufeff"
YES_AND_NO = {"sv": ("ja", "nej"), "en": ("yes", "no")}

type Cell = Callable[[Any], Any]


def csv_of(table: Table) -> Iterator[bytes]:
    """Yield a table as RFC 4180 has it, in UTF-8: columns by name, a point in amounts."""
    made = {Kind.TEXT: harmless, Kind.YES: lambda value: str(value).lower()}
    cells = [made.get(one.kind) for one in table.columns]
    return _written(table, [one.name for one in table.columns], cells, delimiter=",")


def csv_for_excel(table: Table) -> Iterator[bytes]:
    """Yield a table as Excel in Swedish opens it: headings, words, semicolons, decimal commas."""
    headings = [str(one.heading) for one in table.columns]
    cells = [_for_excel(one, table.asking.language) for one in table.columns]
    yield BYTE_ORDER_MARK.encode()
    yield from _written(table, headings, cells, delimiter=";")


def _written(
    table: Table, headings: Sequence[str], cells: Sequence[Cell | None], *, delimiter: str
) -> Iterator[bytes]:
    """Yield headings and rows; a cell that is None is written as Python has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(headings)
    made = [(place, cell) for place, cell in enumerate(cells) if cell]
    for chunk in table.chunks:
        writer.writerows([_cells(row, made) for row in chunk])
        yield _taken(text)
    yield _taken(text)


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


def _taken(text: io.StringIO) -> bytes:
    """Return what was written since the last time."""
    written = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return written


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
        "at_least": total.at_least,
        "at_most": total.at_most,
        "unknown_parts": total.unknown_parts,
        "is_approximate": total.is_approximate,
        "basis": total.basis.value,
        "projects": total.projects,
    }


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=plain).encode()
