"""Names that are to go: one person asks, another reads where the name stands, and approves."""

import unicodedata
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects import approving
from projects.admin.base import RegistryAdmin
from projects.models import Organisation, Redaction, RedactionState
from projects.redacting import answering, job, rows
from projects.redacting.names import Name
from projects.releases.folders import releases
from spin_registry.patience import patience


class RedactionForm(forms.ModelForm):
    """What is asked for."""

    class Meta:
        model = Redaction
        fields = ["name", "ground", "case_number"]

    def clean_name(self) -> str:
        """Return the name in one writing: its letters whole, one space between words.

        A sole trader has no number here, so what has one is no person.
        """
        name = " ".join(unicodedata.normalize("NFC", self.cleaned_data["name"]).split())
        if max(map(len, Name(name, 0).parts), default=0) < 2:
            raise ValidationError(_("Initials alone are of many people."))
        if Organisation.objects.filter(name__iexact=name, number__isnull=False).exists():
            raise ValidationError(_("That is the name of a legal person, and no personal data."))
        return name


@admin.register(Redaction)
class RedactionAdmin(RegistryAdmin):
    """The list of what was asked for; nothing of it is changed but by its answer."""

    form = RedactionForm
    change_form_template = "admin/projects/redaction/change_form.html"
    list_display = ["__str__", "ground", "case_number", "made_at", "by", "state", "done_at"]
    list_filter = ["state", "ground"]
    list_select_related = ["by"]
    search_fields = ["case_number"]
    ordering = ["-pk"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.answer_view))
        answer = path("<int:key>/answer/", view, name="projects_redaction_answer")
        return [answer, *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Redaction, form: Any, change: bool) -> None:
        obj.by = request.user
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Redaction, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.success(request, _("Somebody else has to approve it: until then nothing changes."))
        return HttpResponseRedirect(_page(obj))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if redaction := kwargs.get("obj"):
            context |= told(request, redaction)
        return super().render_change_form(request, context, *args, **kwargs)

    def answer_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Approve, decline, or go on with what was interrupted."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        redaction = get_object_or_404(Redaction, pk=key)
        answers = {
            "approve": (answering.approve, _("It is being carried out.")),
            "decline": (answering.decline, _("The name stays, and this has forgotten it.")),
            "go_on": (answering.go_on, _("It is being carried out.")),
        }
        chosen = next((one for name, one in answers.items() if name in request.POST), None)
        if chosen is None:
            raise SuspiciousOperation("no answer")
        deed, said = chosen
        try:
            deed(redaction, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            self.log_change(request, redaction, said)
            messages.success(request, said)
        return HttpResponseRedirect(_page(redaction))


def _page(redaction: Redaction) -> str:
    return reverse("admin:projects_redaction_change", args=[redaction.pk])


def told(request: HttpRequest, redaction: Redaction) -> dict[str, Any]:
    """Return what the page of a redaction shows beside its columns."""
    is_waiting = redaction.state == RedactionState.WAITING
    may_approve = is_waiting and request.user.has_perm(approving.MAY_APPROVE)
    is_own = redaction.by_id == request.user.pk
    return {
        "title": str(redaction),
        "subtitle": None,
        "redaction": redaction,
        "found": _found(redaction) if is_waiting else None,
        "release_count": len(releases()) if is_waiting else 0,
        "is_waiting": is_waiting,
        "is_own": is_own,
        "may_approve": may_approve and not is_own,
        "may_decline": is_waiting and (may_approve or is_own),
        "is_left": redaction.state == RedactionState.APPROVED,
    }


def _found(redaction: Redaction) -> list[rows.Found] | None:
    """Return where the name stands in the database; None where it takes too long to look."""
    try:
        with patience():
            return rows.found(job.name_of(redaction))
    except OperationalError:
        return None
