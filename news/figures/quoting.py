"""What a figure claims as it is printed in a text: an amount, and from which side."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from projects.money import Amount, AmountError, Interval, Precision, ore, parse

_AT_LEAST = re.compile(r"(?:minst|at least)\s+", re.IGNORECASE)
_OVER = re.compile(r"(?:över|mer än|over|more than|above)\s+", re.IGNORECASE)
_UNDER = re.compile(r"(?:under|mindre än|less than|below)\s+", re.IGNORECASE)
_BARE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,3})?")


class Side(Enum):
    """From which side a figure bounds what it speaks of."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


BOUNDING = ((_AT_LEAST, Side.AT_LEAST), (_OVER, Side.AT_LEAST), (_UNDER, Side.AT_MOST))


@dataclass(frozen=True)
class Quoted:
    """An amount as the words of a text give it; the amount is never unknown."""

    amount: Amount
    side: Side
    is_strict: bool = False  # "more than" and "under" leave the very sum out

    @property
    def interval(self) -> Interval | None:
        """The sums that the words allow, in öre; None for "about", which proves nothing."""
        whole = self.amount.interval()
        if whole is None or self.amount.precision is Precision.AT_MOST:
            return whole
        limit = ore(self.amount.kronor or Decimal(0))
        if self.side is Side.AT_LEAST:
            return Interval(limit + self.is_strict, None)
        if self.side is Side.AT_MOST:
            return Interval(0, max(limit - self.is_strict, 0))
        return whole


def quoted(words: str, language: str) -> Quoted | None:
    """Return what the words of a figure claim, or None where they are no amount.

    A bare number below a thousand is read in millions, the way headings and running sums
    leave the unit out: nobody quotes a grant of 14 kronor.
    """
    plain = " ".join(words.split())
    for pattern, side in BOUNDING:
        match = pattern.match(plain)
        if match:
            amount = _amount(plain[match.end() :], language)
            return Quoted(amount, side, pattern is not _AT_LEAST) if amount else None
    amount = _amount(plain, language)
    if amount is None:
        return None
    sides = {Precision.AT_MOST: Side.AT_MOST, Precision.APPROXIMATE: Side.ABOUT}
    return Quoted(amount, sides.get(amount.precision, Side.EXACTLY))


def counted(words: str) -> Quoted | None:
    """Return the number of projects that some words claim, or None where they hold none."""
    match = re.search(r"[0-9]{1,6}", words.replace("\u00a0", ""))
    if match is None:
        return None
    about = re.match(r"(?:omkring|ungefär|cirka|ca|about|around|some)\b", words, re.IGNORECASE)
    precision = Precision.APPROXIMATE if about else Precision.EXACT
    return Quoted(Amount(Decimal(match[0]), precision), Side.ABOUT if about else Side.EXACTLY)


def _amount(writing: str, language: str) -> Amount | None:
    if _BARE.fullmatch(writing):
        writing = f"{writing} mn"
    try:
        amount = parse(writing)
    except AmountError as error:
        return _as_read_in(language, error.readings)
    return None if amount.is_unknown else amount


def _as_read_in(language: str, readings: tuple[Amount, ...]) -> Amount | None:
    """Return which of two readings a language means: grouped first, then decimal."""
    if not readings:
        return None
    return readings[0] if language == "en" else readings[-1]
