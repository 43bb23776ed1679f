"""A project's way to the public and back: one address for each step, POST alone changes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from projects import publishing
from projects.admin.base import no_controls
from projects.models import Project
from projects.rules import LAST_MOMENT

PUBLISHED = gettext_lazy("The project is published.")
IN_REVIEW = gettext_lazy("The project is sent to review.")
BACK_TO_DRAFT = gettext_lazy("The project is a draft again.")


class ReasonForm(forms.Form):
    """Why a project is withdrawn; the public reads it."""

    reason_sv = forms.CharField(
        label=gettext_lazy("reason in Swedish"),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[no_controls],
        help_text=gettext_lazy("The public reads it at the project's address."),
    )
    reason_en = forms.CharField(
        label=gettext_lazy("reason in English"),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[no_controls],
        required=False,
    )


class MomentForm(forms.Form):
    """When a project becomes public by itself."""

    at = forms.DateTimeField(
        label=gettext_lazy("public from"),
        help_text=gettext_lazy("For example 2027-01-15 08:00, Swedish time."),
        validators=[MaxValueValidator(LAST_MOMENT, gettext_lazy("Dates must lie before 2101."))],
    )

    def clean_at(self) -> Any:
        if self.cleaned_data["at"] <= timezone.now():
            raise ValidationError(_("Choose a time to come."))
        return self.cleaned_data["at"]


class Moves:
    """The steps of publication, for the admin of a model that has them."""

    def step_urls(self: Any) -> list[URLPattern]:
        """Return the addresses of the steps."""
        wrap = self.admin_site.admin_view
        steps = [
            ("publish", require_POST(self.publish_view)),
            ("review", require_POST(self.review_view)),
            ("draft", require_POST(self.draft_view)),
            ("withdraw", require_http_methods(["GET", "HEAD", "POST"])(self.withdraw_view)),
            ("schedule", require_http_methods(["GET", "HEAD", "POST"])(self.schedule_view)),
        ]
        return [
            path(f"<int:key>/{step}/", wrap(view), name=f"projects_project_{step}")
            for step, view in steps
        ]

    def may_publish(self, request: HttpRequest) -> bool:
        return request.user.has_perm("projects.publish_project")

    def publish_view(self, request: HttpRequest, key: int) -> HttpResponse:
        project = self._project(request, key, allowed=self.may_publish(request))
        return self._moved(request, project, publishing.publish, PUBLISHED)

    def review_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        project = self._project(request, key, allowed=self.has_change_permission(request))
        return self._moved(request, project, publishing.send_to_review, IN_REVIEW)

    def draft_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        allowed = self.has_change_permission(request) or self.may_publish(request)
        project = self._project(request, key, allowed=allowed)
        return self._moved(request, project, publishing.return_to_draft, BACK_TO_DRAFT)

    def withdraw_view(self, request: HttpRequest, key: int) -> HttpResponse:
        project = self._project(request, key, allowed=self.may_publish(request))
        form = ReasonForm(request.POST or None)
        if project.is_published and form.is_valid():

            def deed(one: Project) -> None:
                publishing.withdraw(one, **form.cleaned_data)

            return self._moved(request, project, deed, gettext_lazy("The project is withdrawn."))
        return self._ask(request, project, form, "withdraw")

    def schedule_view(self, request: HttpRequest, key: int) -> HttpResponse:
        project = self._project(request, key, allowed=self.may_publish(request))
        form = MomentForm(request.POST or None)
        if form.is_valid():

            def deed(one: Project) -> None:
                publishing.publish(one, at=form.cleaned_data["at"])

            return self._moved(request, project, deed, gettext_lazy("The project is scheduled."))
        return self._ask(request, project, form, "schedule")

    def move(
        self: Any, request: HttpRequest, project: Project, deed: Callable, said: Promise
    ) -> bool:
        """Take one step and tell the person how it went; False where it could not be taken."""
        try:
            deed(project)
        except ValidationError as refused:
            for message in refused.messages:
                messages.error(request, message)
            return False
        self.log_change(request, project, str(said))
        messages.success(request, str(said))
        return True

    def _moved(self, request: HttpRequest, project: Project, *deed: Any) -> HttpResponse:
        self.move(request, project, *deed)
        return HttpResponseRedirect(reverse("admin:projects_project_change", args=[project.pk]))

    def _project(self: Any, request: HttpRequest, key: int, *, allowed: bool) -> Project:
        if not allowed:
            raise PermissionDenied
        project = self.get_object(request, str(key))
        if project is None:
            raise Http404
        return project

    def _ask(
        self: Any, request: HttpRequest, project: Project, form: forms.Form, step: str
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": project,
            "form": form,
            "step": step,
            "title": _("Withdraw") if step == "withdraw" else _("Schedule"),
        }
        return TemplateResponse(request, "admin/projects/project/step.html", context)
