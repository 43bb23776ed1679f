"""A total is a value, not a number: its bounds, what it lacks, what it counts, and when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple, Self

from .amounts import ANY_SUM, NOTHING, Amount, Interval, Precision

_ORE = Decimal("0.01")
_MILLION = Decimal(10**6)


class Basis(StrEnum):
    """What a sum of money counts. Sums of different bases are never added."""

    EU_SUPPORT = "eu_support"
    """From funds of the European Union."""
    GRANTED_SUPPORT = "granted_support"
    """EU and national support together, where a source gives only that."""
    PUBLIC_SUPPORT = "public_support"
    """Public funders, cash."""
    REGISTERED_SUPPORT = "registered_support"
    """Every cash split of the registry; other funders may be missing."""
    TOTAL_FUNDING = "total_funding"
    """All funding, contributions in kind included."""
    TOTAL_COST = "total_cost"
    """What a project costs."""
    PROPOSED_SUPPORT = "proposed_support"
    """Prioritised and not granted; mixed with nothing else."""


class Rounded(NamedTuple):
    """One figure that stands for both ends of a total: kronor, and its step."""

    kronor: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of money with everything that must be said beside it.

    `at_least` and `at_most` are kronor, both included; `at_most` is None where
    nothing bounds the sum from above. `on` is the day on which it was true, None
    where no day is meant. `projects` counts the projects it adds.
    """

    at_least: Decimal
    at_most: Decimal | None
    unknown_parts: int
    is_approximate: bool
    basis: Basis
    on: date | None
    projects: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "basis", Basis(self.basis))
        if self.at_least < 0 or (self.at_most is not None and self.at_most < self.at_least):
            raise ValueError("a total reaches from zero or more upwards")
        if self.unknown_parts < 0 or self.projects < 0:
            raise ValueError("parts and projects are counted from zero")

    @classmethod
    def exactly(cls, kronor: Decimal | int, *, basis: Basis, on: date | None = None) -> Self:
        """One project's sum, known to the öre."""
        return cls(Decimal(kronor), Decimal(kronor), 0, False, basis, on)

    @classmethod
    def empty(cls, basis: Basis, on: date | None = None) -> Self:
        """The sum over no project at all: exactly nothing."""
        return cls(Decimal(0), Decimal(0), 0, False, basis, on, projects=0)

    @classmethod
    def within(
        cls,
        interval: Interval,
        *,
        basis: Basis,
        on: date | None = None,
        unknown_parts: int = 0,
        is_approximate: bool = False,
    ) -> Self:
        """One project's sum, somewhere in an interval."""
        return cls(interval.at_least, interval.at_most, unknown_parts, is_approximate, basis, on)

    @classmethod
    def summing(cls, amounts: Collection[Amount], *, basis: Basis, on: date | None = None) -> Self:
        """The sum of amounts that nothing else is stated of: their bounds, added."""
        return cls.within(
            sum((one.interval() or ANY_SUM for one in amounts), start=NOTHING),
            basis=basis,
            on=on,
            unknown_parts=sum(one.is_unknown for one in amounts),
            is_approximate=any(one.precision is Precision.APPROXIMATE for one in amounts),
        )

    @property
    def under(self) -> Decimal | None:
        """The first sum in kronor that is too high; None where there is none."""
        return None if self.at_most is None else self.at_most + _ORE

    @property
    def is_exact(self) -> bool:
        """Whether only one sum is left."""
        return self.at_least == self.at_most

    def __add__(self, other: "Total") -> "Total":
        """The total over both; ValueError unless basis and day are the same."""
        if (self.basis, self.on) != (other.basis, other.on):
            raise ValueError("totals of different bases or days are never added")
        open_top = self.at_most is None or other.at_most is None
        return replace(
            self,
            at_least=self.at_least + other.at_least,
            at_most=None if open_top else (self.at_most or 0) + (other.at_most or Decimal(0)),
            unknown_parts=self.unknown_parts + other.unknown_parts,
            is_approximate=self.is_approximate or other.is_approximate,
            projects=self.projects + other.projects,
        )

    @classmethod
    def over(cls, totals: "Iterable[Total]", *, basis: Basis, on: date | None = None) -> "Total":
        """The total over many; ValueError where one has another basis or day."""
        return sum(totals, start=cls.empty(basis, on))

    def rounded(self) -> Rounded | None:
        """The one figure as which both ends print, at the finest usual step.

        An exact total is its own figure. Else a tenth of a million, then whole
        millions; below a million first thousands and tens of thousands. A figure
        of a single digit must lie between the ends: 3.69 to 3.78 million is not
        "about 4". None where no step fits, where the figure would be nought, and
        where nothing bounds the sum from above.
        """
        if self.at_most is None:
            return None
        if self.is_exact:
            return Rounded(self.at_least, _ORE)
        steps = [_MILLION / 10, _MILLION]
        if self.at_most < _MILLION:
            steps = [Decimal(1_000), Decimal(10_000), *steps]
        for step in steps:
            low, high = nearest(self.at_least, step), nearest(self.at_most, step)
            is_near = low >= 10 * step or self.at_least <= low <= self.at_most
            if low == high and low and is_near:
                return Rounded(low, step)
        return None

    def hides(self, kronor: Decimal, step: Decimal) -> bool:
        """Whether its one rounded figure would hide how it differs from another figure.

        That is so where it is coarser than the other, rounded to `step`, or reads the same:
        14 385 500 to under 14 485 500 is "about 14", and no less than "14.1 million".
        """
        rounded = self.rounded()
        if rounded is None or self.is_exact:
            return False
        return rounded.step > step or rounded.kronor == kronor


def nearest(kronor: Decimal, step: Decimal) -> Decimal:
    """Return a sum rounded to whole steps, halves away from nought; all of them kronor."""
    return (kronor / step).quantize(Decimal(1), ROUND_HALF_UP) * step
