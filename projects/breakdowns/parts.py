"""A selection of projects by year, fund, programme, priority and county: granted and paid."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.breakdowns.bars import Bar, bars
from projects.filters import ProjectFilter
from projects.models import Project, ProjectPlace
from projects.money import Basis, Total
from projects.search.names import Name, called
from projects.search.places import closures
from projects.selection import query_of
from projects.totals import (
    Paid,
    paid,
    paid_by,
    paid_by_labels,
    total,
    totals_by,
    totals_by_fund,
    totals_by_labels,
)

MOST_PARTS = 15
"""Parts with a row of their own, where the others can be added up."""
BASIS = Basis.REGISTERED_SUPPORT


@dataclass(frozen=True)
class Part:
    """One row: what it is called, where its projects are listed, its money, and its bar.

    `value` is how addresses write it, empty where it has no name of its own: of what
    is unknown, and of `others` that share a row.
    """

    label: str
    value: str
    url: str
    total: Total
    paid: Paid
    bar: Bar
    others: int = 0


@dataclass(frozen=True)
class Breakdown:
    """The parts of a selection by one thing. `adds_up` where together they are the selection."""

    name: str
    title: str | Promise
    of: str | Promise
    unknown: str | Promise
    said: str | Promise
    parts: list[Part]
    adds_up: bool


class Sums(NamedTuple):
    """Granted and paid by key; None is the key of what has none."""

    granted: Mapping[Any, Total]
    paid: Mapping[Any, Paid]


@dataclass(frozen=True)
class Way:
    """A way to break a selection down, in a fixed number of queries."""

    title: str | Promise
    of: str | Promise
    unknown: str | Promise
    said: str | Promise
    sums: Callable[[QuerySet[Project], datetime.date], Sums]
    parameter: str = ""
    adds_up: bool = True


def _by_year(projects: QuerySet[Project], on: datetime.date) -> Sums:
    return Sums(
        totals_by("project__starts_on__year", projects, BASIS, on=on),
        paid_by("paid_on__year", projects),
    )


def _by_fund(projects: QuerySet[Project], on: datetime.date) -> Sums:
    return Sums(totals_by_fund(projects, on=on), paid_by("split__fund", projects))


def _by_programme(projects: QuerySet[Project], on: datetime.date) -> Sums:
    return Sums(totals_by("programme", projects, BASIS, on=on), paid_by("programme", projects))


def _by_priority(projects: QuerySet[Project], on: datetime.date) -> Sums:
    field = "project__priority"
    return Sums(totals_by(field, projects, BASIS, on=on), paid_by(field, projects))


def _by_county(projects: QuerySet[Project], on: datetime.date) -> Sums:
    """Return each county, as `by_county` counts projects; a whole country is with itself."""
    labels = {
        key: one.counties if one.parent else {key, *one.counties} for key, one in closures().items()
    }
    totals = totals_by_labels(labels, projects, BASIS, on=on)
    given_to = paid_by_labels(labels, projects)
    granted: dict[Any, Total] = {}
    for key in frozenset[Any]().union(*totals):
        parts = [part.total for named, part in totals.items() if key in named]
        granted[key] = Total.over(parts, basis=BASIS, on=on)
    given: dict[Any, Paid] = {
        key: Paid.over(part for named, part in given_to.items() if key in named)
        for key in frozenset[Any]().union(*given_to)
    }
    placeless = projects.filter(~Exists(ProjectPlace.objects.filter(project=OuterRef("pk"))))
    nowhere = total(placeless, BASIS, on=on)
    if nowhere.projects:
        granted[None], given[None] = nowhere, paid(placeless)
    return Sums(granted, given)


WAYS = {
    "year": Way(
        title=_("By year"),
        of=_("Year"),
        unknown=_("start not known"),
        said=_(
            "A project stands with its whole sum in the year that it starts. Payments stand in "
            "the year that they were made, so the two columns tell of different projects."
        ),
        sums=_by_year,
    ),
    "fund": Way(
        title=_("By fund"),
        of=_("Fund"),
        unknown=_("fund not stated"),
        said=_(
            "Each fund with its own part, as the decisions print it. What sources say of the sum "
            "of a project narrows the sum below and not the parts. A project with money from "
            "several funds is counted in the number of each."
        ),
        sums=_by_fund,
        parameter="fund",
    ),
    "programme": Way(
        title=_("By programme"),
        of=_("Programme"),
        unknown=_("no programme stated"),
        said=_(
            "A project stands with its whole sum, regional and private money included, in one "
            "programme: that of its priority, else that of its first grant."
        ),
        sums=_by_programme,
        parameter="programme",
    ),
    "priority": Way(
        title=_("By priority"),
        of=_("Priority"),
        unknown=_("no priority stated"),
        said=_("A project stands with its whole sum in the one priority that it has."),
        sums=_by_priority,
        parameter="priority",
    ),
    "county": Way(
        title=_("By county"),
        of=_("County"),
        unknown=_("no place stated"),
        said=_(
            "The money of a project is not divided by place. One that reaches several counties "
            "stands with its whole sum in each, so the rows cannot be added up. One of the whole "
            "country stands under Sweden alone."
        ),
        sums=_by_county,
        parameter="county",
        adds_up=False,
    ),
}


def breakdowns(
    projects: QuerySet[Project], selection: ProjectFilter, *, on: datetime.date
) -> list[Breakdown]:
    """Return a selection broken down every way; `on` is the day its sums are said to hold."""
    return [breakdown(name, projects, selection, on=on) for name in WAYS]


def breakdown(
    name: str, projects: QuerySet[Project], selection: ProjectFilter, *, on: datetime.date
) -> Breakdown:
    """Return a selection broken down one of the `WAYS`."""
    way = WAYS[name]
    sums = way.sums(projects, on)
    keys = [key for key in sums.granted.keys() | sums.paid.keys() if key is not None]
    names = called(way.parameter, keys) if way.parameter else {}
    rows = [_row(key, sums, names, on) for key in keys]
    if name == "year":
        rows.sort(key=lambda row: row.label)
    else:
        rows.sort(key=lambda row: (-row.total.at_least, -row.paid.kronor, row.sort_key))
        if way.adds_up:
            rows = _folded(rows, on)
    if None in sums.granted or None in sums.paid:
        rows.append(_row(None, sums, {}, on))
    drawn = bars([(row.total, row.paid) for row in rows])
    return Breakdown(
        name=name,
        title=way.title,
        of=way.of,
        unknown=way.unknown,
        said=way.said,
        parts=[
            Part(
                label=row.label,
                value=row.value,
                url=address(way.parameter, row.value, selection),
                total=row.total,
                paid=row.paid,
                bar=bar,
                others=row.others,
            )
            for row, bar in zip(rows, drawn, strict=True)
        ],
        adds_up=way.adds_up,
    )


COUNTRY = "SE"
"""As a county it stands for what is of the whole country alone, which no list selects."""


class _Row(NamedTuple):
    label: str
    value: str
    sort_key: str
    total: Total
    paid: Paid
    others: int = 0


def _row(key: Any, sums: Sums, names: Mapping[int, Name], on: datetime.date) -> _Row:
    granted = sums.granted.get(key) or Total.empty(BASIS, on)
    name = names.get(key)
    label = name.label if name else "" if key is None else str(key)
    value, sort_key = (name.value, name.sort_key) if name else ("", label)
    if value == COUNTRY:
        value = ""
    return _Row(label, value, sort_key, granted, sums.paid.get(key, Paid()))


def _folded(rows: list[_Row], on: datetime.date) -> list[_Row]:
    """Let those after the largest share one row."""
    rest = rows[MOST_PARTS:]
    if len(rest) < 2:
        return rows
    granted = Total.over((row.total for row in rest), basis=BASIS, on=on)
    given = Paid.over(row.paid for row in rest)
    return [*rows[:MOST_PARTS], _Row("", "", "", granted, given, others=len(rest))]


def address(parameter: str, value: str, selection: ProjectFilter) -> str:
    """Return where the list shows the projects of a part; empty where no list selects just them.

    A second value of what is chosen already would widen the selection.
    """
    chosen = selection.given(parameter) if parameter else []
    if not value or (chosen and value not in chosen):
        return ""
    query = query_of(selection, **{parameter: [value], "page": [], "sort": []})
    return f"{reverse('projects:list')}{query}"
