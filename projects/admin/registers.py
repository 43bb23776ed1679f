"""Organisations, funds, programmes, partnerships, rounds, places and sources."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from projects.admin.base import RegistryAdmin
from projects.admin.figures import RoundFigureInline
from projects.admin.narrowing import IncompleteFilter
from projects.admin.organisations import Merging, NameInline
from projects.admin.pasting import Pastes
from projects.admin.warnings import tell_warnings
from projects.identifiers import number_fault, swedish_number
from projects.models import (
    Fund,
    GrantSplit,
    NumberScheme,
    Organisation,
    Partnership,
    Place,
    Priority,
    Programme,
    Project,
    Round,
    Source,
)
from projects.search.asked import asked
from projects.search.executor import executor
from projects.search.words import clean
from projects.settlement import settle, settle_those_naming
from projects.warnings_kept import keep_name_warnings

ENGLISH = _("In English")
NO_ENGLISH = _("Where the English is empty the Swedish is shown, marked as Swedish.")


COUNTED = _(
    "What decides which sums this counts in, level or sector, stays: sums that the public reads "
    "rest on it, and one person alone changes none of them. If it is wrong, enter another and "
    "correct the decisions."
)


def is_counted(**names: Any) -> bool:
    """Whether a sum that was ever public counts money of a fund or a funder, and has to wait."""
    public = Project.objects.ever_public()
    return settings.TWO_PERSONS and GrantSplit.objects.filter(project__in=public, **names).exists()


def explained(fieldsets: Any, is_kept: Any) -> Any:
    """Return the fields of a form, the first of them with the reason why one cannot be changed."""
    if not is_kept:
        return fieldsets
    [(name, options), *rest] = fieldsets
    return [(name, {**options, "description": COUNTED}), *rest]


class SluggedAdmin(RegistryAdmin):
    """Things with a public address: it is proposed from the name and then stays."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)


NUMBER_FAULTS = {
    "length": _("An organisation number has ten digits, such as 202100-6354."),
    "personal": _("The third digit is too low: this may be a person's number, which is not kept."),
    "check": _("The last digit does not fit the others: look for a slip of the pen."),
}


class OrganisationForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("number")
        if number and cleaned.get("number_scheme") == NumberScheme.SWEDISH:
            # As people write it: 556036-0793. The constraint refuses what is no number.
            cleaned["number"] = swedish_number(number) or number
            fault = NUMBER_FAULTS.get(number_fault(number))
            if fault:
                self.add_error("number", fault)
        return cleaned


