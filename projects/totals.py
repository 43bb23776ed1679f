"""The one function that every total over many projects comes from."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Ceil, Coalesce, Floor, Greatest

from projects.accounts import Account
from projects.keys import Among
from projects.models import (
    Decision,
    GrantSplit,
    Organisation,
    Payment,
    Project,
    SplitForm,
    StatedFigure,
    Subtotal,
)
from projects.models.figures import programme_of_project
from projects.models.splits import GRANTED, PROPOSED
from projects.money import Basis, Precision, Total
from projects.settlement import BY_FUNDER, with_accounts

SUMS = {
    "low": Sum("at_least"),
    "high": Sum("at_most"),
    "open_tops": Count("project", filter=Q(at_most__isnull=True)),
    "unknown": Sum("unknown_parts"),
    "approximate": BoolOr("is_approximate"),
    "projects": Count("project"),
}
_KRONOR = DecimalField(max_digits=18, decimal_places=2)
# What rounding leaves open on either side, in whole öre, as `money.Amount.interval` has it.
_LOW = Greatest(Value(Decimal(0)), F("amount") - Floor(F("amount_step") * 50) / 100)
_HIGH = F("amount") + Ceil(F("amount_step") * 50) / 100 - Value(Decimal("0.01"))
SUMS_OF_SPLITS = {
    "low": Sum(
        Case(
            When(amount__isnull=True, then=Value(Decimal(0))),
            When(amount_precision=Precision.EXACT, then=F("amount")),
            When(amount_precision=Precision.ROUNDED, then=_LOW),
            default=Value(Decimal(0)),
            output_field=_KRONOR,
        )
    ),
    "high": Sum(
        Case(
            When(amount_precision=Precision.ROUNDED, then=_HIGH),
            default=F("amount"),
            output_field=_KRONOR,
        )
    ),
    "open_tops": Count(
        "pk", filter=Q(amount__isnull=True) | Q(amount_precision=Precision.APPROXIMATE)
    ),
    "unknown": Count("pk", filter=Q(amount__isnull=True)),
    "approximate": BoolOr(Q(amount_precision=Precision.APPROXIMATE)),
    "projects": Count("project", distinct=True),
}
COUNTED_AS = {Basis.REGISTERED_SUPPORT: GRANTED, Basis.PROPOSED_SUPPORT: PROPOSED}
"""What cash counts as in the sums that can be asked for as of a day."""
AT_ONCE, ACCOUNTS_AT_ONCE = 10_000, 500
"""Projects whose parts are added up together, and accounts that are read together."""
# What a project names is told by one bit a label: a row for each place that it is found in,
# sorted out again, takes many times as long.
_BY_LABELS = """
    WITH project (id, bits) AS (
        SELECT project_id, bit_or((%s::bigint[])[place_id])
        FROM projects_projectplace
        WHERE project_id IN ({projects})
        GROUP BY project_id
    )
    {what}
    GROUP BY bits
    HAVING bits > 0
"""
_KEYS = "SELECT bits, array_agg(id) FROM project"
_TOTALS = """
    SELECT bits, count(*), sum(at_least), sum(at_most),
        count(at_least) FILTER (WHERE at_most IS NULL),
        sum(unknown_parts), bool_or(is_approximate), count(at_least)
    FROM project LEFT JOIN projects_subtotal
        ON project_id = project.id AND basis = %s AND funder_id IS NULL
"""
_PAYMENTS = """
    SELECT bits, sum(amount), count(*), count(DISTINCT project_id), max(paid_on)
    FROM project JOIN projects_payment paid ON project_id = project.id
    WHERE takes_back_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM projects_payment WHERE takes_back_id = paid.id)
