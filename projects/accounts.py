"""One project's account: every part ever decided, and what sources said of their sums.

Each part is a variable; each stated figure is the sum of the parts that were in
force the day it was stated. Narrowed together once, they bound any sum of
parts, whatever day, basis or funder it asks for. Figures that contradict one
another prove nothing and are left out of the narrowing.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from projects.chains import Chains, holds
from projects.models import (
    Decision,
    DecisionKind,
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
from projects.money import (
    ANY_SUM,
    Amount,
    Basis,
    Precision,
    Reconciliation,
    Statement,
    Total,
    reconcile,
)

# What money is given by; an amended or closed grant is still a grant.
GIVEN = {DecisionKind.GRANTED, DecisionKind.COFUNDING_PROMISED}
KINDS_OF = {
    Basis.PROPOSED_SUPPORT: {DecisionKind.PRIORITISED},
    Basis.GRANTED_SUPPORT: {DecisionKind.GRANTED},
}


@dataclass(frozen=True)
class Part:
    """One split and the days its decision held: from `from_on` until before `until_on`."""

    index: int
    split: GrantSplit
    decision: Decision
    kind: str  # what it is after all amendments: an amended grant is a grant
    from_on: datetime.date
    until_on: datetime.date | None

    def holds(self, on: datetime.date | None) -> bool:
        """Answer whether it held on a day; None asks for the last word."""
        return holds(self.from_on, self.until_on, on)


@dataclass(frozen=True)
class Account:
    """The parts of a project and the stated figures about it."""

    project: Project
    parts: Sequence[Part]
    figures: Sequence[StatedFigure]
    decisions: Sequence[Decision] = field(default=())  # in the order they were entered

    @classmethod
    def of(cls, project: Project) -> "Account":
        """Read a project's account; uses prefetched decisions and figures where there are any."""
        decisions = sorted(project.decisions.all(), key=lambda one: one.pk)
        return cls(
            project=project,
            parts=parts_of(decisions),
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
        answered = self._answered(on) if basis is Basis.PROPOSED_SUPPORT else frozenset()
        return frozenset(
            part.index
            for part in self.parts
            if part.holds(on)
            and counts(part, basis)
            and part.split.funder_id not in answered
            and (funder is None or part.split.funder_id == funder.pk)
            and (fund is None or part.split.fund_id == fund.pk)
        )

    def amounts(self, chosen: Collection[int]) -> list[str]:
        """Return the amounts of parts as their sources print them, in an order that says nothing.

        Amounts tell whether a decision has changed a sum: its bounds move with every figure
        that somebody states.
        """
        values = (self.parts[index].split.value for index in chosen)
        return sorted(f"{one.kronor} {one.precision.value} {one.step or ''}" for one in values)

    def with_entries(self, decisions: Sequence[Decision]) -> "Account":
        """Return the account as it would be if these entries were all."""
        return replace(self, parts=parts_of(decisions), decisions=decisions)

    def total(
        self,
        basis: Basis,
        on: datetime.date | None = None,
        funder: Organisation | None = None,
        fund: Fund | None = None,
    ) -> Total:
        """Return a sum of this project's parts in kronor, with everything to be said beside it.

        The total cost is nobody's part: it is what the project says, whatever day.
        """
        if basis is Basis.TOTAL_COST:
            return self._cost(on) if funder is fund is None else Total.empty(basis, on)
        chosen = self.covered(basis, on, funder, fund)
        if not chosen:
            return Total.empty(basis, on)
        bounds = self.reconciliation.of(chosen)
        values = [self.parts[index].split.value for index in chosen]
        return Total(
            at_least=bounds.at_least,
            at_most=bounds.at_most,
            unknown_parts=sum(value.kronor is None for value in values),
            is_approximate=any(value.precision is Precision.APPROXIMATE for value in values),
            basis=basis,
            on=on,
        )

    def _cost(self, on: datetime.date | None) -> Total:
        cost = self.project.total_cost_amount
        if cost.is_unknown:
            return Total.empty(Basis.TOTAL_COST, on)
        return Total.within(
            cost.interval() or ANY_SUM,
            basis=Basis.TOTAL_COST,
            on=on,
            is_approximate=cost.precision is Precision.APPROXIMATE,
        )

    def _answered(self, on: datetime.date | None) -> frozenset[int]:
        """Return the organisations that decided for themselves, so that nothing is proposed now."""
        return frozenset(
            decision.organisation_id
            for decision in self.decisions
            if decision.organisation_id
            and self.chains.meaning(decision) != DecisionKind.PRIORITISED
            and holds(decision.in_force_from, self.chains.until(decision), on)
        )

    def is_granted(self, on: datetime.date | None = None) -> bool:
        """Answer whether any grant held on a day, in cash or in kind; None asks for today."""
        return any(
            self.chains.meaning(one) in GIVEN
            and holds(one.in_force_from, self.chains.until(one), on)
            for one in self.decisions
        )

    @property
    def last_words(self) -> list[Decision]:
        """The decisions that nothing supersedes."""
        return [one for one in self.decisions if one.pk not in self.chains.successors]

    @cached_property
    def chains(self) -> Chains:
        return Chains.of(self.decisions)

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
        """Sets of figures, by their place, that cannot all be true beside the parts.

        First one after another until the rest agree; then every figure of the rest
        that one of those disproves, so that no figure wins by standing last.
        """
        found: list[frozenset[int]] = []
        left = frozenset(self.claims)
        while conflict := self._conflict(left):
            found.append(conflict)
            left -= conflict
        pairs = [{one, other} for one in left for conflict in found for other in conflict]
        return found + [conflict for pair in pairs if (conflict := self._conflict(pair))]

    def _conflict(self, figures: Collection[int]) -> frozenset[int]:
        """Return those of the figures that cannot all be true; empty where they can."""
        places = sorted(figures)
        result = reconcile(self._amounts, [self.claims[place] for place in places])
        return frozenset(places[index] for index in result.conflict)

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """All parts, narrowed by the figures that do not contradict one another."""
        barred = frozenset().union(*self.conflicts)
        claims = [claim for place, claim in self.claims.items() if place not in barred]
        return reconcile(self._amounts, claims)

    @property
    def _amounts(self) -> list[Amount]:
        return [part.split.value for part in self.parts]


def parts_of(decisions: Sequence[Decision]) -> list[Part]:
    """Return the parts of decisions in the order they were entered, each with its days."""
    chains = Chains.of(decisions)
    parts: list[Part] = []
    for decision in decisions:
        from_on, until_on = decision.in_force_from, chains.until(decision)
        if until_on is not None and until_on <= from_on:
            continue  # corrected or replaced the same day: it never held
        kind = chains.meaning(decision)
        for split in decision.splits.all():
            parts.append(Part(len(parts), split, decision, kind, from_on, until_on))
    return parts


type Accounts = Mapping[int, Account]
"""The accounts of projects by their keys."""


def counts(part: Part, basis: Basis) -> bool:
    """Answer whether a part belongs to a sum on that basis, whatever day it is."""
    kinds = KINDS_OF.get(basis, GIVEN)
    return part.kind in kinds and belongs(part.split, basis)


def belongs(split: GrantSplit, basis: Basis) -> bool:
    """Answer whether a split is money such as a basis counts, whatever was decided of it."""
    is_cash = split.form == SplitForm.CASH
    match basis:
        case Basis.TOTAL_FUNDING:
            return True
        case Basis.TOTAL_COST:
            return False
        case Basis.EU_SUPPORT:
            return is_cash and split.fund is not None and split.fund.level == FundLevel.EU
        case Basis.PUBLIC_SUPPORT:
            return is_cash and split.funder is not None and split.funder.sector == Sector.PUBLIC
        case _:
            return is_cash
