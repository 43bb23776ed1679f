"""What may be wrong: a list of it, and the page where somebody says why it is right."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from projects.accepting import accept, withdraw_acceptance
from projects.admin.base import no_controls
from projects.admin.ledger import ReadOnlyAdmin
from projects.models import AcceptedWarning, Organisation, PlausibilityWarning, Project
from projects.warning_words import sentence

ACCEPT = "projects.add_acceptedwarning"
WITHDRAW = "projects.delete_acceptedwarning"


@dataclass(frozen=True)
class Said:
    """A warning in words, and who has accepted it if anybody has."""

    warning: PlausibilityWarning
    words: str
    accepted: AcceptedWarning | None


def warnings_about(row: Any) -> list[Said]:
    """Return the warnings of a project or an organisation, those that are accepted last."""
    if not isinstance(row, (Project, Organisation)) or row.pk is None:
        return []
    accepted = {
        (one.rule, one.fingerprint): one for one in row.accepted_warnings.select_related("by")
    }
    said = [
        Said(one, sentence(one), accepted.get((one.rule, one.fingerprint)))
        for one in row.warnings.order_by("pk")
    ]
    return sorted(said, key=lambda one: one.accepted is not None)


def tell_warnings(request: HttpRequest, row: Any) -> None:
    """Tell whoever saved a row what may be wrong with it; what is accepted is not told again."""
    for one in warnings_about(row):
        if one.accepted is None:
            messages.warning(request, one.words)


class ReasonForm(forms.Form):
    """Why something doubtful is right as it stands."""

    reason = forms.CharField(
        label=gettext_lazy("reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        validators=[no_controls],
        help_text=gettext_lazy(
            "For example: the decision says so, page 3. Only the back office reads it."
        ),
    )


class AcceptanceFilter(admin.SimpleListFilter):
    """Those that nobody has accepted, unless the accepted ones are asked for."""

    title = gettext_lazy("acceptance")
    parameter_name = "accepted"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("accepted"))]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        yield first | {"display": _("open")}
        yield from rest

    def queryset(self, request: Any, queryset: Any) -> QuerySet:
        return queryset.accepted() if self.value() == "1" else queryset.open()


@admin.register(PlausibilityWarning)
class WarningAdmin(ReadOnlyAdmin):
    list_display = ["about_what", "rule", "words", "found_at"]
    list_display_links = None
    list_select_related = ["project", "organisation"]
    list_filter = [AcceptanceFilter, "rule"]
    search_fields = ["project__title_sv", "project__acronym", "organisation__name"]
    ordering = ["-pk"]
    fieldsets = [(None, {"fields": ["about_what", "rule", "words", "found_at"]})]
    readonly_fields = ["about_what", "words"]

    @admin.display(description=gettext_lazy("about"))
    def about_what(self, warning: PlausibilityWarning) -> SafeString:
        return format_html('<a href="{}">{}</a>', page_of(warning), str(warning.about))

    @admin.display(description=gettext_lazy("warning"))
    def words(self, warning: PlausibilityWarning) -> str:
        return sentence(warning)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        accepting = wrap(require_http_methods(["GET", "HEAD", "POST"])(self.accept_view))
        withdrawing = wrap(require_POST(self.withdraw_view))
        name = "projects_plausibilitywarning"
        return [
            path("<int:key>/accept/", accepting, name=f"{name}_accept"),
            path("<int:key>/withdraw/", withdrawing, name=f"{name}_withdraw"),
            *super().get_urls(),
        ]

    def accept_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Ask why a warning is right as it stands, and silence it."""
        warning = _open(request, key, ACCEPT)
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            accept(warning, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Accepted."))
            return HttpResponseRedirect(page_of(warning))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Accept a warning"),
            "form": form,
            "warning": warning,
            "words": sentence(warning),
            "back": page_of(warning),
        }
        return TemplateResponse(request, "admin/accept.html", context)

    def withdraw_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Let a warning that was accepted speak again."""
        warning = _open(request, key, WITHDRAW)
        if withdraw_acceptance(warning):
            messages.success(request, _("The warning is open again."))
        return HttpResponseRedirect(page_of(warning))


def page_of(warning: PlausibilityWarning) -> str:
    """Return the address of the form of what a warning is about."""
    name = "project" if warning.project_id else "organisation"
    key = warning.project_id or warning.organisation_id
    return reverse(f"admin:projects_{name}_change", args=[key])


def _open(request: HttpRequest, key: int, right: str) -> PlausibilityWarning:
    if not request.user.has_perm(right):
        raise PermissionDenied
    rows = PlausibilityWarning.objects.select_related("project", "organisation")
    return get_object_or_404(rows, pk=key)
