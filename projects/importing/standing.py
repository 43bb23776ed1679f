"""Which decision of the ledger a decision in a file is about."""

from projects.importing.matching import body_of
from projects.importing.wanted import WantedDecision, amount_text, plain
from projects.models import Decision, DecisionKind, Project


def standing(project: Project, wanted: WantedDecision) -> Decision | None:
    """Return the last word of the same body on the same matter; None where there is none."""
    decisions = list(project.decisions.all())
    replaced = {one.supersedes_id for one in decisions}
    is_proposed = wanted.kind == DecisionKind.PRIORITISED
    found = [
        one
        for one in decisions
        if one.pk not in replaced
        and body_of(one) == wanted.body
        and one.case_number in ("", wanted.case_number)
        and (one.kind == DecisionKind.PRIORITISED) == is_proposed
    ]
    same = [one for one in found if wanted.decided_on and one.decided_on == wanted.decided_on]
    equal = [one for one in found if value_of(one, wanted) == wanted.value]
    turn = found[wanted.turn - 1 : wanted.turn]
    return next(iter(equal or same or turn), None)


def value_of(decision: Decision, wanted: WantedDecision) -> list[str]:
    """Return what a decision says, worded as `WantedDecision.value`."""
    day = plain(decision.decided_on) if wanted.decided_on else ""
    return [day, *sorted(amount_text(split.value) for split in decision.splits.all())]
