"""What a project's form does where money on a public project needs a second person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from projects import approving
from projects.admin.figures import FigureRows
from projects.admin.payments import PaymentRows
from projects.admin.rows import LedgerRows
from projects.differences import as_read, whole
from projects.entering import Row, changes, enter
from projects.models import Project
from projects.models.amounts import amount_columns, stored_amount
from projects.proposed import Content

LEDGER = gettext_noop("money and decisions")
"""What the rows of the ledger are called where it is told what somebody changed."""


class TwoPersons:
    """Lets what concerns money wait for somebody else, and saves the rest at once."""

    def publish_deed(self, request: HttpRequest) -> Callable[..., None]:
        # The button of the form itself publishes what its `seen` was held against.
        seen = None if "_publish" in request.POST else _seen(request)
        return partial(approving.publish, by=request.user, seen=seen)

    def publish_view(self, request: HttpRequest, key: int) -> HttpResponse:
        try:
            return super().publish_view(request, key)  # type: ignore[misc]
        except approving.ChangedSinceReadError as changed:
            return self._read_again(request, key, changed)

    def schedule_view(self, request: HttpRequest, key: int) -> HttpResponse:
        try:
            return super().schedule_view(request, key)  # type: ignore[misc]
        except approving.ChangedSinceReadError as changed:
            return self._read_again(request, key, changed)

    def _read_again(self: Any, request: HttpRequest, key: int, reason: Exception) -> HttpResponse:
        """Show all that would be public, with what was typed, and ask once more."""
        project = Project.objects.get(pk=key)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": project,
            "title": _("Publish"),
            "reason": str(reason),
            "changes": whole(project),
            "seen_changes": as_read(project),
            "at": request.POST.get("at"),
        }
        template = "admin/projects/project/read_again.html"
        return TemplateResponse(request, template, context, status=409)

    def review_deed(self, request: HttpRequest) -> Callable[..., None]:
        return partial(approving.ask_for_publication, by=request.user)

    def draft_deed(self, request: HttpRequest) -> Callable[..., None]:
        return partial(approving.give_up_publication, by=request.user)

    def save_model(self, request: Any, obj: Project, form: Any, change: bool) -> None:
        waits = change and approving.needs_second_person(obj)
        request.costs_that_wait = held_costs(obj) if waits else {}
        super().save_model(request, obj, form, change)  # type: ignore[misc]

    def save_rows(
        self: Any, request: Any, form: Any, formsets: Any, change: bool
    ) -> dict[str, tuple[Any, ...]]:
        """Save the rows that are no decisions; return the payments and figures that must wait."""
        waits = change and approving.needs_second_person(form.instance)
        held: dict[str, tuple[Any, ...]] = {}
        for formset in formsets:
            if waits and isinstance(formset, FigureRows):
                changed: list[Any] = [one for one in formset.forms if one.has_changed()]
                if isinstance(formset, PaymentRows):
                    held["payments"] = tuple(one.payment() for one in changed)
                else:
                    held["figures"] = tuple(one.columns() for one in changed)
                formset.new_objects = formset.changed_objects = formset.deleted_objects = []
            else:
                self.save_formset(request, form, formset, change=change)
        return held

    def enter_or_propose(
        self, request: Any, project: Project, rows: Sequence[Row], held: dict[str, tuple[Any, ...]]
    ) -> None:
        """Write decisions, or let them wait with all else that concerns money.

        Raises RowRefusedError for a row that cannot stand, whether it is written or waits.
        """
        if not approving.needs_second_person(project):
            request.changes_ledger = changes(project, rows)
            enter(project=project, rows=rows)
            return
        what = {"rows": tuple(rows), "facts": request.costs_that_wait, **held}
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


def _seen(request: HttpRequest) -> str:
    """Return what was read before it was sent, by the form or else by the way that led to it."""
    return request.POST.get("seen_changes") or request.GET.get("seen_changes", "")


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
