"""What a source says about a sum of money, and what that leaves open.

Amounts are Decimal kronor; intervals are closed and count whole öre, because
half-open bounds come out wrong as soon as two rounded figures meet.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

CEILING = Decimal(10**14)
"""Kronor; every amount is below it, so that it fits numeric(16,2)."""


class Precision(StrEnum):
    """How near the truth a printed amount claims to be."""

    EXACT = "exact"
    ROUNDED = "rounded"
    APPROXIMATE = "approximate"
    AT_MOST = "at_most"


class AmountError(ValueError):
    """An amount that is refused.

    `code` is one of empty, not_a_number, negative, too_large, too_many_decimals
    and ambiguous; `readings` holds what an ambiguous writing may mean, else nothing.
    """

    def __init__(self, code: str, readings: "tuple[Amount, ...]" = ()) -> None:
        super().__init__(code)
        self.code = code
        self.readings = readings


def ore(kronor: Decimal) -> int:
    """The same sum in whole öre; more than two decimals raise AmountError."""
    scaled = kronor.scaleb(2)
    if scaled != int(scaled):
        raise AmountError("too_many_decimals")
    return int(scaled)


def kronor(ore: int) -> Decimal:
    """The same sum in kronor, always with two decimals."""
    return Decimal(ore).scaleb(-2)


@dataclass(frozen=True, slots=True)
class Interval:
    """Every whole number of öre from `low` to `high`, both included.

    `high` is None where nothing bounds the sum from above. An interval is never
    empty: `low` above `high` raises ValueError, and `&` then answers None.
    """

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.high is not None and self.low > self.high:
            msg = f"empty interval: {self.low} is above {self.high}"
            raise ValueError(msg)

    @property
    def at_least(self) -> Decimal:
        """The lower end in kronor, included."""
        return kronor(self.low)

    @property
    def at_most(self) -> Decimal | None:
        """The upper end in kronor, included; None where there is none."""
        return None if self.high is None else kronor(self.high)

    @property
    def under(self) -> Decimal | None:
        """The first sum in kronor that is too high; None where there is none."""
        return None if self.high is None else kronor(self.high + 1)

    @property
    def is_exact(self) -> bool:
        """Whether only one sum is left."""
        return self.low == self.high

    def __contains__(self, ore: int) -> bool:
        return self.low <= ore and (self.high is None or ore <= self.high)

    def __add__(self, other: "Interval") -> "Interval":
        """Every sum of one öre count from each."""
        open_top = self.high is None or other.high is None
        top = None if open_top else (self.high or 0) + (other.high or 0)
        return Interval(self.low + other.low, top)

    def __and__(self, other: "Interval") -> "Interval | None":
        """What both allow; None where that is nothing."""
        low = max(self.low, other.low)
        tops = [top for top in (self.high, other.high) if top is not None]
        high = min(tops, default=None)
        return None if high is not None and low > high else Interval(low, high)


ANY_SUM = Interval(0, None)
NOTHING = Interval(0, 0)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as its source prints it.

    `kronor` None means that the amount is unknown; it then has no precision to
    speak of and `precision` must be left exact. `step` in kronor belongs to
    rounded amounts and to them alone. AmountError refuses what is negative, not
    finite, 10**14 kronor or more, or finer than an öre; ValueError a wrong step.
    """

    kronor: Decimal | None
    precision: Precision = Precision.EXACT
    step: Decimal | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "precision", Precision(self.precision))
        if (self.step is not None) != (self.precision is Precision.ROUNDED):
            raise ValueError("a step belongs to rounded amounts, and to every one of them")
        if self.kronor is None:
            if self.precision is not Precision.EXACT:
                raise ValueError("an unknown amount has no precision")
            return
        _refuse(self.kronor)
        if self.step is not None:
            _refuse(self.step)
            if self.step == 0:
                raise ValueError("a step is above zero")

    @classmethod
    def unknown(cls) -> Self:
        """The amount that no source gives."""
        return cls(None)

    @property
    def is_unknown(self) -> bool:
        """Whether the source gives no amount."""
        return self.kronor is None

    def interval(self) -> Interval | None:
        """The true sums that this writing allows.

        None for unknown and approximate amounts, which prove nothing. At most
        reaches down to zero; a rounded amount covers half a step on either side,
        its top end excluded, and never goes below zero.
        """
        if self.kronor is None or self.precision is Precision.APPROXIMATE:
            return None
        middle = ore(self.kronor)
        if self.precision is Precision.AT_MOST:
            return Interval(0, middle)
        if self.step is None:
            return Interval(middle, middle)
        step = ore(self.step)
        return Interval(max(0, middle - step // 2), middle + (step + 1) // 2 - 1)


def _refuse(kronor: Decimal) -> None:
    """Raise AmountError where this cannot be an amount of the registry."""
    if not isinstance(kronor, Decimal):
        raise TypeError(f"kronor are Decimal, not {type(kronor).__name__}")
    if not kronor.is_finite():
        raise AmountError("not_a_number")
    if kronor < 0:
        raise AmountError("negative")
    if kronor >= CEILING:
        raise AmountError("too_large")
    ore(kronor)
