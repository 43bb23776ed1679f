"""Every parameter that selects projects: declared, read and validated here alone.

List, feed, download and API ask the same `ProjectFilter`, so that one address
selects the same projects everywhere.
"""

from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelMultipleChoiceField, MultipleChoiceField

from projects import search
from projects.models import (
    Fund,
    Organisation,
    Place,
    PlaceKind,
    Priority,
    Programme,
    Project,
    ProjectStatus,
)
from projects.models.project import status_condition
from projects.money import AmountError, parse
from projects.orders import ORDERS, in_order

PER_PAGE = 20
MOST_VALUES = 50
YEARS = [(str(year), str(year)) for year in range(1990, 2101)]
UNKNOWN_VALUE = _("The registry does not know this value. Remove it, or choose another.")

NOT_AN_AMOUNT = _("Write an amount in kronor, such as 4 300 000 or 4,3 mn.")


class SeveralValues:
    """Mixin for a field of many values: empty ones are dropped, more than 50 refused."""

    def clean(self, value: list[str] | None) -> Any:
        values = [one for one in value or [] if one]
        if len(values) > MOST_VALUES:
            raise ValidationError(
                _("Choose at most %(count)s values."), params={"count": MOST_VALUES}
            )
        return super().clean(values)  # type: ignore[misc]


class RowsField(SeveralValues, ModelMultipleChoiceField):
    default_error_messages = {"invalid_choice": UNKNOWN_VALUE}


class ChoicesField(SeveralValues, MultipleChoiceField):
    default_error_messages = {"invalid_choice": UNKNOWN_VALUE}


class WordsField(forms.CharField):
    """What was typed in the search box, without signs that nobody can see."""

    def to_python(self, value: Any) -> str:
        return search.clean(super().to_python(value) or "")


class KronorField(forms.Field):
    """An amount written in any of the ways the back office reads; None where it is empty."""

    def to_python(self, value: Any) -> Decimal | None:
        text = (value or "").strip()
        if not text:
            return None
        try:
            kronor = parse(text).kronor
        except AmountError:
            kronor = None
        if kronor is None:
            raise ValidationError(NOT_AN_AMOUNT)
        return kronor


class RowsFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = RowsField


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    field_class = ChoicesField


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class KronorFilter(django_filters.Filter):
    field_class = KronorField


class PageFilter(django_filters.Filter):
    field_class = forms.RegexField