@admin.register(Organisation)
class OrganisationAdmin(Merging, SluggedAdmin):
    form = OrganisationForm
    change_form_template = "admin/projects/organisation/change_form.html"
    change_list_template = "admin/projects/organisation/change_list.html"
    inlines = [NameInline]
    list_display = ["name", "number", "kind", "sector", "home"]
    list_select_related = ["home"]
    list_filter = ["kind", "sector"]
    search_fields = ["name", "name_en", "number"]
    ordering = ["sort_key", "pk"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", ("kind", "sector"), "home"]}),
        (_("Number"), {"fields": [("number", "number_scheme", "country")]}),
        (ENGLISH, {"fields": ["name_en", "note_en"], "description": NO_ENGLISH}),
        (_("Requests for documents"), {"fields": ["website", "registrar_email", "registrar_post"]}),
        (_("More"), {"fields": ["note_sv", ("succeeded_by", "succeeded_on")]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        return [*self.merge_urls(), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find those of which every word begins a word, the best known of them.

        None that was merged is offered as a choice.
        """
        if "field_name" in request.GET:
            queryset = queryset.filter(merged_into__isnull=True)
        if not clean(search_term):
            return queryset, False
        wanted = asked(search_term)
        answers = executor()

        def found(most: int) -> list[int]:
            return [one.pk for one in answers.organisations(wanted, 0, most, public_only=False)]

        return self.best_found(request, queryset, found), False

    def known_count(self) -> int | None:
        engine = executor().engine
        if engine is None:
            return None
        # The list also shows what was merged, which nobody searches for.
        return engine.organisation_count() + Organisation.objects.exclude(merged_into=None).count()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        kept = ["sector"] if obj and is_counted(funder=obj) else []
        return [*super().get_readonly_fields(request, obj), *kept]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return explained(super().get_fieldsets(request, obj), obj and is_counted(funder=obj))

    def save_model(self, request: Any, obj: Organisation, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        request.is_renamed = change and bool({"name", "name_en", "sector"} & set(form.changed_data))
        earlier = form.initial.get("name", "")
        keep_name_warnings(Organisation.objects.filter(Q(pk=obj.pk) | Q(name=earlier)))
        tell_warnings(request, obj)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Let projects be found by the names that an organisation has now."""
        super().save_related(request, form, formsets, change)
        if request.is_renamed or any(formset.has_changed() for formset in formsets):
            settle_those_naming(form.instance)


@admin.register(Fund)
class FundAdmin(SluggedAdmin):
    list_display = ["code", "name_sv", "level"]
    list_filter = ["level"]
    search_fields = ["code", "name_sv", "name_en"]
    prepopulated_fields = {"slug": ["code"]}
    fieldsets = [
        (None, {"fields": [("code", "level"), "name_sv", "name_en", "slug"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        kept = ["level"] if obj and is_counted(fund=obj) else []
        return [*super().get_readonly_fields(request, obj), *kept]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return explained(super().get_fieldsets(request, obj), obj and is_counted(fund=obj))

    def save_model(self, request: Any, obj: Fund, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "level" in form.changed_data:
            for project in Project.objects.filter(splits__fund=obj).distinct():
                settle(project)


@admin.register(Programme)
class ProgrammeAdmin(SluggedAdmin):
    list_display = ["name_sv", "code", "first_year", "last_year", "authority"]
    list_select_related = ["authority"]
    search_fields = ["name_sv", "name_en", "code"]
    prepopulated_fields = {"slug": ["name_sv"]}
    fieldsets = [
        (None, {"fields": ["name_sv", "name_en", "slug", "code"]}),
        (_("Period"), {"fields": [("first_year", "last_year")]}),
        (_("Money"), {"fields": ["authority", "funds", "highest_eu_share"]}),
    ]


@admin.register(Priority)
class PriorityAdmin(SluggedAdmin):
    list_display = ["name_sv", "code", "programme"]
    list_select_related = ["programme"]
    search_fields = ["name_sv", "name_en", "code", "aliases", "programme__name_sv"]
    ordering = ["programme__sort_key", "code", "name_sv"]
    prepopulated_fields = {"slug": ["name_sv"]}
    fieldsets = [
        (None, {"fields": ["programme", ("code", "name_sv", "name_en"), "slug", "aliases"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Priority]:
        return super().get_queryset(request).select_related("programme")


@admin.register(Partnership)
class PartnershipAdmin(SluggedAdmin):
    list_display = ["name_sv", "area", "secretariat"]
    list_select_related = ["area", "secretariat"]
    search_fields = ["name_sv", "name_en"]
    ordering = ["sort_key", "pk"]
    prepopulated_fields = {"slug": ["name_sv"]}
    fieldsets = [(None, {"fields": ["name_sv", "name_en", "slug", "area", "secretariat"]})]


@admin.register(Round)
class RoundAdmin(Pastes, SluggedAdmin):
    change_form_template = "admin/projects/round/change_form.html"
    list_display = ["name_sv", "kind", "met_on", "partnership", "organisation"]
    list_select_related = ["partnership", "organisation"]
    list_filter = ["kind"]
    search_fields = ["name_sv", "name_en", "call_sv", "partnership__name_sv", "organisation__name"]
    prepopulated_fields = {"slug": ["name_sv", "met_on"]}
    inlines = [RoundFigureInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "met_on"),
                    ("partnership", "organisation"),
                    "name_sv",
                    "slug",
                    "call_sv",
                    "summary_sv",
                ]
            },
        ),
        (ENGLISH, {"fields": ["name_en", "call_en", "summary_en"], "description": NO_ENGLISH}),
    ]


@admin.register(Source)
class SourceAdmin(RegistryAdmin):
    list_display = ["title", "publisher", "dated", "retrieved"]
    list_filter = [IncompleteFilter]
    search_fields = ["title", "publisher", "url"]
    fieldsets = [
        (None, {"fields": ["title", "publisher", "url"]}),
        (_("Dates"), {"fields": [("dated", "retrieved")]}),
        (_("The file itself"), {"fields": ["sha256"]}),
    ]


@admin.register(Place)
class PlaceAdmin(RegistryAdmin):
    list_display = ["name_sv", "code", "kind", "parent"]
    list_select_related = ["parent"]
    list_filter = ["kind"]
    search_fields = ["name_sv", "name_en", "short_sv", "code"]
    ordering = ["sort_key", "code"]
    fieldsets = [
        (None, {"fields": [("kind", "code"), "name_sv", "short_sv", "name_en", "parent"]}),
    ]
