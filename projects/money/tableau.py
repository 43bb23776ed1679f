"""Exact extremes of whole-number sums under linear bounds.

A bounded simplex in fractions (no rounding, Bland's rule, so it never cycles),
and branch and bound above it. Sums whose sets nest, or come from two such
families (by funder and by fund), are whole at every corner and need no branch.
"""

from collections.abc import Sequence
from copy import copy
from fractions import Fraction
from math import floor
from typing import NamedTuple, Self

from .amounts import Interval

GOAL = -1
"""The variable whose extremes are asked for; it sorts first and never leaves the basis."""


class OutOfStepsError(Exception):
    """The allowance of arithmetic is used up before there was an answer."""


class Allowance:
    """How many multiplications are left, shared by all copies of a tableau."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Count the steps; OutOfStepsError once there are none left."""
        self.left -= steps
        if self.left < 0:
            raise OutOfStepsError


class Row(NamedTuple):
    """The sum over some columns lies in an interval."""

    columns: frozenset[int]
    bounds: Interval


class Tableau:
    """Columns within bounds, rows that add some of them, and a goal row to push.

    Variables are numbered: columns from 0, rows after them, the goal is GOAL.
    """

    def __init__(
        self,
        columns: Sequence[Interval],
        rows: Sequence[Row],
        goal: frozenset[int],
        allowance: Allowance,
    ) -> None:
        self.allowance = allowance
        self.count = len(columns)
        self.low = {v: column.low for v, column in enumerate(columns)}
        self.high = {v: column.high for v, column in enumerate(columns)}
        self.value = {v: Fraction(low) for v, low in self.low.items()}
        self.basis: dict[int, dict[int, Fraction]] = {}
        for v, row in enumerate(rows, start=self.count):
            self.low[v], self.high[v] = row.bounds.low, row.bounds.high
            self._add_row(v, row.columns)
        self._add_row(GOAL, goal)

    def _add_row(self, variable: int, columns: frozenset[int]) -> None:
        self.basis[variable] = dict.fromkeys(columns, Fraction(1))
        self.value[variable] = sum((self.value[v] for v in columns), start=Fraction(0))

    def __copy__(self) -> Self:
        twin = object.__new__(type(self))
        twin.allowance, twin.count = self.allowance, self.count
        twin.low, twin.high, twin.value = dict(self.low), dict(self.high), dict(self.value)
        twin.basis = {v: dict(row) for v, row in self.basis.items()}
        return twin

    def halves(self) -> "list[Tableau] | None":
        """The two problems on either side of a broken column; None where all are whole."""
        for v in range(self.count):
            if self.value[v].denominator != 1:
                below, above = copy(self), copy(self)
                below.high[v] = floor(self.value[v])
                above.low[v] = floor(self.value[v]) + 1
                return [half for half in (below, above) if half._settle(v)]
        return None

    def _settle(self, v: int) -> bool:
        """Bring a column back within bounds just tightened; False where they are empty."""
        high = self.high[v]
        if high is not None and self.low[v] > high:
            return False
        if v not in self.basis:
            inside = max(self.value[v], Fraction(self.low[v]))
            inside = inside if high is None else min(inside, Fraction(high))
            self._shift(v, inside - self.value[v])
        return True

    def is_feasible(self) -> bool:
        """Whether some fractions satisfy every bound; the tableau then holds such a point."""
        while True:
            wrong = self._first_wrong()
            if wrong is None:
                return True
            up = self.value[wrong] < self.low[wrong]
            entering = self._movable(wrong, up=up)
            if entering is None:
                return False
            end = self.low[wrong] if up else self.high[wrong]
            gap = (end or 0) - self.value[wrong]
            self._shift(entering, gap / self.basis[wrong][entering])
            self._pivot(wrong, entering)

    def _first_wrong(self) -> int | None:
        for v in sorted(self.basis):
            high = self.high.get(v)
            if v != GOAL and (
                self.value[v] < self.low[v] or (high is not None and self.value[v] > high)
            ):
                return v
        return None

    def _movable(self, row: int, *, up: bool) -> int | None:
        """The first variable that can still move so that the row goes up, or down."""
        for v, factor in sorted(self.basis[row].items()):
            room = self._room(v, up=(factor > 0) == up)
            if room is None or room > 0:
                return v
        return None

    def _room(self, v: int, *, up: bool) -> Fraction | None:
        """How far a variable may move; None where nothing stops it."""
        if v == GOAL:
            return None
        if not up:
            return self.value[v] - self.low[v]
        high = self.high[v]
        return None if high is None else high - self.value[v]

    def push(self, *, up: bool) -> Fraction | None:
        """The goal's extreme over fractions, from a feasible point; None if unbounded."""
        while True:
            entering = self._movable(GOAL, up=up)
            if entering is None:
                return self.value[GOAL]
            rising = (self.basis[GOAL][entering] > 0) == up
            limits = self._limits(entering, rising=rising)
            if not limits:
                return None
            distance, leaving = min(limits)
            self._shift(entering, distance if rising else -distance)
            if leaving != entering:
                self._pivot(leaving, entering)

    def _limits(self, entering: int, *, rising: bool) -> list[tuple[Fraction, int]]:
        """How far a variable may move before it, or a row that it is part of, hits a bound."""
        limits = []
        own = self._room(entering, up=rising)
        if own is not None:
            limits.append((own, entering))
        for v, row in self.basis.items():
            if entering in row:
                room = self._room(v, up=(row[entering] > 0) == rising)
                if room is not None:
                    limits.append((room / abs(row[entering]), v))
        return limits

    def _shift(self, column: int, distance: Fraction) -> None:
        """Move a variable outside the basis, and with it every row that it is part of."""
        self.allowance.spend(len(self.basis))
        self.value[column] += distance
        for v, row in self.basis.items():
            if column in row:
                self.value[v] += row[column] * distance

    def _pivot(self, leaving: int, entering: int) -> None:
        """Swap a basic variable with one of its row's."""
        row = self.basis.pop(leaving)
        factor = row.pop(entering)
        solved = {v: -part / factor for v, part in row.items()}
        solved[leaving] = 1 / factor
        for other in self.basis.values():
            times = other.pop(entering, None)
            if times is None:
                continue
            self.allowance.spend(len(solved))
            for v, part in solved.items():
                total = other.get(v, Fraction(0)) + times * part
                if total:
                    other[v] = total
                else:
                    other.pop(v, None)
        self.basis[entering] = solved


