"""Decodes a workbook in a process of its own: standard input to lines of JSON.

Run as a script by `workbooks`, with a ceiling on memory and time: a cell far off makes a
decoder hold every cell before it, and what that ends is then this process alone. It imports
nothing of the site.

A line is the name of a sheet or a list of cells. A cell is text, a whole number, true, false,
null, ["n", "0.5"] for another number or ["d", "2018-06-20"] for a date.
"""

import datetime
import io
import itertools
import json
import resource
import sys
from typing import Any

import python_calamine

SECONDS = 20
"""Of processor time."""
MEMORY = 200 * 2**20
"""Bytes of address space."""
WRITTEN = 200 * 2**20
"""Bytes of lines."""
ROWS = 100_001
"""Rows of a sheet that are told of; who reads them refuses sooner."""
ENCRYPTED, BROKEN = 3, 4
"""What the process exits with."""


def main() -> int:
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    try:
        _tell(python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())))
    except python_calamine.PasswordError:
        return ENCRYPTED
    except (python_calamine.CalamineError, ValueError, OSError):
        return BROKEN
    return 0


def _tell(workbook: python_calamine.CalamineWorkbook) -> None:
    for sheet in workbook.sheets_metadata:
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        table = workbook.get_sheet_by_name(sheet.name)
        print(json.dumps(sheet.name))
        if table.start is None:
            continue
        for row in itertools.islice(table.iter_rows(), ROWS):
            print(json.dumps([_cell(cell) for cell in row], separators=(",", ":")))


def _cell(cell: Any) -> Any:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 2**53 else ["n", repr(cell)]
    if isinstance(cell, datetime.datetime | datetime.date):
        return ["d", cell.isoformat()[:10]]
    if isinstance(cell, datetime.time | datetime.timedelta):
        return str(cell)
    return cell or None


if __name__ == "__main__":
    sys.exit(main())
