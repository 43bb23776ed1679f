"""Two places, funders or programmes side by side: what each got, year by year, on one scale."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.breakdowns.bars import Bar, bars
from projects.breakdowns.parts import BASIS
from projects.filters import ProjectFilter
from projects.models import GrantSplit, Organisation, Place, PlaceKind, Programme, Project
from projects.money import Total
from projects.search.names import TABLES, Name
from projects.search.postgres import Postgres
from projects.search.query import Overview
from projects.selection import query_of
from projects.totals import Paid, paid, total, totals_by

KINDS = {
    "county": _("Counties"),
    "municipality": _("Municipalities"),
    "funder": _("Funders"),
    "programme": _("Programmes"),
}
"""What can be compared, by the parameter of the list that selects one."""


def _funders() -> QuerySet[Organisation]:
    given = GrantSplit.objects.given().filter(project__in=Project.objects.published())
    return Organisation.objects.filter(pk__in=given.order_by().values("funder"))


ROWS: dict[str, Callable[[], QuerySet[Any]]] = {
    "county": lambda: Place.objects.filter(kind=PlaceKind.COUNTY),
    "municipality": lambda: Place.objects.filter(kind=PlaceKind.MUNICIPALITY),
    "funder": _funders,
    "programme": Programme.objects.all,
}


class TwoForm(forms.Form):
    """Which two of a kind to show; the values are those of addresses."""

    one = forms.ChoiceField(label=_("One"))
    other = forms.ChoiceField(label=_("The other"))

    def __init__(self, of: str, data: QueryDict | None = None, *, first: str | None = None) -> None:
        super().__init__(data, initial={"one": first})
        names = sorted(TABLES[of].named(ROWS[of]()), key=lambda name: name.sort_key)
        self.names = {name.value: name for name in names}
        for field in self.fields.values():
            field.choices = [("", "–"), *((name.value, name.label) for name in names)]  # type: ignore[attr-defined]
            field.error_messages |= {
                "required": _("Choose one."),
                "invalid_choice": _("Choose one that the list has."),
            }

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        if chosen.get("one") and chosen.get("one") == chosen.get("other"):
            self.add_error("other", _("Choose another than the first."))
        return chosen

    def chosen(self) -> tuple[Name, Name]:
        """Return the two, of a form that is valid."""
        return self.names[self.cleaned_data["one"]], self.names[self.cleaned_data["other"]]


@dataclass(frozen=True)
class Side:
    """One of the two: its name, its list, how much there is, and a funder's own part."""

    label: str
    url: str
    overview: Overview
    paid: Paid
    own: Total | None


@dataclass(frozen=True)
class Cell:
    """What one side got of a year, and its bar."""

    label: str
    total: Total
    bar: Bar


@dataclass(frozen=True)
class Year:
    """A year in which projects start, None where that is not known; one cell for each side."""

    year: int | None
    cells: list[Cell]


@dataclass(frozen=True)
class Sides:
    """Two side by side; `shared` counts the projects that both have, whole in each."""

    sides: list[Side]
    years: list[Year]
    shared: int


def side_by_side(of: str, names: tuple[Name, Name], on: datetime.date) -> Sides:
    """Return two of a kind as lists would select them; `on` is the day their sums hold."""
    chosen = [ProjectFilter(QueryDict(urlencode({of: name.value}))) for name in names]
    rows = [Postgres().projects(one.query) for one in chosen]
    by_year = [totals_by("project__starts_on__year", projects, BASIS, on=on) for projects in rows]
    both = rows[0].filter(pk__in=rows[1].order_by().values("pk"))
    return Sides(
        sides=[
            Side(
                label=name.label,
                url=f"{reverse('projects:list')}{query_of(selection)}",
                overview=Postgres().overview(selection.query),
                paid=paid(projects),
                own=_own(name, projects, on) if of == "funder" else None,
            )
            for name, selection, projects in zip(names, chosen, rows, strict=True)
        ],
        years=_years(names, by_year, on),
        shared=both.count(),
    )


def _own(name: Name, projects: QuerySet[Project], on: datetime.date) -> Total:
    return total(projects, BASIS, funder=Organisation(pk=name.key), on=on)


def _years(names: tuple[Name, Name], sums: list[dict[Any, Total]], on: datetime.date) -> list[Year]:
    """Return every year that either side has, the unknown one last; all bars of one scale."""
    found = sorted({*sums[0], *sums[1]}, key=lambda year: (year is None, year or 0))
    totals = [one.get(year) or Total.empty(BASIS, on) for year in found for one in sums]
    drawn = bars([(one, Paid()) for one in totals])
    labels = [name.label for name in names] * len(found)
    cells = [Cell(*one) for one in zip(labels, totals, drawn, strict=True)]
    return [Year(year, cells[2 * at : 2 * at + 2]) for at, year in enumerate(found)]
