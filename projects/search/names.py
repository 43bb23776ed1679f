"""What the values of a parameter are called: in addresses, in words, and as keys."""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils.functional import Promise
from django.utils.translation import get_language

from projects.models import (
    Fund,
    Organisation,
    Place,
    PlaceKind,
    Priority,
    Programme,
    Project,
    Round,
)
from projects.models.organisations import OrganisationKind
from projects.ordering import SwedishKey
from projects.search import following
from projects.search.documents import KINDS, LAST_YEAR, STATUSES
from projects.search.kept import Kept
from projects.search.query import Query

FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Name:
    """One value: its key in queries, how an address writes it, and what readers call it."""

    key: int
    value: str
    sv: str | Promise
    en: str | Promise = ""
    sort_key: str = ""

    @property
    def label(self) -> str:
        return str(self.en if self.en and get_language() == "en" else self.sv)


@dataclass(frozen=True)
class Rows:
    """The values of a parameter that are rows of a table; `public` those that may be asked for."""

    rows: Callable[[], QuerySet[Any]]
    public: Callable[[], QuerySet[Any]]
    listed: Callable[[], QuerySet[Any]] | None = None  # the rows that lists name, if not all do
    value: str = "slug"
    sv: Any = "name_sv"
    en: Any = "name_en"
    sort_key: Any = "sort_key"

    def named(self, rows: QuerySet[Any]) -> list[Name]:
        columns = {"named_sv": self.sv, "named_en": self.en, "named_key": self.sort_key}
        columns = {name: F(of) if isinstance(of, str) else of for name, of in columns.items()}
        found = rows.annotate(**columns).order_by()
        return [Name(*row) for row in found.values_list("pk", self.value, *columns)]


def _places(*kinds: str) -> Rows:
    def rows() -> QuerySet[Place]:
        return Place.objects.filter(kind__in=kinds)

    return Rows(rows, rows, value="code", sv="short_sv", en=Value(""))


def _in_programme(name: str, programme: Any) -> Concat:
    """Name a priority with its programme: many programmes have one of the same name."""
    return Concat(name, Value(" ("), programme, Value(")"))


def _funders() -> QuerySet[Organisation]:
    """Return the funders of the projects that the public sees, which are few."""
    engine = following.engine()
    keys = engine.counts(Query(), ["funder"])["funder"] if engine else ()
    return Organisation.objects.filter(pk__in=keys)


def _organisations(listed: Callable[[], QuerySet[Any]]) -> Rows:
    every, public = Organisation.objects.all, Organisation.objects.public
    return Rows(every, public, listed, sv="name", en=Value(""))


def _short_or(title: str) -> Case:
    """Call a project by its short name where it has one."""
    return Case(When(acronym__gt="", then="acronym"), default=title)


_PROGRAMME_EN = Coalesce(NullIf("programme__name_en", Value("")), "programme__name_sv")
TABLES = {
    "funder": _organisations(listed=_funders),
    "organisation": _organisations(listed=Organisation.objects.none),
    "fund": Rows(Fund.objects.all, Fund.objects.all, sv="code", en=Value(""), sort_key="code"),
    "programme": Rows(Programme.objects.all, Programme.objects.all),
    "priority": Rows(
        Priority.objects.all,
        Priority.objects.all,
        sv=_in_programme("name_sv", "programme__name_sv"),
        en=Case(
            When(name_en__gt="", then=_in_programme("name_en", _PROGRAMME_EN)), default=Value("")
        ),
        sort_key=SwedishKey("name_sv"),
    ),
    "county": _places(PlaceKind.COUNTRY, PlaceKind.NUTS2, PlaceKind.COUNTY),
    "municipality": _places(PlaceKind.MUNICIPALITY),
    "project": Rows(
        Project.objects.all,
        Project.objects.published,
        listed=Project.objects.none,
        sv=_short_or("title_sv"),
        en=_short_or("title_en"),
    ),
    "round": Rows(Round.objects.all, Round.objects.all, sort_key=SwedishKey("name_sv")),
}
LISTS = {
    "status": [Name(key, one.value, one.label) for key, one in enumerate(STATUSES)],
    "kind": [Name(key, one, OrganisationKind(one).label) for key, one in enumerate(KINDS)],
    "year": [Name(year, str(year), str(year)) for year in range(FIRST_YEAR, LAST_YEAR + 1)],
}
PARAMETERS = [*TABLES, *LISTS]

type Table = tuple[Mapping[str, Name], Mapping[int, Name]]

_tables: Kept[Table] = Kept(len(TABLES))
"""The names of each parameter by value and by key."""
_by_value: Kept[Name] = Kept(20_000)
_by_key: Kept[Name] = Kept(20_000)


def _table(names: Collection[Name]) -> Table:
    return {name.value: name for name in names}, {name.key: name for name in names}


_lists = {parameter: _table(names) for parameter, names in LISTS.items()}
_nothing: Table = ({}, {})


def _at_hand(parameter: str) -> Table:
    """Return the names of a parameter that lists need again and again."""
    if parameter in LISTS:
        return _lists[parameter]
    generation, table = following.generation(), TABLES[parameter]
    if generation is None:
        return _nothing
    rows = table.listed or table.rows
    return _tables.get(generation, parameter, lambda: _table(table.named(rows())))


def asked_for(parameter: str, values: Collection[str]) -> Mapping[str, Name]:
    """Return the names of those of the values that the public may ask for."""

    def read(missing: Collection[str]) -> Mapping[str, Name]:
        table = TABLES[parameter]
        rows = table.public().filter(**{f"{table.value}__in": missing})
        return {name.value: name for name in table.named(rows)}

    known, _keys = _at_hand(parameter)
    return _looked_up(parameter, values, known, _by_value, read)


def called(parameter: str, keys: Collection[int]) -> Mapping[int, Name]:
    """Return the names of keys, of those that there are."""

    def read(missing: Collection[int]) -> Mapping[int, Name]:
        table = TABLES[parameter]
        return {name.key: name for name in table.named(table.rows().filter(pk__in=missing))}

    _values, known = _at_hand(parameter)
    return _looked_up(parameter, keys, known, _by_key, read)


def _looked_up[Of: Hashable](
    parameter: str,
    wanted: Collection[Of],
    known: Mapping[Of, Name],
    kept: Kept[Name],
    read: Callable[[Collection[Of]], Mapping[Of, Name]],
) -> Mapping[Of, Name]:
    """Return the names of what is wanted; those not known are read once in a generation."""
    found = {one: known[one] for one in wanted if one in known}
    missing = [one for one in wanted if one not in found]
    if not missing or parameter in LISTS:
        return found
    generation = following.generation()
    peeked = {one: kept.peek(generation, (parameter, one)) for one in missing}
    found |= {one: name for one, name in peeked.items() if name is not None}
    missing = [one for one in missing if one not in found]
    if missing:
        for one, name in read(missing).items():
            found[one] = name
            kept.put(generation, (parameter, one), name)
    return found
