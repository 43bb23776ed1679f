"""Projects as rows: what a file says of each, as PostgreSQL is asked for it."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.accounts import Account, Accounts
from projects.downloads.columns import Asking, Column, Kind, Row, to_the_ore
from projects.downloads.expressions import (
    address,
    bound,
    distinct,
    joined,
    named,
    said,
    status,
    where_known,
)
from projects.keys import Among
from projects.models import GrantSplit, Participation, Project, ProjectPlace, Role
from projects.models.amounts import PRECISIONS
from projects.models.figures import BASES
from projects.models.project import DatePrecision, ProjectKind
from projects.models.statuses import ProjectStatus
from projects.money import Basis

IN_ENGLISH = _("In the file’s language where it is known in that, else in Swedish.")
KNOWN_TO = _("Whether the day itself is known, or only its month or year.")
AT_LEAST = _("Kronor. The least it can be, whatever is rounded or unknown.")
AT_MOST = _("Kronor. The most it can be; empty where nothing bounds it.")


def _column(name: str, heading: Any, means: Any, kind: Kind = Kind.TEXT, **more: Any) -> Column:
    """Return a column that has the project's own of that name where it is not told another."""
    return Column(name, heading, means, kind, **({"value": lambda _asking: F(name)} | more))


def _registered(name: str, heading: Any, means: Any, kind: Kind) -> Column:
    """Return a column of the project's registered support."""
    return _column(name, heading, means, kind, sum=(Basis.REGISTERED_SUPPORT, name))


def _leads(name: Any) -> Any:
    return joined(Participation.objects.filter(role=Role.LEAD), name)


def _of_money(name: Any) -> Any:
    """Return what the splits in force, granted or proposed, have of something."""
    return distinct(GrantSplit.objects.standing(), name)


def _bounds(prefix: str, basis: Basis, heading_low: Any, heading_high: Any) -> list[Column]:
    """Return the two ends of a sum that comes only when it is asked for."""
    ends = [("at_least", heading_low, AT_LEAST), ("at_most", heading_high, AT_MOST)]
    return [
        Column(
            f"{prefix}_{end}",
            heading,
            means,
            Kind.KRONOR,
            lambda _asking, end=end: bound(end, basis),  # type: ignore[misc]
            is_usual=basis is Basis.PROPOSED_SUPPORT,
            sum=(basis, end),
        )
        for end, heading, means in ends
    ]


