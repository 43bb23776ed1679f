"""What a person is told when the database itself refuses a row.

Forms check what they can; triggers, exclusions between rows written together and
races are seen by the database alone, which names the rule that was broken.
"""

from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REFUSALS = (IntegrityError, DataError, ProtectedError, RestrictedError)

# The rules that are triggers, by the names they raise.
TRIGGERS: dict[str, "StrOrPromise"] = {
    "address_is_permanent": _("A public address cannot be changed."),
    "correction_is_kept": _("A correction stays as it was published."),
    "correction_keeps_the_date": _("A correction takes the date of what it corrects."),
    "decision_is_not_in_the_future": _("A decision is entered once it is made."),
    "decision_supersedes_its_own_kind": _("A decision replaces one of the same project and body."),
    "ledger_is_append_only": _("The ledger of a public project only grows."),
    "intervention_shares_are_at_most_whole": _(
        "The shares of a project's intervention fields are at most 100 percent together."
    ),
    "merge_is_kept": _("What was merged stays on record; it can be undone."),
    "organisation_merges_in_one_step": _("What is merged is merged in one step."),
    "organisation_succession_has_no_circle": _("Nobody takes over from themselves."),
    "payment_follows_publication": _("Payments are entered once the project is public."),
    "payment_is_not_in_the_future": _("A payment is entered once it is made."),
    "payment_is_of_granted_cash": _("Only granted cash is paid out."),
    "payment_is_of_its_splits_project": _("A payment belongs to its split's project."),
    "payment_takes_back_its_like": _("A mistake is taken back whole, and once."),
    "picture_is_kept_while_shown": _("An article shows the picture, or did."),
    "project_is_complete_when_published": _(
        "A published project has a decision, a lead, a period and a place, or says why not."
    ),
    "proposal_is_kept": _("What was proposed, and what became of it, stays as it is."),
    "public_rows_are_kept": _("What was public keeps its address and its first day."),
    "redaction_is_kept": _("That a name was redacted, why and by whom stays on record."),
    "split_funder_is_the_decisions_body": _("Who decides is who pays."),
    "split_is_of_its_decisions_project": _("A split belongs to its decision's project."),
    "split_is_entered_with_its_decision": _("A decision is recorded whole."),
    "superseded_decision_is_fixed": _("What was replaced is changed no more."),
    "undated_decision_holds_from_its_source": _(
        "A decision of unknown date is in force from the day of its source."
    ),
    "stated_figures_are_kept": _("A stated figure of a public project is kept."),
}

# By SQLSTATE, for rules without a name of ours.
KINDS: dict[str, "StrOrPromise"] = {
    "23502": _("Something that must be filled in is empty."),
    "23503": _("Something else in the registry refers to this."),
    "23505": _("This is entered already."),
}


def in_words(refused: Exception) -> str:
    """Return what to tell the person whose row was refused, in the language of the page."""
    if isinstance(refused, (ProtectedError, RestrictedError)):
        return str(KINDS["23503"])
    cause = refused.__cause__
    rule = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    known = TRIGGERS.get(rule) or _constraints().get(rule)
    if known:
        return str(known)
    kind = KINDS.get(getattr(cause, "sqlstate", None) or "")
    return str(kind or _("The database refused this; a value is wrong or too large."))


@cache
def _constraints() -> dict[str, "StrOrPromise"]:
    """Return what each constraint of each model says when it is violated."""
    return {
        constraint.name: constraint.violation_error_message
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message
        and constraint.violation_error_message != constraint.default_violation_error_message
    }
