"""Tables for tests to read, written as whoever keeps a list would."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from projects.importing import reading, recognising
from projects.importing.cells import Sheet
from projects.importing.recognising import Mapping as ColumnMapping
from projects.importing.records import Record, records

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "samples"


def sample(path: str) -> list[Sheet]:
    """Return the sheets of a published file; the test is skipped where it is not at hand."""
    file = SAMPLES / path
    if not file.exists():
        pytest.skip(f"{file} is not there")
    return reading.sheets(file.read_bytes(), file.name)


def table(*lines: str, name: str = "lista.csv") -> Sheet:
    """Return the sheet of lines whose cells stand between semicolons."""
    return reading.sheets("\n".join(lines).encode(), name)[0]


def read(
    *lines: str, answers: Mapping[str, str] | None = None
) -> tuple[ColumnMapping, list[Record]]:
    """Return what was recognised in such lines, and the projects they tell of."""
    sheet = table(*lines)
    mapping = recognising.recognise(sheet)
    return mapping, list(records(sheet, mapping, answers))


def only(*lines: str, answers: Mapping[str, str] | None = None) -> Record:
    """Return the one project that such lines tell of."""
    (record,) = read(*lines, answers=answers)[1]
    return record


def codes(record: Record) -> list[str]:
    """Return the codes of all that is said of a record."""
    return [problem.code for problem in record.problems]
