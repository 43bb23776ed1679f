"""Every parameter that selects projects: declared, read and validated here alone.

List, feed, download and API ask the same `ProjectFilter`, so that one address
selects the same projects everywhere. What it shares with selections of other things
stands in `Selection`.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.amount_errors import in_words
from projects.as_of import DayField
from projects.models import Project
from projects.money import AmountError, ore, parse
from projects.orders import ORDERS
from projects.search.asked import asked
from projects.search.names import Name, asked_for
from projects.search.query import Query, Seen
from projects.search.words import clean

MOST_VALUES = 50
UNKNOWN_VALUE = _("The registry does not know this value. Remove it, or choose another.")


class SeveralValues(forms.Field):
    """Values of one of the parameters of `names`: empty ones are dropped, more than 50 refused.

    Cleans to the names of the values, in the order of the address, each once.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, *, parameter: str, **options: Any) -> None:
        self.parameter = parameter
        super().__init__(**options)

    def clean(self, value: list[str] | None) -> list[Name]:
        values = list(dict.fromkeys(filter(None, value or [])))
        if not values:
            return []
        if len(values) > MOST_VALUES:
            raise ValidationError(
                _("Choose at most %(count)s values."), params={"count": MOST_VALUES}
            )
        known = asked_for(self.parameter, values)
        if len(known) < len(values):
            raise ValidationError(UNKNOWN_VALUE)
        return [known[value] for value in values]


class WordsField(forms.CharField):
    """What was typed in the search box, without signs that nobody can see."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class KronorField(forms.Field):
    """An amount written in any of the ways the back office reads; None where it is empty."""

    def to_python(self, value: Any) -> Decimal | None:
        text = (value or "").strip()
        if not text:
            return None
        try:
            amount = parse(text)
            if amount.is_unknown:
                raise AmountError("not_a_number")
        except AmountError as error:
            raise ValidationError(in_words(error, text), code=error.code) from error
        return amount.kronor


class SeveralFilter(django_filters.Filter):
    field_class = SeveralValues


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class KronorFilter(django_filters.Filter):
    field_class = KronorField


class DayFilter(django_filters.Filter):
    field_class = DayField


class PageFilter(django_filters.Filter):
    field_class = forms.RegexField


class ProjectForm(forms.Form):
    """All parameters of projects together."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("min"), cleaned.get("max")
        if low is not None and high is not None and high < low:
            self.add_error("max", _("The highest amount is below the lowest."))
        return cleaned


def several(parameter: str, label: Any) -> SeveralFilter:
    return SeveralFilter(label=label, parameter=parameter)


def page_from_one() -> PageFilter:
    return PageFilter(
        label=_("Page"),
        regex=r"\A[1-9][0-9]{0,20}\Z",
        error_messages={"invalid": _("A page is a number from 1.")},
    )


