"""Tables as XLSX: typed cells under a heading that stays, and a sheet that explains them."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from projects.downloads.columns import Column, Kind, Table
from projects.downloads.writing import worded
from projects.models.figures import BASES
from projects.templatetags.figures import total_text

MOST_ROWS = 1_048_575
"""What Excel takes below the heading."""
LONGEST_TEXT = 32_767
"""Characters that a cell takes."""
BLOCK = 1 << 16
SHEETS = {"sv": ("Data", "Förklaring"), "en": ("Data", "Explanation")}
WIDTHS = {
    Kind.TEXT: 28,
    Kind.CODE: 14,
    Kind.DATE: 12,
    Kind.KRONOR: 18,
    Kind.NUMBER: 10,
    Kind.YES: 10,
}
KIND_WORDS = {
    Kind.TEXT: gettext_lazy("text"),
    Kind.CODE: gettext_lazy("one of a list of words"),
    Kind.DATE: gettext_lazy("date"),
    Kind.KRONOR: gettext_lazy("kronor"),
    Kind.NUMBER: gettext_lazy("number"),
    Kind.YES: gettext_lazy("yes or no"),
}


class TooManyRowsError(Exception):
    """More rows than a worksheet holds."""


def refuse_too_many(count: int | None) -> None:
    """Raise TooManyRowsError for more rows than Excel opens, before any is asked for."""
    if count is not None and count > MOST_ROWS:
        raise TooManyRowsError


def xlsx_of(table: Table) -> Iterator[bytes]:
    """Yield a workbook, written to the disk a row at a time and sent from there."""
    with TemporaryDirectory(prefix="download-") as folder:
        path = Path(folder, "table.xlsx")
        _write(path, table)
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block


def _write(path: Path, table: Table) -> None:
    # Rows go to the disk as they come; texts are never read as formulas, numbers or links.
    book = Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        Kind.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
        Kind.KRONOR: book.add_format({"num_format": "#,##0.00"}),
        Kind.NUMBER: book.add_format({"num_format": "0"}),
    }
    _rows(book.add_worksheet(SHEETS[table.asking.language][0]), table, formats)
    _explained(book.add_worksheet(SHEETS[table.asking.language][1]), table, formats)
    book.close()


def _rows(sheet: Worksheet, table: Table, formats: dict[Any, Any]) -> None:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, WIDTHS[column.kind])
        sheet.write_string(0, place, str(column.heading), formats["head"])
    sheet.freeze_panes(1, 0)
    kinds = [(one.kind, worded(one, table.asking.language)) for one in table.columns]
    last = 0
    for last, row in enumerate(table.rows(), start=1):
        refuse_too_many(last)
        for place, (value, (kind, words)) in enumerate(zip(row, kinds, strict=True)):
            if value is not None:
                _cell(sheet, last, place, words(value) if words else value, formats.get(kind))
    sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _cell(sheet: Worksheet, row: int, place: int, value: Any, form: Any) -> None:
    """Write one value as what it is; an amount keeps its öre as far as Excel's numbers do."""
    if isinstance(value, datetime.date):
        sheet.write_datetime(row, place, datetime.datetime.combine(value, datetime.time()), form)
    elif isinstance(value, Decimal | int):
        sheet.write_number(row, place, float(value), form)
    else:
        sheet.write_string(row, place, str(value)[:LONGEST_TEXT], form)


def _explained(sheet: Worksheet, table: Table, formats: dict[Any, Any]) -> None:
    """Write what the table is, and what each column means."""
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    lines = _facts(table)
    for row, (name, said) in enumerate(lines):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, said)
    heads = [_("Column"), _("What it means"), _("Kind of value"), _("Name in other formats")]
    sheet.set_column(2, 3, 26)
    for place, head in enumerate(heads):
        sheet.write_string(len(lines) + 1, place, head, formats["head"])
    for row, column in enumerate(table.columns, start=len(lines) + 2):
        for place, said in enumerate(_explanation(column)):
            sheet.write_string(row, place, said)


def _explanation(column: Column) -> list[str]:
    means = str(column.means)
    return [str(column.heading), means, str(KIND_WORDS[column.kind]), column.name]


def _facts(table: Table) -> list[tuple[str, str]]:
    said = [
        (_("Table"), table.title),
        (_("As of"), table.asking.day.isoformat()),
        (_("The same on the site"), table.address),
    ]
    if table.asking.licence:
        said.append((_("Licence"), table.asking.licence))
    if table.count is not None:
        said.append((_("Projects"), str(table.count)))
    total = table.total_after() if table.total_after else table.total
    if total is not None:
        basis = str(dict(BASES)[total.basis.value])
        said.append((_("Sum"), f"{total_text(total)} ({basis})"))
    return said + [(_("Note"), note) for note in table.notes]
