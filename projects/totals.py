"""The one function that every total over many projects comes from."""

import datetime
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Q, QuerySet, Sum

from projects.models import Organisation, Project, Subtotal
from projects.money import Basis, Total


def total(
    projects: QuerySet[Project],
    basis: Basis = Basis.REGISTERED_SUPPORT,
    *,
    funder: Organisation | None = None,
    on: datetime.date | None = None,
) -> Total:
    """Return what many projects got, kronor, as the value of all that must be said beside it.

    Adds the stored bounds of each project once, however the projects were found:
    a filter by place or funder narrows which projects count, never how much of
    them, unless `funder` asks for that funder's part. `projects` of the answer
    counts those that have a part on the basis. `on` only labels the total.
    """
    chosen = projects.order_by().values("pk")
    if basis is Basis.REGISTERED_SUPPORT and funder is None:
        rows: QuerySet[Any] = Project.objects.filter(pk__in=chosen, is_granted=True)
    else:
        rows = Subtotal.objects.filter(project__in=chosen, basis=basis, funder=funder)
    sums = rows.order_by().aggregate(
        low=Sum("at_least"),
        high=Sum("at_most"),
        open_tops=Count("pk", filter=Q(at_most__isnull=True)),
        unknown=Sum("unknown_parts"),
        approximate=BoolOr("is_approximate"),
        rows=Count("pk"),
    )
    if not sums["rows"]:
        return Total.empty(basis, on)
    return Total(
        at_least=sums["low"],
        at_most=None if sums["open_tops"] else sums["high"],
        unknown_parts=sums["unknown"],
        is_approximate=sums["approximate"],
        basis=basis,
        on=on,
        projects=sums["rows"],
    )
