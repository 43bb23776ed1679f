"""A project as an administrator enters it: one form, one sitting."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from projects import publishing
from projects.accounts import Account
from projects.admin.amending import Amendments
from projects.admin.base import RegistryAdmin
from projects.admin.copying import Copies
from projects.admin.facts import (
    InterventionInline,
    MissingFactInline,
    ParticipationInline,
    PlaceInline,
)
from projects.admin.figures import ProjectFigureInline
from projects.admin.forms import ProjectForm
from projects.admin.moves import Moves
from projects.admin.narrowing import EndedFilter
from projects.admin.payments import PaymentInline
from projects.admin.project_list import EMPTY, ProjectList
from projects.admin.reckoning import Reckons
from projects.admin.rows import DecisionInline, LedgerInline, MoneyInline
from projects.admin.two_persons import TwoPersons
from projects.admin.versions import version
from projects.admin.warnings import tell_warnings
from projects.differences import as_read
from projects.entering import RowRefusedError
from projects.exchange.lists import hints
from projects.funding import funding, ledger
from projects.keys import is_key
from projects.models import Decision, Project, Source, Subtotal
from projects.payments import payments
from projects.refusals import REFUSALS
from projects.search.asked import asked
from projects.search.executor import executor
from projects.search.query import Query, Seen
from projects.search.words import clean
from projects.settlement import settle, with_accounts
from projects.templatetags.figures import amount_text, total_text
from projects.verdicts import project_verdicts


@dataclass(frozen=True)
class Refusal:
    """A row that could not be entered, by the place it has in the form."""

    prefix: str
    index: int
    field: str | None
    message: str


@admin.register(Project)
class ProjectAdmin(Amendments, Copies, TwoPersons, Moves, Reckons, RegistryAdmin):
    form = ProjectForm
    publishing = publishing
    change_form_template = "admin/projects/project/change_form.html"
    list_display = ["registered_as", "name", "state", "total_words", "holds_since"]
    list_display_links = ["name"]
    list_per_page = 20
    list_filter = ["state", "kind", EndedFilter]
    search_fields = ["title_sv", "title_en", "acronym", "slug", "reference"]
    ordering = ["-pk"]
    refusals = (*REFUSALS, RowRefusedError)
    prepopulated_fields = {"slug": ["acronym", "title_sv"]}
    inlines = [
        MoneyInline,
        DecisionInline,
        PaymentInline,
        ProjectFigureInline,
        ParticipationInline,
        PlaceInline,
        InterventionInline,
        MissingFactInline,
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("acronym", "title_sv"),
                    "slug",
                    "purpose_sv",
                    ("kind", "priority"),
                ]
            },
        ),
        (
            _("Period"),
            {
                "fields": [
                    ("starts_on", "starts_on_precision", "ends_on", "ends_on_precision"),
                ]
            },
        ),
        (_("Costs"), {"fields": [("total_cost_typed", "eligible_cost_typed")]}),
        (
            _("For lists of operations"),
            {
                "classes": ["collapse"],
                "fields": [
                    "specific_objective_code",
                    "specific_objective_sv",
                    "specific_objective_en",
                    "postcode",
                ],
            },
        ),
        (
            _("English and results"),
            {
                "classes": ["collapse"],
                "fields": ["title_en", "purpose_en", "results_sv", "results_en"],
            },
        ),
    ]

    def get_urls(self) -> list[URLPattern]:
        own = [*self.step_urls(), *self.copy_urls(), *self.reckon_urls()]
        return [*own, *self.amend_urls(), *super().get_urls()]

    @admin.display(description=_("reference"), ordering="pk")
    def registered_as(self, project: Project) -> str:
        return str(project.reference)

    @admin.display(description=_("in force from"), ordering="decided_on")
    def holds_since(self, project: Project) -> Any:
        return project.decided_on

    @admin.display(description=_("title"), ordering="sort_key")
    def name(self, project: Project) -> str:
        return f"{project.acronym}: {project.title}" if project.acronym else project.title

    @admin.display(description=_("registered support"), ordering="at_least")
    def total_words(self, project: Project) -> str:
        return total_text(project.total) if project.is_granted else EMPTY

    @admin.display(description=_("total cost"))
    def total_cost_typed(self, project: Project) -> str:
        return amount_text(project.total_cost_amount)

    @admin.display(description=_("total eligible cost"))
    def eligible_cost_typed(self, project: Project) -> str:
        return amount_text(project.eligible_cost_amount)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find what the public search would, drafts included: the best of them."""
        words = clean(search_term)
        if not words:
            return queryset, False
        query = Query(asked=asked(words), is_asked=True, order="relevance", seen=Seen.ALL)
        answers = executor()
        best = self.best_found(request, queryset, lambda most: answers.hits(query, 0, most))
        return best, False

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return ProjectList

    def known_count(self) -> int | None:
        engine = executor().engine
        return engine.count(Query(seen=Seen.ALL)) if engine else None

    def get_inlines(self, request: HttpRequest, obj: Project | None) -> list[Any]:
        """Leave the ledger's rows to those who may write them; others read it as a table.

        Payments are entered once the rows that they are paid out of are fixed.
        """
        left_out: list[type[Any]] = []
        if not self.has_change_permission(request, obj):
            left_out += [LedgerInline, PaymentInline]
        if obj is None or not obj.was_ever_public:
            left_out.append(PaymentInline)
        return [one for one in self.inlines if not issubclass(one, tuple(left_out))]

    def get_fieldsets(self, request: HttpRequest, obj: Project | None = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if not self.has_change_permission(request, obj):
            return fieldsets
        own = ["default_source"]
        about = _("Holds for every money row, decision and figure below that names none itself.")
        return [*fieldsets, (_("Source"), {"fields": own, "description": about})]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        source = Decision._meta.get_field("source")
        field: Any = self.formfield_for_dbfield(source, request)
        field.required, field.label = False, _("source for rows without one of their own")
        if "default_source" in form.base_fields:
            form.base_fields["default_source"] = field
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Project | None = None) -> list[str]:
        return ["slug"] if obj and obj.was_ever_public else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)

    def get_view_on_site_url(self, obj: Project | None = None) -> str | None:
        """Link to the page of a project that has one: a draft's address answers 404."""
        if obj is None or not obj.was_ever_public:
            return None
        return super().get_view_on_site_url(obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Let a draft go with all its rows, which have no permissions of their own here."""
        shown, counts, _needed, protected = super().get_deleted_objects(objs, request)
        counts.pop(str(Subtotal._meta.verbose_name_plural), None)
        derived = f"{capfirst(str(Subtotal._meta.verbose_name))}: "
        return _without(shown, derived), counts, set(), protected

    def ledger_of(self, row: Project) -> str:
        """Return what changes with the ledger of a project whose form only adds to it."""
        return version(row) if row.was_ever_public else ""

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, LedgerInline) and request.method != "POST":
            typed = [inline.form.typed(row) for row in inline.rows(obj)]
            kwargs.setdefault("initial", typed)
        return kwargs

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        source = default_source(request)
        refusal = getattr(request, "refused_row", None)
        for formset in formsets:
            if hasattr(formset, "default_source"):
                formset.default_source = source
            if refusal and formset.prefix == refusal.prefix and formset.is_valid():
                formset.forms[refusal.index].add_error(refusal.field, refusal.message)
        return formsets, inlines

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows; those of the ledger all at once, since one may replace another."""
        form.save_m2m()
        entered = [
            (str(formset.prefix), one)
            for formset in formsets
            if isinstance(formset, LedgerInline.formset)
            for one in formset.entered()
        ]
        rows = [one.row() for _prefix, one in entered]
        self.take_off_the_schedule(request, form, formsets, rows)
        held = self.save_rows(request, form, formsets, change)
        try:
            self.enter_or_propose(request, form.instance, rows, held)
        except RowRefusedError as refused:
            prefix, row = entered[refused.place]
            index = int(str(row.prefix).rpartition("-")[2])
            request.refused_row = Refusal(prefix, index, refused.field, refused.said)
            raise
        settle(form.instance)
        connection.check_constraints()
        tell_warnings(request, form.instance)

    def note_refusal(self, request: HttpRequest, refused: Exception) -> None:
        if not isinstance(refused, RowRefusedError):
            super().note_refusal(request, refused)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any | None = None,
    ) -> HttpResponse:
        context.setdefault("reckoning", None)
        if obj is not None and obj.pk:
            context |= self.panel(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def panel(self, request: HttpRequest, project: Project) -> dict[str, Any]:
        """Return what stands above the form: state, what is missing, verdicts, the ledger."""
        may_write = self.has_change_permission(request, project)
        book = account(project)
        money = funding(book)
        return {
            "may_write": may_write,
            "may_publish": self.may_publish(request),
            "lacking": publishing.lacking(project),
            "list_hints": hints(project),
            "verdicts": project_verdicts(book),
            "ledger": ledger(book),
            "money": money,
            "paid": payments(book, money),
            "shows_ledger": not may_write or project.was_ever_public,
            "seen_changes": "" if project.was_ever_public else as_read(project),
            "waits": project.proposals.waiting().select_related("by"),
            "may_amend": may_write and project.was_ever_public,
            "last_words": book.last_words,
        }


def _without(shown: list[Any], beginning: str) -> list[Any]:
    """Leave out of nested lists of rows those that are derived from others: nobody entered them."""
    return [
        _without(one, beginning) if isinstance(one, list) else one
        for one in shown
        if not str(one).startswith(beginning)
    ]


def default_source(request: HttpRequest) -> Source | None:
    """Return the source chosen for the rows that name none."""
    key = request.POST.get("default_source", "")
    return Source.objects.filter(pk=key).first() if is_key(key) else None


def account(project: Project) -> Account:
    return Account.of(with_accounts(Project.objects.filter(pk=project.pk)).get())
