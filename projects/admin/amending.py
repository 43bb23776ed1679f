"""Amend and correct: one decision of a public project, and what it sets, on one page.

To amend records a new decision from its day on; to correct mends what was typed wrongly for
all the days that it stood.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import approving
from projects.admin.again import written_before
from projects.admin.amend_forms import KINDS, SET_TOO, AmendForm, initial_of
from projects.admin.fields import AmountField
from projects.admin.meanwhile import Difference, Merger, Outcome
from projects.admin.opened import Forms, Opened, digest
from projects.admin.together import SEEN
from projects.admin.two_persons import tell_that_it_waits
from projects.models import GIVING, Decision, GrantSplit, Participation, Project
from projects.overtaking import waiting_about
from projects.proposed import Content
from projects.templatetags.figures import amount_text
from spin_registry import sending

AMEND, CORRECT = "amend", "correct"
MEANWHILE = gettext_lazy(
    "Somebody else changed this while you were writing. Nothing of yours is lost or sent yet: "
    "compare, and send again."
)
REPLACED = gettext_lazy(
    "The decision no longer stands: another has replaced it meanwhile. What you wrote stands below."
)


@dataclass(frozen=True)
class Amending:
    """A decision whose page was opened, and the one that has the last word on its matter now.

    `now` is None where that may no longer be replaced.
    """

    opened: Decision
    now: Decision | None
    deed: str

    @property
    def decision(self) -> Decision:
        """The one that the form is about."""
        return self.now or self.opened

    @property
    def address(self) -> str:
        keys = [self.decision.project_id, self.decision.pk]
        return reverse(f"admin:projects_project_{self.deed}", args=keys)


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
        if request.method == "POST":
            with transaction.atomic():
                return self._sent_amendment(request, key, decision, deed)
        page = self._amending(request, key, decision, deed)
        if page.opened != page.now:
            raise Http404
        kept = sending.kept(request)
        form = self._amend_form(request, page, kept)
        if kept is None:
            form.initial |= written_before(request, page.decision)
        seen = self._seen(request, page) if kept is None else kept.get(SEEN, "")
        return self._show_amendment(request, page, form, seen=seen, is_kept=kept is not None)

    def _amending(self: Any, request: HttpRequest, key: int, decision: int, deed: str) -> Amending:
        """Return what is asked for as it is now; what is about to be saved waits for others."""
        project = self.get_object(request, str(key))
        if project is not None and not self.has_change_permission(request, project):
            raise PermissionDenied
        if project is None or not project.was_ever_public or decision > 2**63 - 1:
            raise Http404
        bodies = ("source", "organisation", "partnership")
        opened = get_object_or_404(project.decisions.select_related(*bodies), pk=decision)
        return Amending(opened, _last_word(opened, deed), deed)

    def _sent_amendment(
        self: Any, request: HttpRequest, key: int, decision: int, deed: str
    ) -> HttpResponse:
        """Enter or propose what was typed, once, or show why not."""
        sent = sending.claim(request)
        if sent and sent.leads_to:
            return HttpResponseRedirect(sent.leads_to)
        page = self._amending(request, key, decision, deed)
        typed, meanwhile = self._meanwhile(request, page)
        form = self._amend_form(request, page, typed)
        if meanwhile is not None:
            form.add_error(None, str(MEANWHILE if page.now else REPLACED))
        elif form.is_valid() and self._amend(request, page.decision.project, form):
            back = reverse("admin:projects_project_change", args=[key])
            if sent:
                sending.settle_sending(sent, back, key)
            return HttpResponseRedirect(back)
        if sent:
            sending.forget(sent)
        seen = typed.get(SEEN, "")
        return self._show_amendment(request, page, form, seen=seen, meanwhile=meanwhile)

    def _seen(self, request: HttpRequest, page: Amending) -> str:
        """Return what the form holds when it is opened now."""
        shown = Forms(self._amend_form(request, page))
        return str(Opened.of(shown, get_language() or "sv", str(page.decision.pk)))

    def _meanwhile(
        self, request: HttpRequest, page: Amending
    ) -> tuple[QueryDict, list[Difference] | None]:
        """Return what was typed, and what somebody else changed since; None where nobody did.

        What only they changed is taken into what was typed.
        """
        opened = Opened.read(request.POST.get(SEEN, ""))
        with override(opened.language):
            if page.now and self._seen(request, page) == str(opened):
                return request.POST, None
            merger = Merger(opened, request.POST.copy())
            follow(page, merger)
            typed = Forms(self._amend_form(request, page, merger.sent))
            merger.merge(Forms(self._amend_form(request, page)), typed)
        merger.sent[SEEN] = self._seen(request, page)
        return merger.sent, merger.differences

    def _amend(self: Any, request: HttpRequest, project: Project, form: AmendForm) -> bool:
        """Enter or propose what was typed; False where the form says why it is refused."""
        try:
            with transaction.atomic():
                self._enter(request, project, form.content())
        except (ValidationError, *self.refusals) as refused:
            self.note_refusal(request, refused)
            said = refused.messages if isinstance(refused, ValidationError) else [request.refused]  # type: ignore[attr-defined]
            form.add_error(None, said)
            return False
        return True

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
        self: Any, request: HttpRequest, page: Amending, typed: Any = None
    ) -> AmendForm:
        """Return the form, its fields made like those of the models they end up in."""
        decision, is_new = page.decision, page.deed == AMEND

        def column(model: Any, name: str, **options: Any) -> Any:
            field = self.formfield_for_dbfield(model._meta.get_field(name), request)
            for option, value in options.items():
                setattr(field, option, value)
            return field

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
        kind = type("Amendment", (AmendForm,), fields | attrs)
        return kind(typed, initial=initial_of(decision))

    def _show_amendment(
        self: Any,
        request: HttpRequest,
        page: Amending,
        form: AmendForm,
        *,
        seen: str,
        meanwhile: list[Difference] | None = None,
        is_kept: bool = False,
    ) -> HttpResponse:
        project = page.decision.project
        is_new = page.deed == AMEND
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": project,
            "decision": page.decision,
            "deed": page.deed,
            "form": form,
            "media": self.media + form.media,
            "once": request.POST.get(sending.ONCE) or sending.new_key(request.user),
            "seen": seen,
            "meanwhile": meanwhile,
            "is_kept": is_kept,
            "rivals": waiting_about({page.decision.pk}),
            "waits": approving.needs_second_person(project),
            "title": _("Amend a decision") if is_new else _("Correct a decision"),
            "action": page.address,
        }
        status = 200 if meanwhile is None else 409
        template = "admin/projects/project/amend.html"
        return TemplateResponse(request, template, context, status=status)


def _last_word(decision: Decision, deed: str) -> Decision | None:
    """Return what a decision has become: the last word on its matter, if that may be replaced."""
    found = decision.project.decisions.current().filter(matter=decision.matter)
    if deed == AMEND:
        found = found.filter(kind__in=GIVING)
    return found.select_related("source", "organisation", "partnership").first()


def follow(page: Amending, merger: Merger) -> None:
    """Let an amount typed for an item of the decision that was opened be of that item as it is now.

    What was typed of one that is no longer granted is shown, and has no field.
    """
    if page.decision == page.opened:
        return
    now = {_item(split): split.pk for split in page.decision.splits.all()}
    for split in page.opened.splits.select_related("funder", "fund"):
        was = f"amount_{split.pk}"
        texts, held = merger.sent.pop(was, []), merger.opened.digests.pop(was, "")
        if _item(split) in now:
            name = f"amount_{now[_item(split)]}"
            merger.sent.setlist(name, texts)
            merger.opened.digests[name] = held
        elif digest(texts) != held:
            label = _("Amount: %(item)s") % {"item": split.payer}
            gone = Difference(label, _("taken away"), ", ".join(texts), Outcome.GONE)
            merger.differences.append(gone)


def _item(split: GrantSplit) -> tuple[Any, ...]:
    return split.funder_id, split.group_sv, split.fund_id, split.form