class Selection(django_filters.FilterSet):
    """What the parameters of an address choose, read once for a request.

    Repeated parameters mean any of their values; names that are not declared are
    ignored. Where `is_valid()` is false, `form.errors` names the parameters that cannot
    be read and nothing should be shown as found.
    """

    multiple: tuple[str, ...] = ()
    """The parameters that take several values, in the order of the declaration."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        declared = cls.declared_filters.items()
        cls.multiple = tuple(name for name, one in declared if isinstance(one, SeveralFilter))

    def __init__(self, data: QueryDict) -> None:
        """Read the parameters of an address.

        Not by way of FilterSet: it copies every filter for every request, which takes a
        millisecond, and ours hold nothing of a request.
        """
        self.data = data
        self.is_bound = True
        self.filters = self.base_filters
        self.form_prefix = None
        self.request = None
        self.queryset = self._meta.model.objects.none()

    @cached_property
    def form(self) -> forms.Form:
        return form_class(type(self))(self.data)  # type: ignore[arg-type] # a class is hashable

    @cached_property
    def given_values(self) -> Mapping[str, list[str]]:
        """The values of every parameter as the address has them, each once, none empty."""
        data = self.data
        return {
            name: list(dict.fromkeys(filter(None, data.getlist(name))))
            if name in self.multiple
            else list(filter(None, [data.get(name, "").strip()]))
            for name in self.filters
        }

    @cached_property
    def values(self) -> dict[str, Any]:
        """What the parameters mean, without those that cannot be read."""
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def chosen(self) -> Mapping[str, list[Name]]:
        """The values of each parameter that has any, in the order of the declaration."""
        found = {name: self.values.get(name) for name in self.multiple}
        return {name: chosen for name, chosen in found.items() if chosen}

    @property
    def page_number(self) -> int:
        return int(self.values.get("page") or 1)

    def given(self, parameter: str) -> list[str]:
        """Return the values of a parameter as the address has them, each once, none empty."""
        return self.given_values[parameter]

    @property
    def faults(self) -> list[str]:
        """What of the address cannot be read, a sentence for each."""
        return [f"{field.label}: {error}" for field in self.form for error in field.errors]

    def label(self, parameter: str, value: str) -> str:
        """Return the name of a value of one of the parameters that take several."""
        chosen = self.values.get(parameter) or []
        return next((one.label for one in chosen if one.value == value), value)


class ProjectFilter(Selection):
    """What the parameters of an address ask for of projects, as `query`."""

    q = WordsFilter(label=_("Search words"))
    funder = several("funder", _("Funder"))
    programme = several("programme", _("Programme"))
    county = several("county", _("County"))
    status = several("status", _("Status"))
    year = several("year", _("Year"))
    fund = several("fund", _("Fund"))
    priority = several("priority", _("Priority"))
    municipality = several("municipality", _("Municipality"))
    kind = several("kind", _("Kind of lead organisation"))
    organisation = several("organisation", _("Organisation"))
    min = KronorFilter(label=_("Support from, kronor"))
    max = KronorFilter(label=_("Support to, kronor"))
    sort = django_filters.ChoiceFilter(
        label=_("Order"),
        choices=[(sign + name, name) for name in ORDERS for sign in ("", "-")],
        error_messages={"invalid_choice": _("The list cannot be sorted that way.")},
    )
    page = page_from_one()

    class Meta:
        model = Project
        fields: list[str] = []
        form = ProjectForm

    def __init__(self, data: QueryDict, *, seen: Seen = Seen.PUBLIC) -> None:
        super().__init__(data)
        self.seen = seen

    @cached_property
    def query(self) -> Query:
        """The selection that is asked for; parameters that cannot be read narrow nothing."""
        words = self.values.get("q") or ""
        low, high = self.values.get("min"), self.values.get("max")
        return Query(
            asked=asked(words),
            is_asked=bool(words),
            choices=tuple(
                (name, tuple(sorted({one.key for one in chosen})))
                for name, chosen in self.chosen.items()
            ),
            low=None if low is None else ore(low),
            high=None if high is None else ore(high),
            order=self.values.get("sort") or ("relevance" if words else "-decided"),
            language=get_language() or "sv",
            seen=self.seen,
        )

    @property
    def is_by_part(self) -> bool:
        """Whether projects are chosen by something that only a part of their money may be for."""
        by_part = ["county", "municipality", "funder", "fund", "programme"]
        return any(self.given(parameter) for parameter in by_part)


class DatedFilter(ProjectFilter):
    """The same with a day to look back to, which selects nothing: `on`, None for today."""

    per = DayFilter(label=_("Amounts as of the day"))

    @property
    def on(self) -> datetime.date | None:
        return self.values.get("per")


@cache
def form_class(selection: type[Selection]) -> type[forms.Form]:
    """Return the form that reads the parameters, the same for every request."""
    made = django_filters.FilterSet.get_form_class(selection(QueryDict()))
    made.base_fields = Shared(made.base_fields)
    return made


class Shared(dict[str, forms.Field]):
    """The fields of a form that need not be copied for every request: they hold nothing of it."""

    def __deepcopy__(self, _memo: Any) -> "Shared":
        return self
