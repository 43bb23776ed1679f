"""How much of a table is taken in."""

from dataclasses import dataclass, field

from projects.importing.cells import Content
from projects.importing.refusing import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    FileRefusedError,
)

MOST_READ = 2 * MOST_ROWS
"""Rows down to which a table may reach, empty ones included."""
_SHORT = 60
"""Characters up to which equal cells are kept once."""
_MOST_ONCE = 20_000
"""Cells that are; in a column of numbers hardly two are equal."""


@dataclass(slots=True)
class Limits:
    """Takes in the rows of one table, and refuses what is too much."""

    read: int = 0
    filled: int = 0
    once: dict[str, str] = field(default_factory=dict)

    def add(self, rows: list[tuple[Content, ...]], cells: tuple[Content, ...]) -> None:
        """Append a row; empty ones only once a filled one follows. Raises FileRefusedError."""
        self.read += 1
        cells = self._trimmed(cells)
        if not cells:
            return
        self.filled += 1
        if self.filled > MOST_ROWS or self.read > MOST_READ:
            raise FileRefusedError("too_many_rows", most=str(MOST_ROWS))
        rows.extend([()] * (self.read - 1 - len(rows)))
        rows.append(tuple(map(self._kept, cells)))

    def _trimmed(self, cells: tuple[Content, ...]) -> tuple[Content, ...]:
        width = len(cells)
        while width and (cells[width - 1] is None or cells[width - 1] == ""):
            width -= 1
        if width > MOST_COLUMNS:
            raise FileRefusedError("too_many_columns", most=str(MOST_COLUMNS))
        return cells[:width]

    def _kept(self, cell: Content) -> Content:
        if not isinstance(cell, str):
            return cell
        if len(cell) > LONGEST_CELL:
            raise FileRefusedError("too_long_cell", row=str(self.read), most=str(LONGEST_CELL))
        if len(cell) > _SHORT or (len(self.once) >= _MOST_ONCE and cell not in self.once):
            return cell
        return self.once.setdefault(cell, cell) or None
