"""The form of a decision filled from a proposal that was returned, to be put right."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.urls import reverse

from projects.entering import CORRECTION
from projects.keys import is_key
from projects.models import Decision, Proposal, ProposalState
from projects.overtaking import replaced_keys
from projects.proposed import Content

AGAIN = "again"
"""The parameter that names the returned proposal."""
SAID = ("kind", "decided_on", "case_number", "reference", "source", "reason_sv", "reason_en")


def again_path(proposal: Proposal) -> str:
    """Return where a returned proposal is written anew; empty where its decision is replaced."""
    keys = replaced_keys(proposal.content)
    if proposal.state != ProposalState.RETURNED or len(keys) != 1:
        return ""
    decision = proposal.project.decisions.current().filter(pk=keys.pop()).first()
    if decision is None:
        return ""
    is_correction = proposal.content["rows"][0]["kind"] == CORRECTION
    deed = "correct" if is_correction else "amend"
    path = reverse(f"admin:projects_project_{deed}", args=[proposal.project_id, decision.pk])
    return f"{path}?{AGAIN}={proposal.pk}"


def written_before(request: HttpRequest, decision: Decision) -> dict[str, Any]:
    """Return what a person's returned proposal about a decision said, by the form's fields."""
    key = request.GET.get(AGAIN, "") if request.method != "POST" else ""
    if not is_key(key):
        return {}
    mine = Proposal.objects.filter(by=request.user.pk, state=ProposalState.RETURNED)
    proposal = mine.filter(pk=key, project=decision.project_id).first()
    if proposal is None or replaced_keys(proposal.content) != {decision.pk}:
        return {}
    try:
        content = Content.of(proposal.content, proposal.project)
    except ObjectDoesNotExist:
        return {}
    said = {name: getattr(content.rows[0], name) for name in SAID}
    lead = {"lead": content.lead, "lead_from": content.lead_from if content.lead else None}
    return said | content.facts | lead | _amounts(content, decision)


def _amounts(content: Content, decision: Decision) -> dict[str, Any]:
    names = ("funder", "group_sv", "fund", "form")

    def item(split: Any) -> tuple[Any, ...]:
        return tuple(getattr(split, name) for name in names)

    said = {item(row.split): row.split.amount for row in content.rows if row.split}
    return {
        f"amount_{split.pk}": said[item(split)]
        for split in decision.splits.all()
        if item(split) in said
    }
