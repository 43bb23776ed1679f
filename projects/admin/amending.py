"""Amend and correct: one decision of a public project, and what it sets, on one page.

To amend records a new decision from its day on; to correct mends what was typed wrongly for
all the days that it stood.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from projects import approving
from projects.admin.again import written_before
from projects.admin.base import capitalised
from projects.admin.fields import AmountField
from projects.admin.two_persons import tell_that_it_waits
from projects.entering import CORRECTION, Row
from projects.ledger import Split
from projects.models import GIVING, Decision, DecisionKind, GrantSplit, Participation, Project
from projects.overtaking import waiting_about
from projects.proposed import Content
from projects.templatetags.figures import amount_text
from spin_registry import sending

AMEND, CORRECT = "amend", "correct"
KINDS = [
    (DecisionKind.AMENDED.value, gettext_lazy("amended: a new decision changes an amount")),
    (DecisionKind.CLOSED.value, gettext_lazy("closed: the final amount")),
]
SET_TOO = ("title_sv", "title_en", "starts_on", "ends_on")
"""What a new decision may set of the project beside its money."""


class AmendForm(forms.Form):
    """A decision that replaces another; each amount stands as it is until it is changed."""

    decision: Decision
    is_correction = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capitalised(self)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        day = cleaned.get("decided_on")
        if day and day > timezone.localdate():
            self.add_error("decided_on", _("A decision is entered once it is made."))
        if self.is_correction and not cleaned.get("reason_sv", "").strip():
            self.add_error("reason_sv", _("Say what is corrected, and why."))
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("A project cannot end before it starts."))
        if cleaned.get("lead") and not (cleaned.get("lead_from") or day):
            self.add_error("lead_from", _("Say from which day there is a new lead."))
        if not self.errors and not self.is_changing():
            self.add_error(None, _("Nothing was changed."))
        return cleaned

    def is_changing(self) -> bool:
        said = {name for name in self.changed_data if not name.startswith("reason")}
        return bool(said - {"source", "kind", "decided_on"}) or "kind" in self.changed_data

    def amounts(self) -> Iterator[tuple[GrantSplit, Any]]:
        """Return each item with the field in which its amount is typed."""
        for split in self.decision.splits.all():
            yield split, self[f"amount_{split.pk}"]

    def content(self) -> Content:
        """Return what is to be entered, or to wait; only of a form without errors."""
        cleaned = self.cleaned_data
        lead = cleaned.get("lead")
        return Content(
            rows=tuple(self._rows()),
            facts={
                name: cleaned[name]
                for name in SET_TOO
                if name in self.changed_data and name in cleaned
            },
            lead=lead,
            lead_from=(cleaned["lead_from"] or cleaned["decided_on"]) if lead else None,
        )

    def _rows(self) -> Iterator[Row]:
        cleaned, earlier = self.cleaned_data, self.decision
        names = ("case_number", "reference", "source", "reason_sv", "reason_en")
        bodies = ("organisation", "partnership", "group_sv", "group_en", "round", "eu_rate")
        said = {name: cleaned[name] for name in names}
        said |= {name: getattr(earlier, name) for name in bodies}
        said["kind"] = CORRECTION if self.is_correction else cleaned["kind"]
        said["decided_on"] = earlier.decided_on if self.is_correction else cleaned["decided_on"]
        splits: list[Split | None] = [
            Split(
                amount=cleaned[field.name],
                **{
                    name: getattr(split, name)
                    for name in ("funder", "group_sv", "group_en", "fund", "programme", "form")
                },
            )
            for split, field in self.amounts()
        ]
        for one in splits or [None]:
            yield Row(split=one, replaces=earlier, **said)


class Amendments:
    """The pages on which a decision of a public project is amended or corrected."""

    def amend_urls(self: Any) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.amend_view)
        wrapped = self.admin_site.admin_view(view)
        return [
            path(
                f"<int:key>/{deed}/<int:decision>/",
                wrapped,
                {"deed": deed},
                name=f"projects_project_{deed}",
            )
            for deed in (AMEND, CORRECT)
        ]

    def amend_view(
        self: Any, request: HttpRequest, key: int, decision: int, deed: str
    ) -> HttpResponse:
        """Show the form of a decision that replaces one in force; a POST enters or proposes it."""
        project = self.get_object(request, str(key))
        if project is not None and not self.has_change_permission(request, project):
            raise PermissionDenied
        earlier = _in_force(project, decision, deed) if project else None
        if earlier is None:
            raise Http404
        kept = sending.kept(request)
        data = request.POST if request.method == "POST" else kept
        form = self._amend_form(request, earlier, deed)(
            data, initial=_initial(earlier) | written_before(request, earlier)
        )
        if request.method == "POST" and form.is_valid():
            answer = self._amend(request, project, form)
            if answer:
                return answer
        return self._show_amendment(request, project, earlier, form, deed, is_kept=bool(kept))

    @transaction.atomic
    def _amend(self: Any, request: HttpRequest, project: Project, form: AmendForm) -> Any:
        """Enter or propose what was typed, once; None where the form says why it is refused."""
        back = reverse("admin:projects_project_change", args=[project.pk])
        sent = sending.claim(request)
        if sent and sent.leads_to:
            return HttpResponseRedirect(sent.leads_to)
        try:
            with transaction.atomic():
                self._enter(request, project, form.content())
        except (ValidationError, *self.refusals) as refused:
            self.note_refusal(request, refused)
            said = refused.messages if isinstance(refused, ValidationError) else [request.refused]  # type: ignore[attr-defined]
            form.add_error(None, said)
            if sent:
                sending.forget(sent)
            return None
        if sent:
            sending.settle_sending(sent, back, project.pk)
        return HttpResponseRedirect(back)

    def _enter(self: Any, request: HttpRequest, project: Project, content: Content) -> None:
        if not approving.needs_second_person(project):
            approving.write(project, content)
            self.log_change(request, project, _("Amended or corrected."))
            messages.success(request, _("Entered in the ledger."))
            return
        approving.try_out(project, content)
        proposal = approving.propose(
            project=project,
            by=request.user,
            rows=content.rows,
            facts=content.facts,
            lead=content.lead,
            lead_from=content.lead_from,
        )
        tell_that_it_waits(request, proposal)

    def _amend_form(
        self: Any, request: HttpRequest, decision: Decision, deed: str
    ) -> type[AmendForm]:
        """Return the form, its fields made like those of the models they end up in."""

        def column(model: Any, name: str, **options: Any) -> Any:
            field = self.formfield_for_dbfield(model._meta.get_field(name), request)
            for option, value in options.items():
                setattr(field, option, value)
            return field

        is_new = deed == AMEND
        fields: dict[str, Any] = {}
        if is_new:
            fields["kind"] = forms.ChoiceField(label=_("kind"), choices=KINDS, initial=KINDS[0][0])
            fields["decided_on"] = column(Decision, "decided_on")
        for name in ("case_number", "reference", "source"):
            fields[name] = column(Decision, name)
        for split in decision.splits.select_related("funder", "fund").order_by("pk"):
            said = {"item": split.payer, "amount": amount_text(split.value)}
            label = _("Amount: %(item)s (now %(amount)s)") % said
            fields[f"amount_{split.pk}"] = AmountField(label=label)
        if is_new:
            for name in SET_TOO:
                fields[name] = column(Project, name, help_text="")
            lead = column(Participation, "organisation", required=False)
            lead.label = _("new lead, if there is one")
            fields |= {"lead": lead, "lead_from": column(Participation, "from_on")}
            fields["lead_from"].label = _("lead from; empty is the day of the decision")
        for name in ("reason_sv", "reason_en"):
            fields[name] = column(Decision, name)
            fields[name].widget.attrs["rows"] = 2
        attrs = {"decision": decision, "is_correction": not is_new}
        return type("Amendment", (AmendForm,), fields | attrs)

    def _show_amendment(
        self: Any,
        request: HttpRequest,
        project: Project,
        earlier: Decision,
        form: AmendForm,
        deed: str,
        *,
        is_kept: bool,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": project,
            "decision": earlier,
            "deed": deed,
            "form": form,
            "media": self.media + form.media,
            "once": request.POST.get(sending.ONCE) or sending.new_key(request.user),
            "is_kept": is_kept,
            "rivals": waiting_about({earlier.pk}),
            "waits": approving.needs_second_person(project),
            "title": _("Amend a decision") if deed == AMEND else _("Correct a decision"),
        }
        return TemplateResponse(request, "admin/projects/project/amend.html", context)


def _in_force(project: Project, key: int, deed: str) -> Decision | None:
    """Return a decision that may be amended or corrected: the last word of a public project."""
    if not project.was_ever_public or key > 2**63 - 1:
        return None
    found = project.decisions.current().select_related("source", "organisation", "partnership")
    if deed == AMEND:
        found = found.filter(kind__in=GIVING)
    return found.filter(pk=key).first()


def _initial(decision: Decision) -> dict[str, Any]:
    project = decision.project
    amounts = {f"amount_{split.pk}": split.value for split in decision.splits.all()}
    facts = {name: getattr(project, name) for name in SET_TOO}
    return amounts | facts | {"case_number": decision.case_number}
