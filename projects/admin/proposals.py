"""What waits for a second person: read as a difference, approved, or returned with a comment."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    SuspiciousOperation,
    ValidationError,
)
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects import approving, overtaking
from projects.admin.again import again_path
from projects.admin.base import RegistryAdmin, no_controls
from projects.differences import Difference, as_read, differences
from projects.models import Proposal, ProposalState

APPROVE, RETURN, TAKE_BACK = "approve", "return", "take_back"


class AnswerForm(forms.Form):
    """What somebody answers to a proposal."""

    comment = forms.CharField(
        label=gettext_lazy("comment"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        validators=[no_controls],
        help_text=gettext_lazy("Needed where it is returned: what has to be put right."),
    )
    self_reason_sv = forms.CharField(
        label=gettext_lazy("why nobody else approved it, in Swedish"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        validators=[no_controls],
        help_text=gettext_lazy("The public reads it on the project's page."),
    )
    self_reason_en = forms.CharField(
        label=gettext_lazy("why nobody else approved it, in English"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        validators=[no_controls],
    )


@admin.register(Proposal)
class ProposalAdmin(RegistryAdmin):
    """The list of what waits, and of what was answered; nothing is typed into it."""

    change_form_template = "admin/projects/proposal/change_form.html"
    list_display = ["__str__", "kind", "by", "made_at", "state"]
    list_filter = ["state", "kind"]
    list_select_related = ["project", "by"]
    search_fields = ["project__title_sv", "project__acronym", "project__reference"]
    ordering = ["-pk"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.answer_view))
        answer = path("<int:key>/answer/", view, name="projects_proposal_answer")
        choose = self.admin_site.admin_view(require_POST(self.alone_view))
        alone = path("alone/", choose, name="projects_proposal_alone")
        return [answer, alone, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any | None = None,
    ) -> HttpResponse:
        if obj is not None:
            context |= self.told(request, obj, AnswerForm())
        return super().render_change_form(request, context, add, change, form_url, obj)

    def told(self, request: HttpRequest, proposal: Proposal, form: forms.Form) -> dict[str, Any]:
        """Return what the page of a proposal shows."""
        is_own = approving.is_own(proposal, request.user)
        may_approve = request.user.has_perm(approving.MAY_APPROVE)
        alone = is_own and approving.may_approve_alone(request.user)
        late = overtaking.overtaken(proposal)
        keys = overtaking.replaced_keys(proposal.content) if proposal.is_waiting else set()
        return {
            "title": str(proposal),
            "subtitle": None,
            "proposal": proposal,
            "project": proposal.project,
            "changes": changes(proposal),
            "seen_changes": as_read(proposal) if proposal.is_waiting else "",
            "answer_form": form,
            "may_return": proposal.is_waiting and may_approve,
            "may_approve": proposal.is_waiting
            and may_approve
            and (alone or not is_own)
            and not late,
            "late": [(one, overtaking.overtaker(proposal, one)) for one in late],
            "rivals": overtaking.waiting_about(keys).exclude(pk=proposal.pk),
            "again": again_path(proposal) if is_own else "",
            "gives_reason": alone,
            "is_own": is_own,
            "may_take_back": proposal.is_waiting and proposal.by_id == request.user.pk,
        }

    def alone_view(self, request: HttpRequest) -> HttpResponse:
        """Remember how the only person who may approve wants it."""
        if not request.user.has_perm(approving.MAY_APPROVE):
            raise PermissionDenied
        if request.POST.get("alone") not in {"yes", "no"}:
            raise SuspiciousOperation("neither yes nor no")
        if approving.must_choose(request.user):
            approving.choose_alone(by=request.user, is_on=request.POST["alone"] == "yes")
            messages.success(request, _("Your choice is kept."))
        else:
            messages.warning(request, _("You have chosen already, or others may approve too."))
        return HttpResponseRedirect(reverse("admin:index"))

    def answer_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Answer a proposal: approve it as it was read, return it, or take it back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        proposal = Proposal.objects.select_related("project", "by").filter(pk=key).first()
        if proposal is None:
            raise Http404
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self._again(request, proposal, form, 200)
        try:
            said = _answered(request, proposal, form.cleaned_data)
        except approving.ChangedSinceReadError as changed:
            form.add_error(None, str(changed))
            return self._again(request, proposal, form, 409)
        except ValidationError as refused:
            form.add_error(None, refused) if not hasattr(refused, "error_dict") else [
                form.add_error(name, errors) for name, errors in refused.error_dict.items()
            ]
            return self._again(request, proposal, form, 200)
        if APPROVE in request.POST:
            self._tell_history(request, proposal)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:projects_proposal_changelist"))

    def _tell_history(self, request: HttpRequest, proposal: Proposal) -> None:
        """Let the history of the project say what was approved, and whose proposal it was."""
        said = {"kind": proposal.get_kind_display(), "who": proposal.by.get_username()}
        words = _("Approved: %(kind)s, proposed by %(who)s.") % said
        self.log_change(request, proposal.project, words)

    def _again(
        self, request: HttpRequest, proposal: Proposal, form: AnswerForm, status: int
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": proposal,
            **self.told(request, proposal, form),
        }
        return TemplateResponse(
            request, "admin/projects/proposal/answer.html", context, status=status
        )


def _answered(request: HttpRequest, proposal: Proposal, said: dict[str, Any]) -> str:
    if APPROVE in request.POST:
        reasons = {name: said[name] for name in ("self_reason_sv", "self_reason_en")}
        seen = request.POST.get("seen_changes", "")
        approving.approve(proposal, by=request.user, seen=seen, **reasons)
        return _("Approved.")
    if TAKE_BACK in request.POST:
        approving.take_back(proposal, by=request.user)
        return _("Taken back.")
    approving.send_back(proposal, by=request.user, comment=said["comment"])
    return _("Returned.")


def changes(proposal: Proposal) -> list[Difference]:
    """Return what a proposal changes, or what it changed when it was approved."""
    if proposal.state == ProposalState.APPROVED:
        told = proposal.outcome.get(get_language() or "sv", [])
        return [Difference(*one) for one in told]
    try:
        return differences(proposal)
    except ObjectDoesNotExist:
        return [Difference(_("Something that it names has been taken away since."), "", "")]