class Extreme(NamedTuple):
    """The end of what a goal can reach.

    `end` is None where nothing stops it; `is_feasible` is False where not even one
    whole solution exists; `is_tight` is False where the search was cut short, and
    `end` then lies at or beyond the true one.
    """

    end: int | None
    is_feasible: bool = True
    is_tight: bool = True


def extreme(tableau: Tableau, *, up: bool, beyond: int | None) -> Extreme:
    """The highest (`up`) or lowest whole value of the goal over whole columns.

    `beyond` is an end known to be safe, given back where the allowance runs out
    before anything better is known.
    """
    sign = 1 if up else -1
    best: int | None = None
    outer: int | None = None
    waiting = [tableau]
    try:
        while waiting and (best is None or best != outer):
            node = waiting.pop()
            if not node.is_feasible():
                continue
            pushed = node.push(up=up)
            if pushed is None:
                return Extreme(None)
            reach = floor(sign * pushed)
            outer = reach if outer is None else outer
            if best is not None and reach <= best:
                continue
            halves = node.halves()
            if halves is None:
                best = reach
            else:
                waiting += halves
    except OutOfStepsError:
        return Extreme(beyond if outer is None else sign * outer, is_tight=False)
    return Extreme(None if best is None else sign * best, is_feasible=best is not None)