class SelectionForm(forms.Form):
    """All parameters together."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("min"), cleaned.get("max")
        if low is not None and high is not None and high < low:
            self.add_error("max", _("The highest amount is below the lowest."))
        return cleaned


class ProjectFilter(django_filters.FilterSet):
    """The projects that the parameters of an address select, in the order it asks for.

    `qs` is unordered. Repeated parameters mean any of their values; names that are
    not declared are ignored. Where `is_valid()` is false, `form.errors` names the
    parameters that cannot be read and nothing should be shown as found.
    """

    q = WordsFilter(method="containing", label=_("Search words"))
    status = ChoicesFilter(method="with_status", label=_("Status"), choices=ProjectStatus.choices)
    county = RowsFilter(
        method="in_place",
        label=_("County"),
        to_field_name="code",
        queryset=Place.objects.exclude(kind=PlaceKind.MUNICIPALITY),
    )
    municipality = RowsFilter(
        method="in_place",
        label=_("Municipality"),
        to_field_name="code",
        queryset=Place.objects.filter(kind=PlaceKind.MUNICIPALITY),
    )
    funder = RowsFilter(
        method="funded_by",
        label=_("Funder"),
        to_field_name="slug",
        queryset=lambda _request: Organisation.objects.public(),
    )
    fund = RowsFilter(
        method="from_fund", label=_("Fund"), to_field_name="slug", queryset=Fund.objects.all()
    )
    programme = RowsFilter(
        method="of_programme",
        label=_("Programme"),
        to_field_name="slug",
        queryset=Programme.objects.all(),
    )
    priority = RowsFilter(
        method="of_priority",
        label=_("Priority"),
        to_field_name="slug",
        queryset=Priority.objects.all(),
    )
    organisation = RowsFilter(
        method="concerning",
        label=_("Organisation"),
        to_field_name="slug",
        queryset=lambda _request: Organisation.objects.public(),
    )
    year = ChoicesFilter(method="running_in", label=_("Year"), choices=YEARS)
    min = KronorFilter(method="at_least", label=_("Support from, kronor"))
    max = KronorFilter(method="at_most", label=_("Support to, kronor"))
    sort = django_filters.ChoiceFilter(
        method="unchanged",
        label=_("Order"),
        choices=[(sign + name, name) for name in ORDERS for sign in ("", "-")],
        error_messages={"invalid_choice": _("The list cannot be sorted that way.")},
    )
    page = PageFilter(
        method="unchanged",
        label=_("Page"),
        regex=r"\A[1-9][0-9]{0,20}\Z",
        error_messages={"invalid": _("A page is a number from 1.")},
    )

    class Meta:
        model = Project
        fields: list[str] = []
        form = SelectionForm

    @property
    def values(self) -> dict[str, Any]:
        """What the parameters mean, without those that cannot be read."""
        self.form.is_valid()
        return self.form.cleaned_data

    def apart_from(self, parameter: str) -> QuerySet[Project]:
        """Return what all the parameters but one select; those that cannot be read are left out."""
        queryset = self.queryset.order_by()
        for name, value in self.values.items():
            if name != parameter:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def ordered(self) -> QuerySet[Project]:
        """Return what is selected: by relevance for search words, else the latest decided first."""
        words = self.values["q"]
        order = self.values["sort"] or ("relevance" if words else "-decided")
        return in_order(self.qs, order, words)

    def page_of(self, rows: QuerySet[Project]) -> Page:
        """Return the page of the rows that is asked for, 20 a page; Http404 beyond the end."""
        try:
            return Paginator(rows, PER_PAGE).page(int(self.values["page"] or 1))
        except EmptyPage as error:
            raise Http404 from error

    def given(self, parameter: str) -> list[str]:
        """Return the values of a parameter as the address has them, each once, none empty."""
        data: QueryDict = self.data
        if isinstance(self.filters[parameter], django_filters.MultipleChoiceFilter):
            return list(dict.fromkeys(filter(None, data.getlist(parameter))))
        return list(filter(None, [data.get(parameter, "").strip()]))

    @property
    def is_by_part(self) -> bool:
        """Whether projects are chosen by something that only a part of their money may be for."""
        by_part = ["county", "municipality", "funder", "fund", "programme"]
        return any(self.given(parameter) for parameter in by_part)

    def label(self, parameter: str, value: str) -> str:
        """Return the name of a value of one of the parameters that take several."""
        field = self.form.fields[parameter]
        if not isinstance(field, RowsField):
            return str(dict(field.choices).get(value, value))
        rows = self.values.get(parameter, [])
        names = {getattr(row, field.to_field_name): _name(row) for row in rows}
        return names.get(value, value)

    def unchanged(self, queryset: QuerySet[Project], _name: str, _value: Any) -> QuerySet[Project]:
        return queryset

    def containing(self, queryset: Any, _name: str, text: str) -> QuerySet[Project]:
        query = search.query(text)
        return queryset.none() if query is None else queryset.filter(search=query)

    def with_status(self, queryset: Any, _name: str, statuses: list[str]) -> QuerySet[Project]:
        on = timezone.localdate()
        return queryset.filter(reduce(or_, (status_condition(one, on) for one in statuses)))

    def in_place(self, queryset: Any, _name: str, places: list[Place]) -> QuerySet[Project]:
        return queryset.in_place(*(place.code for place in places)) if places else queryset

    def funded_by(self, queryset: Any, _name: str, rows: list[Organisation]) -> QuerySet[Project]:
        return queryset.funded_by(*rows) if rows else queryset

    def from_fund(self, queryset: Any, _name: str, rows: list[Fund]) -> QuerySet[Project]:
        return queryset.from_funds(*rows) if rows else queryset

    def of_programme(self, queryset: Any, _name: str, rows: list[Programme]) -> QuerySet[Project]:
        return queryset.of_programme(*rows) if rows else queryset

    def of_priority(self, queryset: Any, _name: str, rows: list[Priority]) -> QuerySet[Project]:
        return queryset.filter(priority__in=list(rows)) if rows else queryset

    def concerning(self, queryset: Any, _name: str, rows: list[Organisation]) -> QuerySet[Project]:
        return queryset.concerning(*rows) if rows else queryset

    def running_in(self, queryset: Any, _name: str, years: list[str]) -> QuerySet[Project]:
        return queryset.running_in(*map(int, years))

    def at_least(self, queryset: Any, _name: str, kronor: Decimal) -> QuerySet[Project]:
        return queryset.with_support(at_least=kronor)

    def at_most(self, queryset: Any, _name: str, kronor: Decimal) -> QuerySet[Project]:
        return queryset.with_support(at_most=kronor)


def _name(row: Any) -> str:
    return row.short_sv if isinstance(row, Place) else str(row)
