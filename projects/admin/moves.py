"""The way to the public and back, of projects and articles: POST alone changes anything."""

import datetime
from collections.abc import Callable
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from projects.admin.base import no_controls
from projects.clock import Hour, hour_of, moment_of
from projects.models.base import Publishable
from projects.rules import FIRST_DAY, LAST_DAY
from projects.templatetags.figures import moment_text

PUBLISHED = gettext_lazy("Published.")
IN_REVIEW = gettext_lazy("Sent to review.")
BACK_TO_DRAFT = gettext_lazy("A draft again.")
WITHDRAWN = gettext_lazy("Withdrawn from the public.")
MOMENT_FORMATS = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M", "%Y-%m-%dT%H:%M"]
TAKEN = {
    Hour.TWICE: gettext_lazy("The clocks show that time twice that night: the first is taken."),
    Hour.NEVER: gettext_lazy("The clocks skip that time that night: 03:00 is taken."),
}
"""What to say of a time on a night when the clocks change."""


class Publishing(Protocol):
    """The module that takes the steps for one model; each raises ValidationError."""

    publish: Callable[..., None]
    withdraw: Callable[..., None]
    send_to_review: Callable[..., None]
    return_to_draft: Callable[..., None]


class ReasonForm(forms.Form):
    """Why something is withdrawn; the public reads it."""

    reason_sv = forms.CharField(
        label=gettext_lazy("reason in Swedish"),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[no_controls],
        help_text=gettext_lazy("The public reads it at the address that is withdrawn."),
    )
    reason_en = forms.CharField(
        label=gettext_lazy("reason in English"),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[no_controls],
        required=False,
    )


class WallField(forms.CharField):
    """A day and a time as a clock in Sweden shows them; `clean` returns them without zone."""

    def clean(self, value: Any) -> datetime.datetime:
        text = super().clean(value)
        wall = next(filter(None, (_read(text, each) for each in MOMENT_FORMATS)), None)
        if wall is None:
            raise ValidationError(_("Write a day and a time, such as 2027-01-15 08:00."))
        if not FIRST_DAY <= wall.date() <= LAST_DAY:
            raise ValidationError(_("Times must lie between 1990 and 2100."))
        return wall


