"""The ledger as lists to look things up in; it is written by the form of a project."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from projects.admin.base import RegistryAdmin
from projects.models import Decision, GrantSplit, Quantity, StatedFigure
from projects.templatetags.figures import amount_text, number


class ReadOnlyAdmin(RegistryAdmin):
    """A list and a page to read; nobody adds, changes or deletes here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def linked(row: Model | None) -> SafeString | str:
    """Return the name of a row as a link to its form."""
    if row is None:
        return "–"
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[row.pk]), str(row))


class SplitInline(admin.StackedInline):
    model = GrantSplit
    fields = (("payer", "amount_words", "fund"), ("programme", "form"))
    readonly_fields = ("payer", "fund", "programme", "form", "amount_words")
    can_delete = False
    max_num = 0

    @admin.display(description=_("funder"))
    def payer(self, split: GrantSplit) -> str:
        return str(split.payer)

    @admin.display(description=_("amount"))
    def amount_words(self, split: GrantSplit) -> str:
        return amount_text(split.value)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["about", "kind", "body", "decided_on", "case_number", "entry"]
    list_select_related = ["project", "organisation", "partnership"]
    list_filter = ["kind", "entry"]
    search_fields = ["project__title_sv", "project__acronym", "case_number", "reference"]
    ordering = ["-in_force_from", "-pk"]
    inlines = [SplitInline]
    fieldsets = [
        (None, {"fields": ["its_project", "kind", "body", "round", "decided_on", "in_force_from"]}),
        (None, {"fields": ["case_number", "reference", "eu_rate", "source"]}),
        (None, {"fields": ["supersedes", "entry", "reason_sv", "reason_en", "recorded_at"]}),
    ]

    @admin.display(description=_("project"), ordering="project__sort_key")
    def about(self, decision: Decision) -> str:
        return str(decision.project)

    @admin.display(description=_("project"))
    def its_project(self, decision: Decision) -> SafeString | str:
        return linked(decision.project)

    @admin.display(description=_("decided by"))
    def body(self, decision: Decision) -> str:
        return str(decision.body)


@admin.register(StatedFigure)
class StatedFigureAdmin(ReadOnlyAdmin):
    list_display = ["about", "amount_words", "basis", "stated_on", "source"]
    list_select_related = ["project", "round", "source"]
    list_filter = ["basis", "quantity"]
    search_fields = ["words", "project__title_sv", "project__acronym", "round__name_sv"]
    ordering = ["-stated_on", "-pk"]
    fieldsets = [
        (None, {"fields": ["its_subject", "quantity", "amount_words", "basis", "words"]}),
        (None, {"fields": ["funder", "fund", "place", "stated_on", "source"]}),
    ]

    @admin.display(description=_("about"))
    def about(self, figure: StatedFigure) -> str:
        return str(figure.project or figure.round)

    @admin.display(description=_("about"))
    def its_subject(self, figure: StatedFigure) -> SafeString | str:
        return linked(figure.project or figure.round)

    @admin.display(description=_("amount"))
    def amount_words(self, figure: StatedFigure) -> str:
        if figure.quantity == Quantity.PROJECTS:
            return number(figure.amount or 0)
        return amount_text(figure.value)
