"""What a project's form does where money on a public project needs a second person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from projects import approving, publishing
from projects.admin.payments import PaymentRows
from projects.entering import Row, enter
from projects.models import Project
from projects.models.amounts import amount_columns, stored_amount
from projects.proposed import Content


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

    def take_off_the_schedule(self, request: Any, form: Any, formsets: Any) -> None:
        """Let a project that was approved, and changes before it is public, be approved anew."""
        is_changed = form.has_changed() or any(one.has_changed() for one in formsets)
        if settings.TWO_PERSONS and form.instance.is_scheduled and is_changed:
            publishing.return_to_draft(form.instance)
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