def _read(text: str, written: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(text, written)  # noqa: DTZ007 - a clock has no zone
    except ValueError:
        return None


class MomentForm(forms.Form):
    """When something becomes public by itself."""

    at = WallField(
        label=gettext_lazy("public from"),
        help_text=gettext_lazy("For example 2027-01-15 08:00, Swedish time."),
    )

    taken: Promise | str = ""

    def clean_at(self) -> datetime.datetime:
        """Return the moment in UTC."""
        wall = self.cleaned_data["at"]
        self.taken = TAKEN.get(hour_of(wall), "")
        moment = moment_of(wall)
        if moment <= timezone.now():
            raise ValidationError(_("Choose a time to come."))
        return moment

    def said(self) -> str:
        """Return when it becomes public, and which time was taken where that is a question."""
        moment = moment_text(self.cleaned_data["at"])
        said = _("Scheduled: becomes public %(moment)s.") % {"moment": moment}
        return f"{said} {self.taken}".strip()


class Moves:
    """The steps of publication, for the admin of a model that has them."""

    publishing: Publishing

    def step_urls(self: Any) -> list[URLPattern]:
        """Return the addresses of the steps."""
        wrap = self.admin_site.admin_view
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        steps = [
            ("publish", require_POST(self.publish_view)),
            ("review", require_POST(self.review_view)),
            ("draft", require_POST(self.draft_view)),
            ("withdraw", require_http_methods(["GET", "HEAD", "POST"])(self.withdraw_view)),
            ("schedule", require_http_methods(["GET", "HEAD", "POST"])(self.schedule_view)),
        ]
        return [
            path(f"<int:key>/{step}/", wrap(view), name=f"{prefix}_{step}") for step, view in steps
        ]

    def may_publish(self: Any, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def publish_deed(self, request: HttpRequest) -> Callable[..., None]:
        """Return what publishes a row; it may depend on who asks."""
        return self.publishing.publish

    def review_deed(self, request: HttpRequest) -> Callable[..., None]:
        return self.publishing.send_to_review

    def draft_deed(self, request: HttpRequest) -> Callable[..., None]:
        return self.publishing.return_to_draft

    def beside_step(self, row: Any, step: str) -> dict[str, Any]:
        """Return what else the page of a step shows."""
        return {}

    def publish_view(self, request: HttpRequest, key: int) -> HttpResponse:
        row = self._row(request, key, allowed=self.may_publish(request))
        return self._moved(request, row, self.publish_deed(request), PUBLISHED)

    def review_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        row = self._row(request, key, allowed=self.has_change_permission(request))
        return self._moved(request, row, self.review_deed(request), IN_REVIEW)

    def draft_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        allowed = self.has_change_permission(request) or self.may_publish(request)
        row = self._row(request, key, allowed=allowed)
        return self._moved(request, row, self.draft_deed(request), BACK_TO_DRAFT)

    def withdraw_view(self, request: HttpRequest, key: int) -> HttpResponse:
        row = self._row(request, key, allowed=self.may_publish(request))
        form = ReasonForm(request.POST or None)
        if form.is_valid():

            def deed(one: Publishable) -> None:
                self.publishing.withdraw(one, **form.cleaned_data)

            return self._moved(request, row, deed, WITHDRAWN)
        return self._ask(request, row, form, "withdraw")

    def schedule_view(self, request: HttpRequest, key: int) -> HttpResponse:
        row = self._row(request, key, allowed=self.may_publish(request))
        form = MomentForm(request.POST or None)
        if form.is_valid():

            def deed(one: Publishable) -> None:
                self.publish_deed(request)(one, at=form.cleaned_data["at"])

            return self._moved(request, row, deed, form.said())
        return self._ask(request, row, form, "schedule")

    def move(
        self: Any, request: HttpRequest, row: Publishable, deed: Callable, said: Promise | str
    ) -> bool:
        """Take one step and tell the person how it went; False where it could not be taken."""
        try:
            deed(row)
        except ValidationError as refused:
            for message in refused.messages:
                messages.error(request, message)
            return False
        self.log_change(request, row, str(said))
        messages.success(request, str(said))
        return True

    def move_asked_for(self: Any, request: HttpRequest, row: Publishable) -> HttpResponse | None:
        """Take the step that a button of the form asked for, once everything typed is saved."""
        if "_review" in request.POST:
            return self._moved(request, row, self.review_deed(request), IN_REVIEW)
        if "_publish" in request.POST and self.may_publish(request):
            return self._moved(request, row, self.publish_deed(request), PUBLISHED)
        return None

    def response_add(self: Any, request: HttpRequest, obj: Publishable, *rest: Any) -> HttpResponse:
        asked = self.move_asked_for(request, obj)
        return asked or super().response_add(request, obj, *rest)  # type: ignore[misc]

    def response_change(self: Any, request: HttpRequest, obj: Publishable) -> HttpResponse:
        asked = self.move_asked_for(request, obj)
        return asked or super().response_change(request, obj)  # type: ignore[misc]

    def has_delete_permission(
        self: Any, request: HttpRequest, obj: Publishable | None = None
    ) -> bool:
        """Let nobody delete what the public has seen."""
        kept = obj is not None and obj.was_ever_public
        return not kept and super().has_delete_permission(request, obj)  # type: ignore[misc]

    def _moved(self: Any, request: HttpRequest, row: Publishable, *deed: Any) -> HttpResponse:
        self.move(request, row, *deed)
        change = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(change, args=[row.pk]))

    def _row(self: Any, request: HttpRequest, key: int, *, allowed: bool) -> Publishable:
        if not allowed:
            raise PermissionDenied
        row = self.get_object(request, str(key))
        if row is None:
            raise Http404
        return row

    def _ask(
        self: Any, request: HttpRequest, row: Publishable, form: forms.Form, step: str
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "form": form,
            "step": step,
            "title": _("Withdraw") if step == "withdraw" else _("Schedule"),
            **self.beside_step(row, step),
        }
        return TemplateResponse(request, "admin/step.html", context)