"""
MOST_LABELS = 63
"""A bigint has so many bits beside its sign."""

type Labels = Mapping[int, Collection[Any]]


@dataclass(frozen=True)
class Labelled:
    """How many projects there are, and what those that have a part got."""

    count: int
    total: Total


@dataclass(frozen=True)
class Paid:
    """What was paid out less what was paid back, kronor: exact, of the payments that are known.

    `projects` counts those with a payment, `last` is the day of the last one. Without any
    payment nothing is known; that is not nought.
    """

    kronor: Decimal = Decimal(0)
    payments: int = 0
    projects: int = 0
    last: datetime.date | None = None

    @classmethod
    def over(cls, parts: "Iterable[Paid]") -> "Paid":
        """What was paid to projects that are in one of the parts each."""
        rows = list(parts)
        return cls(
            sum((one.kronor for one in rows), Decimal(0)),
            sum(one.payments for one in rows),
            sum(one.projects for one in rows),
            max((one.last for one in rows if one.last), default=None),
        )


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


def totals_on(projects: QuerySet[Project], on: datetime.date) -> dict[Basis, Total]:
    """Return what many projects had got by a day, and what was proposed, kronor.

    By the decisions in force that day, as `Account.total` has it: of a project whose last
    words were said by then, what is stored holds. Of the others that had any by then
    PostgreSQL adds up the parts, thousands at a time, but for those whose sums a source
    states: these narrow one another, and their accounts are read.
    """
    settled = projects.filter(decided_on__lte=on)
    found = {basis: total(settled, basis, on=on) for basis in COUNTED_AS}
    before = Decision.objects.filter(project=OuterRef("pk"), in_force_from__lte=on)
    stated = StatedFigure.objects.filter(project=OuterRef("pk"))
    moved = projects.filter(Exists(before), decided_on__gt=on).order_by()
    keys: dict[bool, list[int]] = {True: [], False: []}
    for key, is_stated in moved.values_list("pk", Exists(stated)):
        keys[is_stated].append(key)
    for some in batched(keys[False], AT_ONCE):
        _add(found, _printed_on(some, on))
    for some in batched(keys[True], ACCOUNTS_AT_ONCE):
        rows = Project.objects.filter(Among("pk", some)).defer("search", "words", "named")
        for project in with_accounts(rows.order_by()):
            account = Account.of(project)
            _add(found, {basis: account.total(basis, on) for basis in COUNTED_AS})
    return found


def _add(found: dict[Basis, Total], more: dict[Basis, Total]) -> None:
    for basis, added in more.items():
        found[basis] += added


def _printed_on(keys: Collection[int], on: datetime.date) -> dict[Basis, Total]:
    """Return the sums of the parts in force on a day, as their decisions print them."""
    splits: Any = GrantSplit.objects.in_force(on).counted(on)
    splits = splits.filter(Among("project_id", keys), form=SplitForm.CASH)
    groups = splits.order_by().values("counts_as").annotate(**SUMS_OF_SPLITS)
    sums: dict[str | None, Any] = {group.pop("counts_as"): group for group in groups}
    return {
        basis: _as_total(sums[meaning], basis, on)
        for basis, meaning in COUNTED_AS.items()
        if meaning in sums
    }


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
    subtotals = Subtotal.objects.all()
    rows = (subtotals.with_programme() if field == "programme" else subtotals).filter(
        project__in=projects.order_by().values("pk"),
        basis=basis,
        funder__isnull=field != "funder",
    )
    groups = rows.order_by().values(field).annotate(**SUMS)
    return {group[field]: _as_total(group, basis, on) for group in groups}


def totals_by_fund(
    projects: QuerySet[Project], *, on: datetime.date | None = None
) -> dict[int | None, Total]:
    """Return each fund's own part of registered support, in one query; None is no fund stated.

    Parts are as their decisions print them. What sources say of the sums of a project
    narrows `total` and not these, so that together they reach at least as far as it does.
    """
    splits = GrantSplit.objects.given().filter(
        form=SplitForm.CASH, project__in=projects.order_by().values("pk")
    )
    groups = splits.order_by().values("fund").annotate(**SUMS_OF_SPLITS)
    return {group["fund"]: _as_total({**group}, Basis.REGISTERED_SUPPORT, on) for group in groups}


def totals_by_labels(
    labels: Labels, projects: QuerySet[Project], basis: Basis, *, on: datetime.date | None = None
) -> Mapping[frozenset[Any], Labelled]:
    """Return how many projects there are of each set of labels and their total, in one query.

    `labels` are those of places, by the key of the place. A project has those of all places
    that it names, and is in one set; one that names no place with a label is in none.
    """
    names = ["low", "high", "open_tops", "unknown", "approximate", "projects"]
    return {
        found: Labelled(count, _as_total(dict(zip(names, sums, strict=True)), basis, on))
        for found, (count, *sums) in _by_labels(_TOTALS, labels, projects, basis.value)
    }


def keys_by_labels(
    labels: Labels, projects: QuerySet[Project]
) -> Mapping[frozenset[Any], list[int]]:
    """Return the keys of the projects of each set of labels, in one query."""
    return {names: keys for names, [keys] in _by_labels(_KEYS, labels, projects)}


def paid(projects: QuerySet[Project]) -> Paid:
    """Return what was paid to many projects."""
    return Paid(**_payments(projects).aggregate(**_PAID))


def paid_by(field: str, projects: QuerySet[Project]) -> dict[Any, Paid]:
    """Return the same for each value of a field of payments, such as "split__fund".

    "programme" is that of the project, as in `totals_by`.
    """
    rows = _payments(projects)
    if field == "programme":
        rows = rows.annotate(programme=programme_of_project())
    groups = rows.values(field).annotate(**_PAID)
    return {group.pop(field): Paid(**group) for group in groups}


def paid_by_labels(labels: Labels, projects: QuerySet[Project]) -> Mapping[frozenset[Any], Paid]:
    """Return what was paid to the projects of each set of labels, in one query."""
    found = _by_labels(_PAYMENTS, labels, projects)
    return {names: Paid(*sums) for names, sums in found}


_PAID = {
    "kronor": Coalesce(Sum("amount"), Decimal(0)),
    "payments": Count("pk"),
    "projects": Count("project", distinct=True),
    "last": Max("paid_on"),
}


def _payments(projects: QuerySet[Project]) -> QuerySet[Payment]:
    """Return the payments that count: none that was taken back, nor what took it back."""
    standing = Payment.objects.filter(takes_back__isnull=True, taken_back_by__isnull=True)
    return standing.filter(project__in=projects.order_by().values("pk")).order_by()


def _by_labels(
    what: str, labels: Labels, projects: QuerySet[Project], *parameters: Any
) -> Iterator[tuple[frozenset[Any], Sequence[Any]]]:
    """Yield what is asked of each set of labels; ValueError for more than MOST_LABELS."""
    names = list({name: None for some in labels.values() for name in some})
    if len(names) > MOST_LABELS:
        raise ValueError(f"{len(names)} labels, and not {MOST_LABELS} at the most")
    bits = {name: 1 << place for place, name in enumerate(names)}
    by_key = [
        sum(bits[name] for name in labels.get(key, ()))
        for key in range(1, max(labels, default=0) + 1)
    ]
    try:
        chosen, parameters_of_chosen = projects.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _BY_LABELS.format(projects=chosen, what=what),
            [by_key, *parameters_of_chosen, *parameters],
        )
        for found, *sums in cursor.fetchall():
            yield frozenset(name for name in names if found & bits[name]), sums


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
