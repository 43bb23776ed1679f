"""The lists of operations that the law asks a managing authority for, column by column.

Regulation (EU) 2021/1060, article 49(3), for 2021-2027; Regulation (EU) 1303/2013, article
115(2) and annex XII, for 2014-2020. The duty is the managing authority's, never ours.
"""

import calendar
import csv
import datetime
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.downloads.columns import harmless
from projects.exchange.operations import (
    EARLIER,
    LATER,
    Operation,
    Period,
    every,
    operation,
    operations,
    with_operations,
)
from projects.exchange.threesixty import dated
from projects.models import Project

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Told = Callable[[Operation], str]
"""What a column says of an operation; nothing where it is unknown."""

SEPARATOR = "; "


@dataclass(frozen=True)
class Column:
    """A column: its name in the file, and what it is called where it must be filled in.

    `needed` tells what will do, where that is not the column's own value.
    """

    name: str
    told: Told
    required: "StrOrPromise" = ""
    needed: Told | None = None

    def lacks(self, one: Operation) -> bool:
        return bool(self.required) and not (self.needed or self.told)(one)


@dataclass(frozen=True)
class OperationList:
    """A list of operations. `months` is how often the law asks for a new one.

    Where `is_strict`, an operation that lacks anything is left out, since the schema would
    refuse its row; other lists leave empty what is unknown.
    """

    key: str
    title: "StrOrPromise"
    law: "StrOrPromise"
    months: int
    periods: tuple[Period, ...]
    columns: list[Column]
    extensions: tuple[str, ...] = ("csv", "json")
    is_strict: bool = False

    def operations(self) -> Iterator[Operation]:
        """Return what stands in the file."""
        for period in self.periods:
            yield from (one for one in every(period) if not (self.is_strict and self.missing(one)))

    def missing(self, one: Operation) -> list[str]:
        """Return what an operation lacks, in words."""
        lacks = (str(it.required) for it in self.columns if it.lacks(one))
        return list(dict.fromkeys(lacks))


def first_of(one: Operation) -> str:
    return dated(one.project.starts_on, one.project.starts_on_precision)


def last_of(one: Operation) -> str:
    return dated(one.project.ends_on, one.project.ends_on_precision)


def money(one: Operation) -> str:
    return "" if one.cost is None else f"{one.cost:.2f}"


def percent(one: Operation) -> str:
    return "" if one.rate is None else f"{one.rate:.2f}"


def beneficiary(one: Operation) -> str:
    return one.beneficiary.name if one.beneficiary else ""


def number(one: Operation) -> str:
    return (one.beneficiary and one.beneficiary.number) or ""


def summary(one: Operation) -> str:
    """Return the purpose, and the results where there are any."""
    return "\n\n".join(filter(None, [one.project.purpose_sv, one.project.results_sv]))


def objective(one: Operation) -> str:
    project = one.project
    parts = [project.specific_objective_code, project.specific_objective_sv]
    return " ".join(filter(None, parts))


def location(one: Operation) -> str:
    return SEPARATOR.join(place.name_sv for place in one.places)


def _shared(*, cost: Column, more: list[Column]) -> list[Column]:
    """Return what both lists hold, with the cost that each asks for."""
    return [
        Column("operation_code", lambda one: str(one.project.reference)),
        Column("beneficiary", beneficiary, gettext_lazy("beneficiary, a legal person")),
        Column("beneficiary_number", number),
        Column("operation_name", lambda one: one.project.title_sv, gettext_lazy("name")),
        Column("operation_name_en", lambda one: one.project.title_en),
        Column("purpose_and_achievements", summary, gettext_lazy("purpose")),
        Column("start_date", first_of, gettext_lazy("start")),
        Column("end_date", last_of, gettext_lazy("end")),
        cost,
        Column("currency", lambda _one: "SEK"),
        Column("union_cofinancing_rate", percent, gettext_lazy("Union co-financing rate")),
        Column("postcode", lambda one: one.project.postcode),
        Column("nuts2", lambda one: one.nuts2),
        Column("location", location, gettext_lazy("place")),
        Column("country", lambda _one: "SE"),
        Column(
            "intervention_fields",
            lambda one: SEPARATOR.join(one.interventions),
            gettext_lazy("intervention field"),
        ),
        Column("fund", lambda one: one.funds, gettext_lazy("fund")),
        *more,
        Column("programme", lambda one: one.programme.name_sv),
        Column("programme_code", lambda one: one.programme.code or ""),
        Column("last_update", lambda one: one.updated_on.isoformat()),
    ]


ARTICLE_49 = OperationList(
    key="2021-2027",
    title=gettext_lazy("List of operations 2021–2027"),
    law=gettext_lazy("Regulation (EU) 2021/1060, article 49(3)"),
    months=4,
    periods=(LATER,),
    columns=_shared(
        cost=Column("total_cost", money, gettext_lazy("total cost")),
        more=[Column("specific_objective", objective, gettext_lazy("specific objective"))],
    ),
)
ANNEX_XII = OperationList(
    key="2014-2020",
    title=gettext_lazy("List of operations 2014–2020"),
    law=gettext_lazy("Regulation (EU) 1303/2013, article 115(2) and annex XII"),
    months=6,
    periods=(EARLIER,),
    columns=_shared(
        cost=Column("total_eligible_expenditure", money, gettext_lazy("total eligible cost")),
        more=[],
    ),
)


@dataclass(frozen=True)
class Deadline:
    """When anything in a list was last changed here, and when the law wants a newer list."""

    updated_on: datetime.date
    due_on: datetime.date
    days: int

    @property
    def is_past(self) -> bool:
        return self.days < 0

    @property
    def late(self) -> int:
        return -self.days


def deadline(one: OperationList, on: datetime.date) -> Deadline | None:
    """Return how long a list may stand as it is, seen from a day; None for an empty one.

    It counts as updated the day on which an operation in it was last published or decided on.
    """
    moments = [
        moment
        for period in one.periods
        for moment in operations(period)
        .aggregate(Max("published_at"), Max("decisions__recorded_at"))
        .values()
        if moment
    ]
    if not moments:
        return None
    updated_on = timezone.localdate(max(moments))
    due_on = months_after(updated_on, one.months)
    return Deadline(updated_on, due_on, (due_on - on).days)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Return the same day of a later month, or the last of it where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def as_csv(one: OperationList) -> Iterator[str]:
    """Return a list line by line as RFC 4180 has it; no text of it is taken for a formula."""
    yield _line(column.name for column in one.columns)
    for found in one.operations():
        yield _line(harmless(column.told(found)) for column in one.columns)


def as_json(one: OperationList) -> Iterator[str]:
    """Return a list as an array of objects; what is unknown is null."""
    yield "["
    for place, found in enumerate(one.operations()):
        row = {column.name: column.told(found) or None for column in one.columns}
        yield f"{',' if place else ''}\n{json.dumps(row, ensure_ascii=False)}"
    yield "\n]\n"


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(list(cells))
    return text.getvalue()


def hints(project: Project) -> list[str]:
    """Return a sentence for each list that a project belongs to and is not complete for."""
    found = with_operations(Project.objects.filter(pk=project.pk)).first()
    said = []
    for one in (ARTICLE_49, ANNEX_XII):
        belongs = operation(found, one.periods[0]) if found else None
        if belongs and (missing := one.missing(belongs)):
            said.append(
                _("%(list)s lacks: %(missing)s.")
                % {"list": one.title, "missing": ", ".join(missing)}
            )
    return said
