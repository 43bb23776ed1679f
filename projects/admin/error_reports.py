"""Errors that readers report: read, answered, shown, and erased."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_POST

from projects.admin.base import RegistryAdmin
from projects.admin.ledger import linked
from projects.models import ErrorReport
from projects.models.error_reports import SUBJECTS


class AboutFilter(admin.SimpleListFilter):
    """What the reports are about."""

    title = gettext_lazy("about")
    parameter_name = "about"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        names = [ErrorReport._meta.get_field(name).verbose_name for name in SUBJECTS]  # type: ignore[union-attr]
        return list(zip(SUBJECTS, names, strict=True))

    def queryset(self, request: Any, queryset: Any) -> QuerySet:
        chosen = self.value()
        return queryset.filter(**{f"{chosen}__isnull": False}) if chosen in SUBJECTS else queryset


@admin.register(ErrorReport)
class ErrorReportAdmin(RegistryAdmin):
    """The cases; nobody enters one here, and none is deleted."""

    change_form_template = "admin/projects/errorreport/change_form.html"
    list_display = ["case_number", "about", "state", "reported_at", "is_public", "by"]
    list_select_related = ["project", "round", "article", "by"]
    list_filter = ["state", AboutFilter, "is_public"]
    search_fields = ["wrong", "matter_sv", "answer_sv", "project__title_sv", "project__acronym"]
    ordering = ["-pk"]
    readonly_fields = [
        *("its_subject", "reported_at", "language", "wrong", "right", "source"),
        *("reply_to", "erased_at", "closed_at", "by"),
    ]
    fieldsets = [
        (
            gettext_lazy("As it was reported"),
            {"fields": ["its_subject", "reported_at", "wrong", "right", "source", "reply_to"]},
        ),
        (None, {"fields": ["state", ("closed_at", "by", "erased_at")]}),
        (gettext_lazy("Answer"), {"fields": ["answer_sv", "answer_en"]}),
        (gettext_lazy("For the public"), {"fields": ["is_public", "matter_sv", "matter_en"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        return super().get_queryset(request).select_related(*SUBJECTS, "by")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.erase_view))
        erase = path("<int:key>/erase/", view, name="projects_errorreport_erase")
        return [erase, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("case number"), ordering="pk")
    def case_number(self, report: ErrorReport) -> str:
        return report.case_number

    @admin.display(description=gettext_lazy("about"))
    def about(self, report: ErrorReport) -> str:
        return str(report.subject)

    @admin.display(description=gettext_lazy("about"))
    def its_subject(self, report: ErrorReport) -> SafeString | str:
        return linked(report.subject)

    @admin.display(description=gettext_lazy("e-mail for the answer"))
    def reply_to(self, report: ErrorReport) -> SafeString | str:
        """Return the address as a link that begins the answer in one's own mail."""
        if not report.email:
            return "–"
        with override(report.language):
            subject = _("Your report %(number)s") % {"number": report.case_number}
            text = report.said("answer")
        mailbox = quote(report.email, safe="@")
        href = f"mailto:{mailbox}?subject={quote(subject)}&body={quote(text)}"
        return format_html('<a href="{}">{}</a>', href, report.email)

    def save_model(self, request: Any, obj: ErrorReport, form: Any, change: bool) -> None:
        obj.close_or_open(request.user)
        super().save_model(request, obj, form, change)

    def erase_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Remove what a reporter typed, at once and for ever."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        report = get_object_or_404(ErrorReport, pk=key)
        if ErrorReport.objects.filter(pk=key, erased_at__isnull=True).erase():
            self.log_change(request, report, _("What was reported is erased."))
        messages.success(request, _("What was reported is erased."))
        return HttpResponseRedirect(reverse("admin:projects_errorreport_change", args=[key]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        days = settings.REPORT_KEPT_DAYS
        context["erased_after"] = ngettext(
            "By itself it is erased %(days)s day after the case is closed.",
            "By itself it is erased %(days)s days after the case is closed.",
            days,
        ) % {"days": days}
        return super().render_change_form(request, context, *args, **kwargs)
