"""Amounts in cells: which mark parts decimals, which unit, which currency, what they mean."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from projects.importing import headings
from projects.importing.cells import Content
from projects.importing.written import one_line
from projects.money import Amount, AmountError, parse

_DIGITS = re.compile(r"[0-9][0-9., '’\u00a0\u202f]*[0-9]|[0-9]")
_KRONOR = re.compile(r"(?:\b|(?<=[0-9]))(?:kr|kronor|krona|sek)\b\.?|:-", re.IGNORECASE)
_FOREIGN = re.compile(
    rf"[€£$¥]|(?:\b|(?<=[0-9]))(?:{'|'.join(sorted(headings.CURRENCIES))})\b", re.IGNORECASE
)
_ORE = Decimal("0.01")


class ForeignCurrencyError(ValueError):
    """An amount in another currency than kronor; the text is the currency's sign."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as written, before anybody has said what its column means.

    `decimal` is the mark that the writing itself proves to part decimals, `groups` the one
    that it proves to part thousands; `is_open` says that "1.234" may be more than a thousand
    or little more than one. `is_bare` has no word that tells its unit.
    """

    text: str
    decimal: str = ""
    groups: str = ""
    is_open: bool = False
    is_bare: bool = True
    is_number: bool = False


def figure(content: Content) -> Figure:
    """Return the writing of a cell. Raises ForeignCurrencyError."""
    written = one_line(content)
    if isinstance(content, int | Decimal):
        return Figure(written, is_number=True)
    foreign = _FOREIGN.search(written)
    if foreign:
        raise ForeignCurrencyError(foreign[0].upper())
    match = _DIGITS.search(written)
    decimal, groups, is_open = _marks(match[0]) if match else ("", "", False)
    is_bare = match is not None and match[0] == written.strip(" *")
    return Figure(written.strip(" *"), decimal, groups, is_open, is_bare)


def _marks(digits: str) -> tuple[str, str, bool]:
    """Return the marks proved to part decimals and thousands, and whether one proves nothing."""
    marks = [character for character in digits if character in ".,"]
    if not marks:
        return "", "", False
    last = marks[-1]
    other = "," if last == "." else "."
    if len(marks) > 1:
        is_decimal = len(set(marks)) == 2 and marks.count(last) == 1
        return (last, other, False) if is_decimal else (other, last, False)
    before, after = digits.split(last)
    is_open = len(after) == 3 and len(before) <= 3 and not before.startswith("0")
    return ("", "", True) if is_open else (last, "", False)


def amount(figure: Figure, *, decimal: str, unit: Decimal) -> tuple[Amount, bool]:
    """Return what a writing means, and whether a cell's number was rounded to whole öre.

    `decimal` is the mark of the column's decimals, empty where it does not matter; `unit` is
    in kronor, for writings that tell none. Raises AmountError.
    """
    if figure.is_number:
        return _of_number(Decimal(figure.text), unit)
    text = figure.text
    mark = figure.decimal or decimal
    if mark:
        text = _DIGITS.sub(lambda match: _with_comma(match[0], mark), text)
    text = text.replace("'", " ").replace("’", " ")
    if figure.is_bare and unit != 1:
        text += _WORDS[unit]
    try:
        return parse(text), False
    except AmountError as error:
        if error.code != "ambiguous" or not mark:
            raise
        if figure.is_bare and unit == 1:
            raise AmountError("too_many_decimals") from None
        return error.readings[1], False


def digits(figure: Figure, decimal: str) -> Decimal:
    """Return the number in a writing that holds one, with this mark for its decimals."""
    match = _DIGITS.search(figure.text)
    plain = _with_comma(match[0] if match else "0", decimal)
    return Decimal(re.sub(r"[^0-9,]", "", plain).replace(",", "."))


_WORDS = {Decimal(1000): " tkr", Decimal(10**6): " mn"}


def _of_number(number: Decimal, unit: Decimal) -> tuple[Amount, bool]:
    if number < 0:
        raise AmountError("negative")
    if unit == 1:
        if number >= 10**15:
            raise AmountError("too_large")
        whole = number.quantize(_ORE, ROUND_HALF_UP)
        return Amount(whole), whole != number
    short = round(number, 6).normalize()
    return parse(f"{short:f}{_WORDS[unit]}".replace(".", ",")), short != number


def _with_comma(digits: str, mark: str) -> str:
    other = "," if mark == "." else "."
    return digits.replace(other, "").replace(mark, ",")
