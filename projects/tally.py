"""The parts that make the sum of the start page: EU support, programme by programme."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from projects.models import Programme, Project
from projects.money import Basis, Total
from projects.totals import totals_by

MOST_ROWS = 10


@dataclass(frozen=True)
class Row:
    """One programme and what was granted under it; no programme for all the rest together."""

    programme: Programme | None
    total: Total


@dataclass(frozen=True)
class Tally:
    """Rows that add up to the sum, which is that of every project once."""

    rows: list[Row]
    sum: Total


def tally(projects: QuerySet[Project], *, on: datetime.date) -> Tally:
    """Return the EU support of projects by programme, the largest first, in two queries.

    At most ten programmes have a row of their own; the others, and projects of no
    programme, share the last. `on` is the day that the sum is said to hold.
    """
    totals = totals_by("programme", projects, Basis.EU_SUPPORT, on=on)
    programmes = Programme.objects.in_bulk([key for key in totals if key])
    named = [Row(programmes[key], total) for key, total in totals.items() if key]
    named.sort(key=lambda row: (-row.total.at_least, str(row.programme)))
    rest = [row.total for row in named[MOST_ROWS:]]
    rest += [total for key, total in totals.items() if key is None]
    others = [Row(None, Total.over(rest, basis=Basis.EU_SUPPORT, on=on))] if rest else []
    rows = named[:MOST_ROWS] + others
    whole = Total.over((row.total for row in rows), basis=Basis.EU_SUPPORT, on=on)
    return Tally(rows, whole)
