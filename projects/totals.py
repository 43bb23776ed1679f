"""The one function that every total over many projects comes from."""

import datetime
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Q, QuerySet, Sum

from projects.models import Organisation, Project, Subtotal
from projects.money import Basis, Total
from projects.settlement import BY_FUNDER

SUMS = {
    "low": Sum("at_least"),
    "high": Sum("at_most"),
    "open_tops": Count("pk", filter=Q(at_most__isnull=True)),
    "unknown": Sum("unknown_parts"),
    "approximate": BoolOr("is_approximate"),
    "projects": Count("pk"),
}


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
    counts those that have a part on the basis. `on` only labels the total. Raises
    ValueError for one funder's part of a basis that is not kept for each funder.
    """
    _refuse_unkept(basis, by_funder=funder is not None)
    chosen = projects.order_by().values("pk")
    rows = Subtotal.objects.filter(project__in=chosen, basis=basis, funder=funder)
    return _as_total(rows.order_by().aggregate(**SUMS), basis, on)


def totals_by(
    field: str, projects: QuerySet[Project], basis: Basis, *, on: datetime.date | None = None
) -> dict[Any, Total]:
    """Return one total for each value of a field of subtotals, such as "funder", in one query.

    With "funder" the totals are each funder's part, of the bases that keep one; with
    "programme", or a field of the project such as "project__priority__programme", of
    whole projects, each in one of them. None is the key of those that have no value;
    together they are `total`.
    """
    _refuse_unkept(basis, by_funder=field == "funder")
    rows = Subtotal.objects.with_programme().filter(
        project__in=projects.order_by().values("pk"),
        basis=basis,
        funder__isnull=field != "funder",
    )
    groups = rows.order_by().values(field).annotate(**SUMS)
    return {group[field]: _as_total(group, basis, on) for group in groups}


def _refuse_unkept(basis: Basis, *, by_funder: bool) -> None:
    """Raise ValueError rather than answer nought where nothing is kept."""
    if by_funder and basis not in BY_FUNDER:
        raise ValueError(f"no part of one funder is kept on the basis {basis}")


def _as_total(sums: dict[str, Any], basis: Basis, on: datetime.date | None) -> Total:
    if not sums["projects"]:
        return Total.empty(basis, on)
    return Total(
        at_least=sums["low"],
        at_most=None if sums["open_tops"] else sums["high"],
        unknown_parts=sums["unknown"],
        is_approximate=sums["approximate"],
        basis=basis,
        on=on,
        projects=sums["projects"],
    )
