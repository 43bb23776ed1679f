"""Keeps what is about private persons out: columns, numbers, addresses, telephone numbers."""

import re
from dataclasses import replace

from projects.identifiers import luhn_sum
from projects.importing import headings
from projects.importing.cells import Sheet

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(
    r"(?:\b(?:tel|tfn|telefon|mobil|phone)\b[.:]?\s*\+?[0-9][0-9\s()/-]{5,16}\d"
    r"|(?:\+46|\b0046)[\s\d()/-]{7,14}\d|\b07[02369][\s-]?\d(?:[\s-]?\d){6}\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![0-9.,-])(?:19|20)?[0-9]{6}[-+]?[0-9]{4}(?![0-9-]|[.,][0-9])")

_HINT = re.compile(r"@|[0-9][0-9 ()/+-]{5,}[0-9]")
_SHAPE = re.compile(r"(?:[0-9]{2})?[0-9]{6}[ +-]?[0-9]{4}")


def without(sheet: Sheet) -> Sheet:
    """Return the sheet with the columns about persons empty below their headings."""
    header = headings.header_place(sheet.rows)
    if header is None:
        return sheet
    columns = {
        column
        for column, cell in enumerate(sheet.rows[header])
        if isinstance(cell, str) and headings.read(cell).is_personal
    }
    if not columns:
        return sheet
    rows = [
        tuple(None if place in columns else cell for place, cell in enumerate(row))
        for row in sheet.rows[header + 1 :]
    ]
    return replace(sheet, rows=[*sheet.rows[: header + 1], *rows])


def cut(text: str) -> str:
    """Return the text without e-mail addresses, telephone and personal identity numbers."""
    if not _HINT.search(text):
        return text
    text = _PHONE.sub("", _MAIL.sub("", text))
    return _NUMBER.sub(lambda match: "" if is_identity(match[0]) else match[0], text)


def names_one(text: str) -> bool:
    """Tell whether a personal identity number stands somewhere in a text."""
    return any(is_identity(match[0]) for match in _NUMBER.finditer(text))


def is_identity(written: str) -> bool:
    """Tell whether this is a personal identity number or a co-ordination number.

    Ten or twelve digits whose first six are a date (the day plus 60 in a co-ordination number)
    and whose last is the check digit. Source: Folkbokföringslag (1991:481), 18-18 b §.
    """
    if not _SHAPE.fullmatch(written):
        return False
    digits = re.sub(r"[ +-]", "", written)
    if len(digits) == 12 and digits[:2] in ("18", "19", "20"):
        digits = digits[2:]
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and 1 <= day - 60 * (day > 60) <= 31 and luhn_sum(digits) % 10 == 0
