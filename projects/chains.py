"""Which entry of a project's ledger replaces which, and how long each holds."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from projects.models import Decision, DecisionKind, Entry

# Kinds that alter a decision and leave what it is: an amended grant is a grant.
ALTERING = {DecisionKind.AMENDED, DecisionKind.CLOSED}


@dataclass(frozen=True)
class Chains:
    """The entries of one project, each with what it replaces and what replaces it."""

    entries: Mapping[int, Decision]
    successors: Mapping[int, Decision]

    @classmethod
    def of(cls, decisions: Sequence[Decision]) -> Self:
        return cls(
            {decision.pk: decision for decision in decisions},
            {decision.supersedes_id: decision for decision in decisions if decision.supersedes_id},
        )

    def until(self, decision: Decision) -> datetime.date | None:
        """Return the day from which an entry no longer holds; None where nothing replaces it.

        Later entries of a chain may bear earlier days: a decision of unknown date
        counts from its source, what amends it from its own day.
        """
        days = []
        later = self.successors.get(decision.pk)
        while later:
            days.append(later.in_force_from)
            later = self.successors.get(later.pk)
        return min(days, default=None)

    def was_corrected(self, decision: Decision) -> bool:
        """Answer whether a later entry says that this one was a mistake."""
        successor = self.successors.get(decision.pk)
        return successor is not None and successor.entry == Entry.CORRECTION

    def meaning(self, decision: Decision) -> str:
        """Return the kind of the entry, or of what it alters."""
        while decision.kind in ALTERING and decision.supersedes_id:
            decision = self.entries[decision.supersedes_id]
        return decision.kind


def holds(from_on: datetime.date, until_on: datetime.date | None, on: datetime.date | None) -> bool:
    """Answer whether what holds from one day until before another did on a day.

    None as the day asks for the last word: what nothing has replaced.
    """
    if on is None:
        return until_on is None
    return from_on <= on and (until_on is None or on < until_on)
