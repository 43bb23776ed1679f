"""What a figure claims as it is printed in a text: an amount, and from which side."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from projects.money import Amount, AmountError, Interval, Precision, Rounded, ore, parse

_AT_LEAST = re.compile(r"(?:minst|at least)\s+", re.IGNORECASE)
_OVER = re.compile(r"(?:över|mer än|over|more than|above)\s+", re.IGNORECASE)
_UNDER = re.compile(r"(?:under|mindre än|less than|below)\s+", re.IGNORECASE)
# "Drygt 14 miljoner" is 14 or a little more, "nästan 14,1" a little less than that: within
# one step of how exactly it is written.
_A_LITTLE_OVER = re.compile(
    r"(?:drygt|(?:strax|något|lite|litet) över"
    r"|(?:just|slightly|a little) (?:over|above|more than))\s+",
    re.IGNORECASE,
)
_A_LITTLE_UNDER = re.compile(
    r"(?:nästan|knappt|närmare|inemot|(?:strax|något|lite|litet) under"
    r"|nearly|almost|close to|(?:just|slightly|a little) (?:under|below|less than))\s+",
    re.IGNORECASE,
)
_BARE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,3})?")


class Side(Enum):
    """From which side a figure bounds what it speaks of."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


BOUNDING = (
    (_AT_LEAST, Side.AT_LEAST),
    (_OVER, Side.AT_LEAST),
    (_UNDER, Side.AT_MOST),
    (_A_LITTLE_OVER, Side.AT_LEAST),
    (_A_LITTLE_UNDER, Side.AT_MOST),
)
_STRICT = {_OVER, _UNDER, _A_LITTLE_UNDER}
_NEAR = {_A_LITTLE_OVER, _A_LITTLE_UNDER}


@dataclass(frozen=True)
class Quoted:
    """An amount as the words of a text give it; the amount is never unknown."""

    amount: Amount
    side: Side
    is_strict: bool = False  # "more than" and "under" leave the very sum out
    is_near: bool = False  # no further from it than one step of how exactly it is written

    @property
    def interval(self) -> Interval | None:
        """The sums that the words allow, in öre; None for "about", which proves nothing."""
        whole = self.amount.interval()
        if whole is None or self.amount.precision is Precision.AT_MOST:
            return whole
        limit = ore(self.amount.kronor or Decimal(0))
        reach = ore(self.amount.step or _last_digit(self.amount.kronor or Decimal(0)))
        if self.side is Side.AT_LEAST:
            return Interval(limit + self.is_strict, limit + reach - 1 if self.is_near else None)
        if self.side is Side.AT_MOST:
            lowest = max(limit - reach, 0) if self.is_near else 0
            return Interval(lowest, max(limit - self.is_strict, 0))
        return whole


def as_rounded(amount: Amount) -> Rounded:
    """Return an amount with the step to which it is written; one in kronor is so to the krona."""
    kronor = amount.kronor or Decimal(0)
    if amount.step is not None or amount.precision is Precision.EXACT:
        return Rounded(kronor, amount.step or Decimal(1))
    return Rounded(kronor, _last_digit(kronor))


def _last_digit(kronor: Decimal) -> Decimal:
    """Return what the last digit of an amount counts, noughts left out."""
    exponent = int(kronor.normalize().as_tuple().exponent)
    return Decimal(1).scaleb(max(exponent, 0)) if kronor else Decimal(1)


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
            return Quoted(amount, side, pattern in _STRICT, pattern in _NEAR) if amount else None
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
