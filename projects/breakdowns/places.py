"""The money of a place by funder, fund, programme and year: its own beside what it shares."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.breakdowns.bars import Bar, bars
from projects.breakdowns.parts import BASIS, WAYS, Sums, Way, address
from projects.filters import ProjectFilter
from projects.models import Project
from projects.money import Total
from projects.places import Group
from projects.search.names import Name, called
from projects.totals import Paid, paid_by, totals_by

MOST_LINES = 6
"""Lines of a table; the smallest share the last, but for years."""


def _by_funder(projects: QuerySet[Project], on: datetime.date) -> Sums:
    return Sums(totals_by("funder", projects, BASIS, on=on), paid_by("split__funder", projects))


FUNDER = Way(
    title=_("By funder"),
    of=_("Funder"),
    unknown=_("funder not named"),
    said=_("Each funder with its own part. Groups that no source names are left out."),
    sums=_by_funder,
    parameter="funder",
    adds_up=False,
)
OF_PLACES = {"funder": FUNDER, **{name: WAYS[name] for name in ("fund", "programme", "year")}}


@dataclass(frozen=True)
class Cell:
    """What one group of projects got of a line, and its bar."""

    group: Group
    total: Total
    paid: Paid
    bar: Bar


@dataclass(frozen=True)
class Line:
    """One funder, fund, programme or year; or the `others` that share a line."""

    label: str
    url: str
    cells: list[Cell]
    others: int = 0


@dataclass(frozen=True)
class Table:
    """The groups side by side, a column each, all bars of one scale."""

    name: str
    title: str | Promise
    of: str | Promise
    unknown: str | Promise
    said: str | Promise
    lines: list[Line]
    adds_up: bool


def tables(groups: Sequence[Group], selection: ProjectFilter, on: datetime.date) -> list[Table]:
    """Return groups of projects side by side in every way that fits a place.

    `selection` finds them all in the list; `on` is the day their sums are said to hold.
    """
    return [_table(name, way, groups, selection, on) for name, way in OF_PLACES.items()]


@dataclass(frozen=True)
class _Row:
    label: str
    value: str
    sums: list[tuple[Total, Paid]]
    sort_key: str = ""
    others: int = 0

    @property
    def size(self) -> tuple[Any, ...]:
        """What rows are ordered by: the largest of the first group first."""
        return (*(-total.at_least for total, _paid in self.sums), self.sort_key)


def _table(
    name: str,
    way: Way,
    groups: Sequence[Group],
    selection: ProjectFilter,
    on: datetime.date,
) -> Table:
    found = [way.sums(group.projects, on) for group in groups]
    keys = {key for sums in found for key in (*sums.granted, *sums.paid) if key is not None}
    names = called(way.parameter, keys) if way.parameter else {}
    rows = [_row(key, found, names, on) for key in keys]
    if name == "year":
        rows.sort(key=lambda row: row.label)
    else:
        rows = _folded(sorted(rows, key=lambda row: row.size), on)
    if any(None in sums.granted or None in sums.paid for sums in found):
        rows.append(_row(None, found, {}, on))
    drawn = iter(bars([one for row in rows for one in row.sums]))
    return Table(
        name=name,
        title=way.title,
        of=way.of,
        unknown=way.unknown,
        said=way.said,
        lines=[
            Line(
                label=row.label,
                url=address(way.parameter, row.value, selection),
                cells=[
                    Cell(group, *one, next(drawn))
                    for group, one in zip(groups, row.sums, strict=True)
                ],
                others=row.others,
            )
            for row in rows
        ],
        adds_up=way.adds_up,
    )


def _row(key: Any, found: Sequence[Sums], names: Mapping[int, Name], on: datetime.date) -> _Row:
    sums = [
        (one.granted.get(key) or Total.empty(BASIS, on), one.paid.get(key, Paid())) for one in found
    ]
    name = names.get(key)
    if name:
        return _Row(name.label, name.value, sums, name.sort_key)
    return _Row("" if key is None else str(key), "", sums)


def _folded(rows: list[_Row], on: datetime.date) -> list[_Row]:
    """Let the smallest share one row, where there are more than fit."""
    kept, rest = rows[: MOST_LINES - 1], rows[MOST_LINES - 1 :]
    if len(rest) < 2:
        return rows
    columns = zip(*(row.sums for row in rest), strict=True)
    together = [
        (
            Total.over((total for total, _paid in column), basis=BASIS, on=on),
            Paid.over(paid for _total, paid in column),
        )
        for column in columns
    ]
    return [*kept, replace(rest[0], label="", value="", sums=together, others=len(rest))]
