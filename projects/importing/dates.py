"""Dates in cells: which order their numbers have, and what they mean."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal

from projects.importing.cells import Content
from projects.importing.parts import Day
from projects.importing.written import one_line

FIRST, LAST = datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)
"""Inclusive: what the registry keeps as a date."""
ORDERS = ("dmy", "mdy", "ymd")

_EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range((FIRST - _EPOCH).days, (LAST - _EPOCH).days + 1)
_CLOCK = (
    r"(?:[T ][0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})[-/. ]([0-9]{{1,2}})[-/. ]([0-9]{{1,2}}){_CLOCK}")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHORT = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_CLOCK}")
_MONTH_ONLY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})|([0-9]{1,2})/([0-9]{4})")
_YEAR_ONLY = re.compile(r"(?:år )?([0-9]{4})")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")
_NAMED_DAY = re.compile(
    r"(?:den )?([0-9]{1,2})(?:\.|:[ae]|st|nd|rd|th)?[ -]([^\W\d]+)\.?,?[ -]([0-9]{4}|[0-9]{2})"
)
_NAMED_FIRST = re.compile(r"([^\W\d]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_NAMED_MONTH = re.compile(r"([^\W\d]+)\.?[ -]([0-9]{4}|[0-9]{2})")
_MONTHS = (
    "jan januari january januar",
    "feb februari february februar febr",
    "mar mars march märz mrz maart",
    "apr april",
    "maj may mai",
    "jun juni june",
    "jul juli july",
    "aug augusti august",
    "sep sept september",
    "okt oct oktober october",
    "nov november",
    "dec december dez dezember des desember",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


class DateError(ValueError):
    """A cell that holds no date of the registry; `code` is not_a_date or out_of_range."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def orders(content: Content) -> tuple[str, ...]:
    """Return the orders in which the numbers of a cell can be a date; empty: it tells itself."""
    match = _SHORT.fullmatch(one_line(content)) if isinstance(content, str) else None
    if match is None:
        return ()
    if match[2] == ".":
        return ("dmy",)
    # With strokes the year is last: "18/12/31" is nobody's way of writing the last of 2018.
    possible = ORDERS[:2] if match[2] == "/" else ORDERS
    return tuple(order for order in possible if _short(match, order) is not None)


def differ(contents: Iterable[Content], among: Iterable[str]) -> bool:
    """Tell whether the order matters for any of the cells."""
    among = tuple(among)
    return any(
        len({_short(match, order) for order in among}) > 1
        for match in (_SHORT.fullmatch(one_line(content)) for content in contents)
        if match
    )


def is_serial(content: Content) -> bool:
    """Tell whether a cell holds a spreadsheet's number of days where a date is meant."""
    if isinstance(content, int | Decimal) and not isinstance(content, bool):
        return int(content) in _SERIALS
    match = _SERIAL.fullmatch(one_line(content))
    return match is not None and int(match[1]) in _SERIALS


def day(content: Content, *, order: str, is_end: bool) -> Day:
    """Return the date of a cell; `order` is for numbers that tell none.

    Of a month or a year the last day where it `is_end`, else the first. Raises DateError.
    """
    if isinstance(content, datetime.datetime):
        found: Day | None = Day(content.date())
    elif isinstance(content, datetime.date):
        found = Day(content)
    elif is_serial(content):
        serial = int(_SERIAL.fullmatch(one_line(content))[1])  # type: ignore[index]
        found = Day(_EPOCH + datetime.timedelta(days=serial))
    else:
        found = _whole(one_line(content), order) or _coarse(one_line(content), is_end)
    if found is None:
        raise DateError("not_a_date")
    if not FIRST <= found.on <= LAST:
        raise DateError("out_of_range")
    return found


def _whole(text: str, order: str) -> Day | None:
    text = text.lower()
    numbers: tuple[int, int, int] | None = None
    if match := _YEAR_FIRST.fullmatch(text.upper()) or _COMPACT.fullmatch(text):
        numbers = int(match[1]), int(match[2]), int(match[3])
    elif match := _SHORT.fullmatch(text.upper()):
        on = _short(match, "dmy" if match[2] == "." else order)
        return Day(on) if on else None
    elif match := _NAMED_DAY.fullmatch(text):
        numbers = _year(match[3]), _MONTH_OF.get(match[2], 0), int(match[1])
    elif match := _NAMED_FIRST.fullmatch(text):
        numbers = _year(match[3]), _MONTH_OF.get(match[1], 0), int(match[2])
    on = _date(*numbers) if numbers else None
    return Day(on) if on else None


def _coarse(text: str, is_end: bool) -> Day | None:
    year = month = 0
    if match := _YEAR_ONLY.fullmatch(text.lower()):
        year = int(match[1])
    elif match := _MONTH_ONLY.fullmatch(text):
        year, month = int(match[1] or match[4]), int(match[2] or match[3])
    elif match := _NAMED_MONTH.fullmatch(text.lower()):
        year, month = _year(match[2]), _MONTH_OF.get(match[1], 13)
    first = _date(year, month or (12 if is_end else 1), 1)
    if first is None:
        return None
    following = first.replace(day=28) + datetime.timedelta(days=4)
    last = following.replace(day=1) - datetime.timedelta(days=1)
    return Day(last if is_end else first, "month" if month else "year")


def _short(match: re.Match[str], order: str) -> datetime.date | None:
    """Return the date where the numbers can be one in this order."""
    one, two, three = match[1], match[3], match[4]
    if order == "ymd":
        return _date(_year(one), int(two), int(three)) if len(three + one) == 4 else None
    number_of_day, month = (one, two) if order == "dmy" else (two, one)
    return _date(_year(three), int(month), int(number_of_day))


def _year(text: str) -> int:
    """Return the year; of two digits one from 1990 to 2089."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= 90 else 2000)


def _date(year: int, month: int, number: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, number)
    except ValueError:
        return None
