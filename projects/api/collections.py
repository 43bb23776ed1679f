"""The lists of the API: which rows each has, by what they are chosen, how they are told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django import forms
from django.db.models import F, Model, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from projects.accounts import Account
from projects.api.parameters import ReferenceField
from projects.models import (
    Decision,
    DecisionKind,
    Fund,
    GrantSplit,
    Organisation,
    OrganisationKind,
    Partnership,
    Place,
    PlaceKind,
    Programme,
    Project,
    Round,
    SplitForm,
)
from projects.open_data import decision_data, split_data
from projects.open_data.registers import (
    fund_data,
    organisation_data,
    partnership_data,
    place_row_data,
    programme_data,
    round_data,
)
from projects.open_data.values import Data
from projects.settlement import with_accounts

type Values = Mapping[str, Any]
type Told = Callable[[Sequence[Any], str], list[Data]]

KEY = [F("pk").asc()]
"""The order of every list that asks for no other: that in which rows were entered."""


@dataclass(frozen=True)
class Choice:
    """What an address chooses: rows in no order, the terms of one, and what they add up to."""

    rows: QuerySet
    terms: Sequence[Any] = field(default_factory=lambda: KEY)
    summary: Callable[[], Data] | None = None


class Collection(Protocol):
    """One list of the API and the rows in it; `item` is the name of their schema."""

    @property
    def name(self) -> str: ...

    @property
    def item(self) -> str: ...

    @property
    def has_changes(self) -> bool:
        """Whether it tells what has changed since a moment, and what is withdrawn."""

    @property
    def fields(self) -> Mapping[str, forms.Field]:
        """The parameters that choose rows, for the description and for whoever reads them."""

    @property
    def own_fields(self) -> Mapping[str, forms.Field]:
        """Those of the parameters that nobody else reads."""

    def choice(self, query: QueryDict, values: Values) -> Choice:
        """Return what the parameters choose. RefusedError where one cannot be read."""

    @property
    def views(self) -> Mapping[str, forms.Field]:
        """The parameters of a single row that say as of when it is told."""

    def told(self, rows: Sequence[Any], site: str, values: Values) -> list[Data]:
        """Return public rows in their order, as the values ask; a fixed number of queries."""

    def one(self, key: str) -> Model:
        """Return a row by what stands in its address. Http404 where the public sees none."""


@dataclass(frozen=True)
class Table:
    """A list of all that the public may see of a table; `filters` are parameters by column."""

    name: str
    item: str
    rows: Callable[[], QuerySet]
    made: Told
    filters: Mapping[str, tuple[str, forms.Field]] = field(default_factory=dict)
    key: str = "slug"
    views: Mapping[str, forms.Field] = field(default_factory=dict)
    has_changes: bool = False

    @property
    def fields(self) -> Mapping[str, forms.Field]:
        return {name: found for name, (_column, found) in self.filters.items()}

    @property
    def own_fields(self) -> Mapping[str, forms.Field]:
        return self.fields

    def choice(self, _query: QueryDict, values: Values) -> Choice:
        wanted = {
            column: values[name]
            for name, (column, _field) in self.filters.items()
            if values.get(name)
        }
        return Choice(self.rows().filter(**wanted))

    def told(self, rows: Sequence[Any], site: str, values: Values) -> list[Data]:
        return [chosen(one, values["fields"]) for one in self.made(rows, site)]

    def one(self, key: str) -> Model:
        return get_object_or_404(self.rows(), **{self.key: key})


def chosen(told: Data, names: Iterable[str] | None) -> Data:
    """Return only some fields of what is told, in the order they are told; None asks for all."""
    if names is None:
        return told
    wanted = set(names)
    return {name: value for name, value in told.items() if name in wanted}


def each(told: Callable[[Any, str], Data]) -> Told:
    return lambda rows, site: [told(row, site) for row in rows]


def _choice(values: Iterable[str]) -> forms.Field:
    """Return one of some words."""
    return forms.ChoiceField(
        required=False,
        choices=[(one, one) for one in values],
        error_messages={"invalid_choice": _("The value is not one of the choices.")},
    )


def _name() -> forms.Field:
    """Return the last part of an address, which names one row; of none, nothing is found."""
    return forms.CharField(required=False, max_length=80)


def _public(rows: QuerySet, project: str = "project") -> QuerySet:
    """Return the rows of projects that the public sees."""
    return rows.filter(**{f"{project}__in": Project.objects.published().order_by()})


def _decisions() -> QuerySet:
    return _public(Decision.objects.order_by())


def _splits() -> QuerySet:
    return _public(GrantSplit.objects.order_by())


def _accounts(rows: Sequence[Any]) -> dict[int, Account]:
    """Return the accounts of the projects of rows by key, in a fixed number of queries."""
    projects = Project.objects.filter(pk__in={row.project_id for row in rows})
    return {one.pk: Account.of(one) for one in with_accounts(projects)}


def _decisions_told(rows: Sequence[Decision], _site: str) -> list[Data]:
    accounts = _accounts(rows)
    entries = {one.pk: one for account in accounts.values() for one in account.decisions}
    return [decision_data(accounts[row.project_id], entries[row.pk]) for row in rows]


def _splits_told(rows: Sequence[GrantSplit], _site: str) -> list[Data]:
    accounts = _accounts(rows)
    splits = {
        split.pk: split
        for account in accounts.values()
        for decision in account.decisions
        for split in decision.splits.all()
    }
    return [split_data(accounts[row.project_id], splits[row.pk]) for row in rows]


def _organisations() -> QuerySet:
    named = Organisation.objects.with_page().select_related("home", "succeeded_by")
    return named.prefetch_related("names").order_by()


def _rounds() -> QuerySet:
    stated = [f"stated_figures__{one}" for one in ("funder", "fund", "place", "source")]
    held = Round.objects.select_related("partnership", "organisation")
    return held.prefetch_related(*stated).order_by()


def _programmes() -> QuerySet:
    programmes = Programme.objects.select_related("authority")
    return programmes.prefetch_related("funds", "priorities").order_by()


def _partnerships() -> QuerySet:
    return Partnership.objects.select_related("area", "secretariat").order_by()


TABLES = [
    Table(
        "decisions",
        "Decision",
        _decisions,
        _decisions_told,
        filters={
            "project": ("project", ReferenceField(required=False)),
            "kind": ("kind", _choice(DecisionKind.values)),
            "organisation": ("organisation__slug", _name()),
            "partnership": ("partnership__slug", _name()),
            "round": ("round__slug", _name()),
        },
        key="pk",
    ),
    Table(
        "splits",
        "Split",
        _splits,
        _splits_told,
        filters={
            "project": ("project", ReferenceField(required=False)),
            "funder": ("funder__slug", _name()),
            "fund": ("fund__slug", _name()),
            "programme": ("programme__slug", _name()),
            "form": ("form", _choice(SplitForm.values)),
        },
        key="pk",
    ),
    Table(
        "organisations",
        "Organisation",
        _organisations,
        each(organisation_data),
        filters={
            "kind": ("kind", _choice(OrganisationKind.values)),
            "number": ("number", forms.CharField(required=False, max_length=30)),
        },
    ),
    Table("partnerships", "Partnership", _partnerships, each(partnership_data)),
    Table(
        "rounds",
        "Round",
        _rounds,
        each(round_data),
        filters={
            "partnership": ("partnership__slug", _name()),
            "organisation": ("organisation__slug", _name()),
        },
    ),
    Table("programmes", "Programme", _programmes, each(programme_data)),
    Table(
        "places",
        "Place",
        lambda: Place.objects.select_related("parent").order_by(),
        each(place_row_data),
        filters={
            "kind": ("kind", _choice(PlaceKind.values)),
            "parent": ("parent__code", _name()),
        },
        key="code",
    ),
    Table("funds", "Fund", lambda: Fund.objects.order_by(), each(fund_data)),
]