WHAT_IT_IS = [
    _column("reference", _("Reference"), _("The registry’s own number, never used for another.")),
    Column(
        "url",
        _("Address"),
        _("The project’s page."),
        value=lambda asking: address(reverse("projects:list"), asking),
    ),
    _column("acronym", _("Short name"), _("What the project is called for short.")),
    Column("title", _("Title"), IN_ENGLISH, value=lambda asking: said("title", asking)),
    Column("purpose", _("Purpose"), IN_ENGLISH, value=lambda asking: said("purpose", asking)),
    Column(
        "results",
        _("Results"),
        IN_ENGLISH,
        value=lambda asking: said("results", asking),
        is_usual=False,
    ),
    _column(
        "kind",
        _("Kind"),
        _("Pre-study or implementation, where a source says."),
        Kind.CODE,
        words=dict(ProjectKind.choices),
        is_usual=False,
    ),
    Column(
        "status",
        _("Status"),
        _("What follows from its dates and decisions on the day of the file."),
        Kind.CODE,
        status,
        words=dict(ProjectStatus.choices),
    ),
    _column("starts_on", _("Starts on"), _("First day."), Kind.DATE),
    _column(
        "starts_on_precision",
        _("Start known to the"),
        KNOWN_TO,
        Kind.CODE,
        value=lambda _asking: where_known("starts_on", "starts_on_precision"),
        words=dict(DatePrecision.choices),
    ),
    _column("ends_on", _("Ends on"), _("Last day, included."), Kind.DATE),
    _column(
        "ends_on_precision",
        _("End known to the"),
        KNOWN_TO,
        Kind.CODE,
        value=lambda _asking: where_known("ends_on", "ends_on_precision"),
        words=dict(DatePrecision.choices),
    ),
]
WHO_AND_WHERE = [
    Column(
        "lead",
        _("Lead"),
        _("Who leads or has led it, in the order entered."),
        value=lambda asking: _leads(named("organisation", asking)),
    ),
    Column(
        "lead_number",
        _("Lead’s number"),
        _("Organisation number, where it is known."),
        value=lambda _asking: _leads("organisation__number"),
        is_usual=False,
    ),
    Column(
        "funders",
        _("Funders"),
        _("Who has granted or is asked for money, each once."),
        value=lambda asking: _of_money(named("funder", asking)),
    ),
    Column(
        "funds",
        _("Funds"),
        _("Codes of the funds that the money is from, each once."),
        value=lambda _asking: _of_money("fund__code"),
    ),
    Column(
        "programmes",
        _("Programmes"),
        _("The programmes that the money is under, each once."),
        value=lambda asking: _of_money(said("programme__name", asking)),
    ),
    Column(
        "priority",
        _("Priority"),
        _("The heading within its programme."),
        value=lambda asking: said("priority__name", asking),
        is_usual=False,
    ),
    Column(
        "places",
        _("Places"),
        _("Where it is carried out, what it affects and where it sits, each once."),
        value=lambda _asking: distinct(ProjectPlace.objects.all(), "place__short_sv"),
    ),
    Column(
        "place_codes",
        _("Codes of places"),
        _("The official codes of the same places, each once."),
        value=lambda _asking: distinct(ProjectPlace.objects.all(), "place__code"),
    ),
]
MONEY = [
    _column(
        "decided_on", _("Decided on"), _("The latest decision, or when it was known."), Kind.DATE
    ),
    _registered("at_least", _("Support, at least"), AT_LEAST, Kind.KRONOR),
    _registered("at_most", _("Support, at most"), AT_MOST, Kind.KRONOR),
    _registered(
        "unknown_parts",
        _("Parts without an amount"),
        _("How many parts of the support have no known amount."),
        Kind.NUMBER,
    ),
    _registered(
        "is_approximate",
        _("Approximate"),
        _("Whether a part is only approximately known and so proves nothing."),
        Kind.YES,
    ),
    Column(
        "basis",
        _("What the support counts"),
        _("Registered support: every cash part in force here; other funders may be missing."),
        Kind.CODE,
        lambda _asking: Value(Basis.REGISTERED_SUPPORT.value),
        words=dict(BASES),
    ),
    Column(
        "as_of",
        _("As of"),
        _("The day that the amounts and the status hold."),
        Kind.DATE,
        lambda asking: Value(asking.day, output_field=DateField()),
    ),
    *_bounds(
        "proposed",
        Basis.PROPOSED_SUPPORT,
        _("Proposed, at least"),
        _("Proposed, at most"),
    ),
    *_bounds("eu", Basis.EU_SUPPORT, _("EU support, at least"), _("EU support, at most")),
    *_bounds(
        "public", Basis.PUBLIC_SUPPORT, _("Public support, at least"), _("Public support, at most")
    ),
    *_bounds(
        "funding",
        Basis.TOTAL_FUNDING,
        _("All funding with in kind, at least"),
        _("All funding with in kind, at most"),
    ),
    _column(
        "total_cost",
        _("Total cost"),
        _("Kronor, as the source has it."),
        Kind.KRONOR,
        is_usual=False,
    ),
    _column(
        "total_cost_precision",
        _("Precision of the total cost"),
        _("What the writing claims: exact, rounded, approximate or at most."),
        Kind.CODE,
        value=lambda _asking: where_known("total_cost", "total_cost_precision"),
        words=dict(PRECISIONS),
        is_usual=False,
    ),
    _column(
        "total_cost_step",
        _("Total cost rounded to"),
        _("Kronor, where it is rounded."),
        Kind.KRONOR,
        is_usual=False,
    ),
]
COLUMNS = [*WHAT_IT_IS, *WHO_AND_WHERE, *MONEY]


def rows(
    keys: Sequence[int], columns: Sequence[Column], asking: Asking, accounts: Accounts
) -> Iterator[Row]:
    """Return the rows of those of the projects that are public now, in the order of their keys.

    Those of a day bear the sums that `accounts` have of it.
    """
    asked = {f"cell_{place}": one.value(asking) for place, one in enumerate(columns) if one.value}
    told = public(keys).annotate(**asked).values_list("pk", *asked)
    found: dict[int, Row] = {row[0]: row[1:] for row in told}
    if asking.on:
        found = {
            key: _as_it_was(row, columns, accounts[key], asking.on)
            for key, row in found.items()
            if key in accounts
        }
    return (found[key] for key in keys if key in found)


def public(keys: Collection[int]) -> QuerySet[Project]:
    """Return those of the projects that are public now, in no order."""
    return Project.objects.published().filter(Among("pk", keys)).order_by()


def _as_it_was(row: Row, columns: Sequence[Column], account: Account, on: datetime.date) -> Row:
    """Return the row of a project with its sums of a day in place of those of today."""
    cells = list(row)
    for place, column in enumerate(columns):
        if column.sum:
            basis, part = column.sum
            total = account.total(basis, on)
            # A project has its own columns for registered support, and nought where it has none.
            is_told = total.projects or basis is Basis.REGISTERED_SUPPORT
            value = getattr(total, part) if is_told else None
            cells[place] = to_the_ore(value)
    return cells
