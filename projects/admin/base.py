"""What every page of the back office has in common: nothing sent to it answers 500.

Stock Django lets a list be filtered by any lookup of its own table, and a broken regular
expression or a year of 99999 then reaches the database; renders what was typed for
a foreign key by looking it up; and leaves to the database what only that can see.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.paginator import Paginator
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import connection, models, transaction
from django.db.models import Func, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from projects.admin.paging import CappedPaginator, RankedPaginator
from projects.admin.together import Together
from projects.keys import Among, PlaceAmong, is_key
from projects.refusals import REFUSALS, in_words
from projects.rules import CONTROL_CHARACTERS, FIRST_DAY, LAST_DAY
from projects.search.folding import holding
from projects.search.words import clean, words_of

MOST_SEARCH_WORDS = 8
MOST_FOUND = 200
"""Rows that a search of the index shows, the best first."""
MOST_FILTERED = 10_000
"""Rows of a search of which filters leave some."""

no_controls = RegexValidator(
    rf"\x00|{CONTROL_CHARACTERS}",
    _("The text holds an invisible control character."),
    inverse_match=True,
)
plausible_days = [
    MinValueValidator(FIRST_DAY, _("Dates must lie between 1990 and 2100.")),
    MaxValueValidator(LAST_DAY, _("Dates must lie between 1990 and 2100.")),
]


class PlainDateInput(forms.DateInput):
    """A day typed as 2016-06-15; what is no day comes back as it was typed."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "day", "inputmode": "numeric"})


def hardened(field: forms.Field | None) -> forms.Field | None:
    """Return a form field that refuses, at the field, what the database would refuse later."""
    if isinstance(field, forms.CharField):
        field.validators.append(no_controls)
    if isinstance(field, forms.DateField):
        field.validators.extend(plausible_days)
        field.help_text = field.help_text or _("For example 2016-06-15.")
    return field


def capitalised(form: forms.BaseForm) -> None:
    """Let every label begin with a capital, as those made from columns do."""
    for field in form.fields.values():
        field.label = capfirst(field.label) if field.label else field.label


class TolerantChoices:
    """Looks up only what can be a key, so that a form with nonsense in it can be shown again."""

    def optgroups(self, name: str, value: Iterable[Any], attr: Any = None) -> Any:
        keys = [key for key in map(str, value) if is_key(key)]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]


class Autocomplete(TolerantChoices, AutocompleteSelect):
    """One row chosen by typing a part of its name; `loaded` is the one that was read already."""

    loaded: models.Model | None = None

    def optgroups(self, name: str, value: Iterable[Any], attr: Any = None) -> Any:
        """Offer what is chosen, without asking for it again where it was read."""
        row = self.loaded
        if row is None or list(map(str, value)) != [str(row.pk)]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(row)
        options.append(self.create_option(name, row.pk, label, True, len(options)))
        return [(None, options, 0)]


def show_loaded(form: forms.BaseForm) -> None:
    """Let the autocompletes of a saved row show what was read together with it."""
    row = getattr(form, "instance", None)
    for name, field in form.fields.items() if row else ():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, Autocomplete):
            widget.loaded = row._state.fields_cache.get(name)  # type: ignore[union-attr]


class AutocompleteMany(TolerantChoices, AutocompleteSelectMultiple):
    """Several rows chosen by typing a part of their names; each is taken away by itself."""

    class Media:
        js = ["admin/js/autocomplete.js", "autocomplete_labels.js"]

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        # The button that clears all would stand as an item in the list that it clears.
        return attrs | {"data-allow-clear": "false"}


class Hardened(admin.options.BaseModelAdmin):
    """Fields of forms and inlines: every foreign key by autocomplete, every text clean."""

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Return every relation whose rows can be looked up in this back office."""
        return [
            field.name
            for field in (*self.opts.fields, *self.opts.many_to_many)
            if field.remote_field and self._can_be_looked_up(field.remote_field.model)
        ]

    def _can_be_looked_up(self, model: type[models.Model]) -> bool:
        registered = self.admin_site._registry.get(model)
        return registered is not None and bool(registered.search_fields)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DateField) and not isinstance(
            db_field, models.DateTimeField
        ):
            kwargs["widget"] = PlainDateInput()
        field = hardened(super().formfield_for_dbfield(db_field, request, **kwargs))
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # A new row may be made on the way; the rest is done where the rows are listed.
            field.widget.can_change_related = field.widget.can_view_related = False
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if self._can_be_looked_up(db_field.remote_field.model):
            kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if self._can_be_looked_up(db_field.remote_field.model):
            kwargs.setdefault("widget", AutocompleteMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RegistryInline(Hardened, admin.StackedInline):
    """Rows within another form; a hostile count of them is not built."""

    extra = 0
    max_num = 60

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read with each row what its autocompletes show."""
        looked_up = set(self.get_autocomplete_fields(request))
        names = [
            field.name
            for field in self.opts.fields
            if field.name in looked_up and field.related_model is not self.parent_model
        ]
        rows = super().get_queryset(request)
        return rows.select_related(*names) if names else rows

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.row_name = self.verbose_name
        formset.absolute_max = (formset.max_num or self.max_num) + 1
        return formset


