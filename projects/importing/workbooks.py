"""XLSX and ODS, decoded by a process of its own (`decoding`)."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from projects.importing import decoding, packed
from projects.importing.cells import FOREIGN_FORMAT, Cell, Content, Kind, Problem, Sheet
from projects.importing.limits import Limits
from projects.importing.refusing import MOST_UNPACKED, FileRefusedError

_SCRIPT = Path(decoding.__file__)
_LONGEST_WAIT = 60
"""Seconds."""


def sheets(content: bytes) -> list[Sheet]:
    """Return every sheet of a workbook, empty ones too. Raises FileRefusedError."""
    with tempfile.TemporaryFile() as workbook, tempfile.TemporaryFile() as lines:
        shown = packed.repacked(content, workbook)
        workbook.seek(0)
        _decode(workbook, lines)
        lines.seek(0)
        return [replace(sheet, problems=_shown_in(shown, sheet)) for sheet in _sheets(lines)]


def _shown_in(currencies: frozenset[str], sheet: Sheet) -> tuple[Problem, ...]:
    if not currencies:
        return ()
    told = (("currency", ", ".join(sorted(currencies))),)
    return (Problem(FOREIGN_FORMAT, Kind.NOTE, Cell(sheet.name, 0, 0), values=told),)


def _decode(workbook: IO[bytes], lines: IO[bytes]) -> None:
    try:
        ended = subprocess.run(
            [sys.executable, "-I", str(_SCRIPT)],
            stdin=workbook,
            stdout=lines,
            stderr=subprocess.DEVNULL,
            # Neither a password nor a key of the site has any business there.
            env={"PYTHONUTF8": "1"},
            timeout=_LONGEST_WAIT,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        ended = -1
    if ended == decoding.ENCRYPTED:
        raise FileRefusedError("encrypted")
    if ended == decoding.BROKEN:
        raise FileRefusedError("broken_workbook")
    if ended:
        raise FileRefusedError("too_large_unpacked", megabytes=str(MOST_UNPACKED // 2**20))


def _sheets(lines: IO[bytes]) -> Iterator[Sheet]:
    name: str | None = None
    rows: list[tuple[Content, ...]] = []
    limits = Limits()
    for line in lines:
        told: Any = json.loads(line)
        if isinstance(told, list):
            limits.add(rows, tuple(_content(cell) for cell in told))
            continue
        if name is not None:
            yield Sheet(name, rows)
        name, rows, limits = told, [], Limits()
    if name is not None:
        yield Sheet(name, rows)


def _content(cell: Any) -> Content:
    if not isinstance(cell, list):
        return cell
    kind, written = cell
    return Decimal(written) if kind == "n" else date.fromisoformat(written)
