"""Proposals about one decision: those that came too late, and those that wait beside another."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from projects.models import Decision, Proposal


def last_word_on(decision: Decision) -> Decision:
    """Return what replaced a decision in the end; the decision itself where nothing did."""
    later = Decision.objects.filter(supersedes=decision).first()
    while later:
        decision, later = later, Decision.objects.filter(supersedes=later).first()
    return decision


def replaced_keys(content: dict[str, Any]) -> set[int]:
    """Return the keys of the decisions that the kept content of a proposal would replace."""
    keys = (row.get("replaces") for row in content.get("rows", ()))
    return {key for key in keys if key}


def overtaken(proposal: Proposal) -> list[Decision]:
    """Return the decisions it would replace that another has replaced since it was made."""
    if not proposal.is_waiting:
        return []
    found = Decision.objects.filter(pk__in=replaced_keys(proposal.content))
    return list(found.filter(superseded_by__isnull=False).order_by("pk"))


def overtaker(proposal: Proposal, decision: Decision) -> Proposal | None:
    """Return the approved proposal that replaced a decision; None where it was done without."""
    approved = proposal.project.proposals.approved()
    return approved.filter(content__rows__contains=[{"replaces": decision.pk}]).first()


def waiting_about(keys: Iterable[int]) -> QuerySet[Proposal]:
    """Return the proposals that wait and would replace one of the decisions with these keys."""
    rows = Proposal.objects.none()
    for key in keys:
        rows |= Proposal.objects.waiting().filter(content__rows__contains=[{"replaces": key}])
    return rows.select_related("by").order_by("pk")