class RegistryAdmin(Together, Hardened, admin.ModelAdmin):
    """A list and a form of the registry."""

    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    save_as = False
    actions = None
    refusals: tuple[type[Exception], ...] = REFUSALS

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a list without the scripts of a form: it has no actions and opens no window."""
        context = {"media": forms.Media(), **(extra_context or {})}
        return super().changelist_view(request, context)

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Allow the filters that the list itself offers and no others."""
        offered = {one for one in self.get_list_filter(request) if isinstance(one, str)}
        own = [one for one in self.get_list_filter(request) if isinstance(one, type)]
        field, _underscores, rest = lookup.partition("__")
        if lookup in {getattr(one, "parameter_name", None) for one in own}:
            return True
        return field in offered and rest in {"exact", "isnull", "id__exact"}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find the rows that hold every word in any of the fields, å also where a is typed."""
        words = words_of(clean(search_term))[:MOST_SEARCH_WORDS]
        if not words:
            return queryset, False
        texts = [Cast(name, TextField()) for name in self.get_search_fields(request)]
        text = Func(Value(" "), *texts, function="concat_ws", output_field=TextField())
        return holding(queryset, text, words), False

    def best_found(
        self, request: HttpRequest, queryset: QuerySet, found: Callable[[int], list[int]]
    ) -> QuerySet:
        """Return the best that the filters leave of what is `found`, given how many to find.

        They stand in the order of the search, unless a column is to sort them.
        """
        is_filtered = queryset.query.has_filters()
        keys = found(MOST_FILTERED if is_filtered else MOST_FOUND)
        if is_filtered:
            left = set(queryset.filter(Among("pk", keys)).values_list("pk", flat=True))
            keys = [key for key in keys if key in left][:MOST_FOUND]
        request.keys_found = keys  # type: ignore[attr-defined]
        best = queryset.filter(Among("pk", keys))
        return best if ORDER_VAR in request.GET else best.order_by(PlaceAmong("pk", keys))

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet, per_page: int, *args: Any, **options: Any
    ) -> Paginator:
        keys = getattr(request, "keys_found", None)
        if keys is not None and ORDER_VAR not in request.GET:
            return RankedPaginator(queryset, per_page, *args, keys=keys, **options)
        known = None if keys is None else len(keys)
        if known is None and not queryset.query.has_filters():
            known = self.known_count()
        return CappedPaginator(queryset, per_page, *args, known=known, **options)

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        for formset in formsets:
            for form in formset.forms:
                show_loaded(form)
        return formsets, inlines

    def known_count(self) -> int | None:
        """Return how many rows there are; None where they would have to be counted."""
        return None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start every form empty: nothing is filled in from the address."""
        return {}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save a form; what the database refuses comes back as typed, with its reason."""

        def shown() -> HttpResponse:
            return view(request, object_id, form_url, extra_context)

        view = super().changeform_view
        if request.method != "POST":
            return self.shown_again(request, object_id, shown) or shown()
        try:
            with transaction.atomic():
                return self.send(request, object_id, shown)
        except self.refusals as refused:
            self.note_refusal(request, refused)
        return shown()

    def note_refusal(self, request: HttpRequest, refused: Exception) -> None:
        """Remember why the database refused a form that is about to be shown again."""
        request.refused = in_words(refused)  # type: ignore[attr-defined]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        reason = getattr(request, "refused", None)
        return refusing(form, reason) if reason else form

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        """Answer what was added; a popup need not know whose form it was opened from.

        Django asks that form for groups of choices, of which ours have none, and
        answers 500 where it is one that only reads.
        """
        sent = request.POST.copy()
        sent.pop(admin.options.SOURCE_MODEL_VAR, None)
        request.POST = sent  # type: ignore[assignment]
        return super().response_add(request, obj, *args)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any | None = None,
    ) -> HttpResponse:
        # Our own summary leads to each field; Django's sentence would only say it once more.
        context |= {"wrong": bool(context.get("errors")), "errors": []}
        self.carry(request, context, obj)
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if context["meanwhile"] is not None:
            response.status_code = 409
        return response

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # Deferred rules speak now, while the form can still be shown again.
        connection.check_constraints()


def refusing(form: type[forms.ModelForm], reason: str) -> type[forms.ModelForm]:
    """Return the form with a reason why it cannot be saved as it stands."""

    class Refusing(form):  # type: ignore[valid-type, misc]
        def clean(self) -> Any:
            cleaned = super().clean()
            self.add_error(None, reason)
            return cleaned

    return Refusing
