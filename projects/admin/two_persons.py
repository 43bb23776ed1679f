"""What a project's form does where money on a public project needs a second person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from projects import approving
from projects.admin.payments import PaymentRows
from projects.admin.rows import LedgerRows
from projects.entering import Row, changes, enter
from projects.models import Project
from projects.models.amounts import amount_columns, stored_amount
from projects.proposed import Content

LEDGER = gettext_noop("money and decisions")
"""What the rows of the ledger are called where it is told what somebody changed."""


class TwoPersons:
    """Lets what concerns money wait for somebody else, and saves the rest at once."""

    def publish_deed(self, request: HttpRequest) -> Callable[..., None]:
        return partial(approving.publish, by=request.user)

    def review_deed(self, request: HttpRequest) -> Callable[..., None]:
        return partial(approving.ask_for_publication, by=request.user)

    def draft_deed(self, request: HttpRequest) -> Callable[..., None]:
        return partial(approving.give_up_publication, by=request.user)

    def save_model(self, request: Any, obj: Project, form: Any, change: bool) -> None:
        waits = change and approving.needs_second_person(obj)
        request.costs_that_wait = held_costs(obj) if waits else {}
        super().save_model(request, obj, form, change)  # type: ignore[misc]

    def save_rows(self: Any, request: Any, form: Any, formsets: Any, change: bool) -> list[Any]:
        """Save the rows that are no decisions; return the payments that have to wait."""
        waits = change and approving.needs_second_person(form.instance)
        payments: list[Any] = []
        for formset in formsets:
            if waits and isinstance(formset, PaymentRows):
                changed = [one for one in formset.forms if one.has_changed()]
                payments += [one.payment() for one in changed]  # type: ignore[attr-defined]
                formset.new_objects = formset.changed_objects = formset.deleted_objects = []
            else:
                self.save_formset(request, form, formset, change=change)
        return payments

    def enter_or_propose(
        self, request: Any, project: Project, rows: Sequence[Row], payments: Sequence[Any]
    ) -> None:
        """Write decisions, or let them wait with all else that concerns money.

        Raises RowRefusedError for a row that cannot stand, whether it is written or waits.
        """
        if not approving.needs_second_person(project):
            request.changes_ledger = changes(project, rows)
            enter(project=project, rows=rows)
            return
        what = {
            "rows": tuple(rows),
            "payments": tuple(payments),
            "facts": request.costs_that_wait,
        }
        if not any(what.values()):
            return
        approving.try_out(project, Content(**what))
        proposal = approving.propose(project=project, by=request.user, **what)
        tell_that_it_waits(request, proposal)

    def construct_change_message(
        self, request: Any, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Tell what was changed; rows of the ledger, which no formset saves itself, as well."""
        told = super().construct_change_message(request, form, formsets, add)  # type: ignore[misc]
        if not add and getattr(request, "changes_ledger", False):
            told.append({"changed": {"fields": [LEDGER]}})
        return told

    def take_off_the_schedule(
        self, request: Any, form: Any, formsets: Any, rows: Sequence[Row]
    ) -> None:
        """Let a project that was approved, and changes before it is public, be approved anew."""
        others = [one for one in formsets if not isinstance(one, LedgerRows)]
        is_changed = form.has_changed() or any(one.has_changed() for one in others)
        if not (is_changed or changes(form.instance, rows)):
            return
        if approving.draft_again(form.instance):
            said = _("It was scheduled, and is a draft again: what was changed must be approved.")
            messages.warning(request, said)


def held_costs(project: Project) -> dict[str, Any]:
    """Return the costs that were typed anew, and put back those that stand."""
    saved, held = Project.objects.get(pk=project.pk), {}
    for name in ("total_cost", "eligible_cost"):
        new, old = stored_amount(project, name), stored_amount(saved, name)
        if new != old:
            held[name] = new
            for column, value in amount_columns(name, old).items():
                setattr(project, column, value)
    return held


def tell_that_it_waits(request: HttpRequest, proposal: Any) -> None:
    """Say that what was entered waits, and where it can be seen."""
    address = reverse("admin:projects_proposal_change", args=[proposal.pk])
    said = _("What concerns money waits until somebody else approves it.")
    link = format_html('<a href="{}">{}</a>', address, _("See what waits"))
    messages.info(request, format_html("{} {}", said, link))
