"""Whether printed amounts and printed sums can all be true, and what they then leave open."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .amounts import ANY_SUM, NOTHING, Amount, Interval
from .tableau import Allowance, Extreme, Row, Tableau, extreme

MOST_STEPS = 100_000
"""Multiplications per question, a fraction of a second; ordinary cases take hundreds."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A source says what some parts add up to; parts are numbered from 0."""

    parts: frozenset[int]
    amount: Amount


@dataclass(frozen=True)
class Reconciliation:
    """What every part, and every sum of parts, can be if all that is stated is true.

    Sums are whole öre. Unknown and approximate parts may be any sum from zero up;
    unknown and approximate statements prove nothing and are left aside. While
    the statements contradict one another or the parts, they narrow nothing, and
    each answer is what the parts' own writing allows.

    Answers are exact: both ends can be reached, nothing outside can be true.
    A question that would take more than `steps` multiplications is answered
    with bounds that are safe but may be too wide, `is_tight` is then False, and
    a contradiction that takes longer to prove is not reported.
    """

    domains: tuple[Interval, ...]
    statements: tuple[Statement, ...]
    steps: int = MOST_STEPS
    _answers: dict[frozenset[int], tuple[Interval, bool]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def parts(self) -> tuple[Interval | None, ...]:
        """What each part can be; None where that is any sum at all."""
        found = [self.of(frozenset([part])) for part in range(len(self.domains))]
        return tuple(None if interval == ANY_SUM else interval for interval in found)

    @cached_property
    def total(self) -> Interval:
        """What all parts together can be."""
        return self.of(frozenset(range(len(self.domains))))

    def of(self, subset: Collection[int]) -> Interval:
        """What the sum of some parts can be; its `high` is None where nothing limits it."""
        return self._answer(frozenset(subset))[0]

    @cached_property
    def is_tight(self) -> bool:
        """Whether the contradiction, every part and the total were settled within the steps."""
        everything = frozenset(range(len(self.domains)))
        asked = [everything, *(frozenset([part]) for part in everything)]
        return self._whole.is_tight and all(self._answer(subset)[1] for subset in asked)

    @cached_property
    def is_contradictory(self) -> bool:
        """Whether no sums at all make the parts and every statement true."""
        return not self._whole.is_feasible

    @cached_property
    def conflict(self) -> frozenset[int]:
        """Statements, by number, that contradict: all of them are needed for it.

        Empty without a contradiction. A single one contradicts the parts themselves.
        """
        if not self.is_contradictory:
            return frozenset()
        kept = list(self._proving)
        for statement in self._proving:
            fewer = [other for other in kept if other != statement]
            if not self._solution(fewer).is_feasible:
                kept = fewer
        return frozenset(kept)

    def allows(self, assignment: Sequence[int]) -> bool:
        """Whether these sums in öre, one per part, make everything stated true."""
        if len(assignment) != len(self.domains):
            raise ValueError("one sum for each part")
        return all(
            ore in domain for ore, domain in zip(assignment, self.domains, strict=True)
        ) and all(
            sum(assignment[part] for part in self.statements[number].parts) in interval
            for number, interval in self._proving.items()
        )

    @cached_property
    def _proving(self) -> dict[int, Interval]:
        """The statements that can prove something, by number, and what they allow."""
        intervals = (statement.amount.interval() for statement in self.statements)
        return {number: found for number, found in enumerate(intervals) if found is not None}

    @cached_property
    def _whole(self) -> Extreme:
        return self._solution(self._proving)

    def _solution(self, numbers: Collection[int]) -> Extreme:
        """Whether there is a solution under some of the statements."""
        return extreme(self._tableau(numbers, frozenset()), up=True, beyond=0)

    def _answer(self, subset: frozenset[int]) -> tuple[Interval, bool]:
        """The sum of a subset, and whether its bounds are exact."""
        if subset not in self._answers:
            plain = sum((self.domains[part] for part in subset), start=NOTHING)
            if self.is_contradictory or plain.is_exact or not self._touches(subset):
                self._answers[subset] = plain, True
            else:
                self._answers[subset] = self._narrowed(subset, plain)
        return self._answers[subset]

    def _touches(self, subset: frozenset[int]) -> bool:
        return any(self.statements[number].parts & subset for number in self._proving)

    def _narrowed(self, subset: frozenset[int], plain: Interval) -> tuple[Interval, bool]:
        low, high = (
            extreme(self._tableau(self._proving, subset), up=up, beyond=beyond)
            for up, beyond in ((False, plain.low), (True, plain.high))
        )
        if not (low.is_feasible and high.is_feasible):
            return plain, False
        return Interval(low.end or 0, high.end), low.is_tight and high.is_tight

    def _tableau(self, numbers: Collection[int], goal: frozenset[int]) -> Tableau:
        """The question as rows and columns.

        Parts that stand in the same statements are one column: whole intervals
        add up to a whole interval, so nothing is lost, and hundreds of parts
        under a few statements stay a handful of columns.
        """
        members: dict[tuple[bool, frozenset[int]], Interval] = defaultdict(lambda: NOTHING)
        for part, domain in enumerate(self.domains):
            stated = frozenset(n for n in numbers if part in self.statements[n].parts)
            members[part in goal, stated] += domain
        kinds = list(members)
        rows = [
            Row(_columns(number in stated for _, stated in kinds), self._proving[number])
            for number in numbers
        ]
        asked = _columns(in_goal for in_goal, _ in kinds)
        return Tableau(list(members.values()), rows, asked, Allowance(self.steps))


def _columns(chosen: Iterable[bool]) -> frozenset[int]:
    return frozenset(number for number, is_chosen in enumerate(chosen) if is_chosen)


def reconcile(
    parts: Sequence[Amount], statements: Sequence[Statement], *, steps: int = MOST_STEPS
) -> Reconciliation:
    """Hold parts and stated sums of the same day and basis against one another.

    A statement about a part that does not exist raises ValueError.
    """
    for statement in statements:
        if not statement.parts <= set(range(len(parts))):
            raise ValueError("a statement is about parts that do not exist")
    domains = tuple(part.interval() or ANY_SUM for part in parts)
    return Reconciliation(domains, tuple(statements), steps)
