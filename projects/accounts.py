"""One project's account: every part ever decided, and what sources said of their sums.

Each part is a variable; each stated figure is the sum of the parts that were in
force the day it was stated. Narrowed together once, they bound any sum of
parts, whatever day, basis or funder it asks for. Figures that contradict one
another prove nothing and are left out of the narrowing.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from projects.models import (
    GIVING,
    Decision,
    DecisionKind,
    Entry,
    Fund,
    FundLevel,
    GrantSplit,
    Organisation,
    Project,
    Quantity,
    Sector,
    SplitForm,
    StatedFigure,
)
from projects.money import Basis, Reconciliation, Statement, Total, reconcile

GRANTS = {DecisionKind.GRANTED, DecisionKind.AMENDED, DecisionKind.CLOSED}


@dataclass(frozen=True)
class Part:
    """One split and the days its decision held: from `from_on` until before `until_on`."""

    index: int
    split: GrantSplit
    decision: Decision
    kind: str  # of the decision that began the chain: an amended grant is a grant
    from_on: datetime.date
    until_on: datetime.date | None

    def holds(self, on: datetime.date | None) -> bool:
        """Answer whether it held on a day; None asks for the last word."""
        if on is None:
            return self.until_on is None
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True)
class Account:
    """The parts of a project and the stated figures about it."""

    project: Project
    parts: Sequence[Part]
    figures: Sequence[StatedFigure]
    decisions: Sequence[Decision] = field(default=())

    @classmethod
    def of(cls, project: Project) -> "Account":
        """Read a project's account; uses prefetched decisions and figures where there are any."""
        decisions = sorted(project.decisions.all(), key=lambda one: one.pk)
        return cls(
            project=project,
            parts=_parts(decisions),
            figures=list(project.stated_figures.all()),
            decisions=decisions,
        )

    def covered(
        self,
        basis: Basis,
        on: datetime.date | None = None,
        funder: Organisation | None = None,
        fund: Fund | None = None,
    ) -> frozenset[int]:
        """Return the parts that count on a basis and a day, of one funder or fund if asked."""
        held = [part for part in self.parts if part.holds(on)]
        answered = {
            part.split.funder_id for part in held if part.decision.kind != DecisionKind.PRIORITISED
        }
        return frozenset(
            part.index
            for part in held
            if counts(part, basis)
            and (basis is not Basis.PROPOSED_SUPPORT or part.split.funder_id not in answered)
            and (funder is None or part.split.funder_id == funder.pk)
            and (fund is None or part.split.fund_id == fund.pk)
        )

    def total(
        self,
        basis: Basis,
        on: datetime.date | None = None,
        funder: Organisation | None = None,
        fund: Fund | None = None,
    ) -> Total:
        """Return a sum of this project's parts in kronor, with everything to be said beside it."""
        chosen = self.covered(basis, on, funder, fund)
        if not chosen:
            return Total.empty(basis, on)
        bounds = self.reconciliation.of(chosen)
        values = [self.parts[index].split.value for index in chosen]
        return Total(
            at_least=bounds.at_least,
            at_most=bounds.at_most,
            unknown_parts=sum(value.kronor is None for value in values),
            is_approximate=any(value.precision == "approximate" for value in values),
            basis=basis,
            on=on,
        )

    def claim(self, figure: StatedFigure) -> frozenset[int]:
        """Return the parts whose sum a figure states, those in force the day it was stated."""
        if figure.quantity != Quantity.MONEY or figure.basis == Basis.TOTAL_COST or figure.place_id:
            return frozenset()
        return self.covered(Basis(figure.basis), figure.stated_on, figure.funder, figure.fund)

    @cached_property
    def claims(self) -> dict[int, Statement]:
        """The figures that can be set against parts, by their place in `figures`."""
        return {
            place: Statement(parts=self.claim(figure), amount=figure.value)
            for place, figure in enumerate(self.figures)
            if self.claim(figure) and figure.value.interval() is not None
        }

    @cached_property
    def conflicts(self) -> list[frozenset[int]]:
        """Sets of figures, by their place, that cannot all be true beside the parts."""
        found: list[frozenset[int]] = []
        left = dict(self.claims)
        while True:
            places = list(left)
            result = reconcile(self._amounts, [left[place] for place in places])
            if not result.is_contradictory:
                return found
            conflict = frozenset(places[index] for index in result.conflict)
            found.append(conflict)
            left = {place: claim for place, claim in left.items() if place not in conflict}

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """All parts, narrowed by the figures that do not contradict one another."""
        barred = frozenset().union(*self.conflicts)
        claims = [claim for place, claim in self.claims.items() if place not in barred]
        return reconcile(self._amounts, claims)

    @property
    def _amounts(self) -> list:
        return [part.split.value for part in self.parts]


def counts(part: Part, basis: Basis) -> bool:
    """Answer whether a part belongs to a sum on that basis, whatever day it is."""
    split = part.split
    if basis is Basis.PROPOSED_SUPPORT:
        return part.kind == DecisionKind.PRIORITISED and split.form == SplitForm.CASH
    if part.decision.kind not in GIVING:
        return False
    if basis is Basis.TOTAL_FUNDING:
        return True
    if split.form != SplitForm.CASH:
        return False
    if basis is Basis.EU_SUPPORT:
        return split.fund is not None and split.fund.level == FundLevel.EU
    if basis is Basis.GRANTED_SUPPORT:
        return part.kind in GRANTS
    if basis is Basis.PUBLIC_SUPPORT:
        return split.funder is not None and split.funder.sector == Sector.PUBLIC
    return basis is Basis.REGISTERED_SUPPORT


def _parts(decisions: Sequence[Decision]) -> list[Part]:
    by_id = {decision.pk: decision for decision in decisions}
    later = {decision.supersedes_id: decision for decision in decisions if decision.supersedes_id}
    parts: list[Part] = []
    for decision in decisions:
        successor = later.get(decision.pk)
        until = successor.in_force_from if successor else None
        if until is not None and until <= decision.in_force_from:
            continue  # corrected or replaced the same day: it never held
        for split in decision.splits.all():
            kind = _first_of_its_chain(decision, by_id).kind
            parts.append(Part(len(parts), split, decision, kind, decision.in_force_from, until))
    return parts


def _first_of_its_chain(decision: Decision, by_id: dict[int, Decision]) -> Decision:
    while decision.supersedes_id:
        decision = by_id[decision.supersedes_id]
    return decision


def was_corrected(decision: Decision) -> bool:
    """Answer whether a later entry says that this one was a mistake."""
    successor = getattr(decision, "superseded_by", None)
    return successor is not None and successor.entry == Entry.CORRECTION
