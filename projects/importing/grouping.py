"""Which rows of a sheet are one project."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from projects.importing import rows, written
from projects.importing.cells import Content, Sheet
from projects.importing.questions import Way
from projects.importing.rows import Row, Spot
from projects.importing.targets import CASE, PERSONAL

_SUM = re.compile(
    r"(?:summa|delsumma|slutsumma|totalsumma|totalt?|sum|subtotal|grand total|insgesamt)\b[\s:]*",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d]{4}")
_ANY = Way()
_TELLING = frozenset({"funder_name", "funder_number", "fund", "programme", "decided_on"})


def is_sum(cells: Sequence[Content]) -> bool:
    """Tell whether a row adds the others up: it begins with "Summa" and has no other words."""
    filled = [cell for cell in cells if cell is not None and cell != ""]
    if not filled or not isinstance(filled[0], str):
        return False
    return _SUM.fullmatch(written.one_line(filled[0])) is not None and not any(
        isinstance(cell, str) and _WORDS.search(cell) for cell in filled[1:]
    )


def grouped(
    sheet: Sheet,
    targets: Mapping[int, str],
    ways: Mapping[int, Way],
    places: Sequence[int],
) -> Iterator[list[Row]]:
    """Yield the rows of each project as soon as its last is read.

    `places` are those of `sheet.rows` that may hold projects. No more than one project is
    held, unless rows of one stand apart in the sheet.
    """
    left = _counted(sheet, targets, places)
    waiting: dict[str, list[Row]] = {}
    last: list[Row] = []
    for place in places:
        row = _row(sheet, place, targets, ways)
        if row.is_empty:
            continue
        if last and _continues(row):
            last.append(row)
            continue
        if last and not left[last[0].key]:
            waiting.pop(last[0].key, None)
            yield last
        last = waiting.setdefault(row.key, []) if row.key else []
        last.append(row)
        left[row.key] -= bool(row.key)
    if last:
        yield last


def _continues(row: Row) -> bool:
    """Tell whether a row without number and title says more of the project above it."""
    return not (row.key or row.has_title) and bool(row.places or _TELLING & set(row.single))


def _counted(sheet: Sheet, targets: Mapping[int, str], places: Sequence[int]) -> Counter[str]:
    """Return how many rows each case number has."""
    columns = [column for column, target in targets.items() if target == CASE]
    counted: Counter[str] = Counter()
    for place in places if columns else ():
        row = sheet.rows[place]
        for column in columns:
            text = written.one_line(row[column]) if column < len(row) else ""
            found = written.case_numbers(text)[0]
            if found:
                counted[found[0]] += 1
                break
    return counted


def _row(sheet: Sheet, place: int, targets: Mapping[int, str], ways: Mapping[int, Way]) -> Row:
    cells = sheet.rows[place]
    width = len(cells)
    return rows.read(
        place + sheet.first_row,
        (
            Spot(
                sheet.cell(place, column),
                cells[column] if column < width else None,
                target,
                ways.get(column, _ANY),
            )
            for column, target in targets.items()
            if target != PERSONAL
        ),
    )
