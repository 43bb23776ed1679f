"""What the values of a parameter are called: in addresses, in words, and as keys."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils.functional import Promise
from django.utils.translation import get_language

from projects.models import Fund, Organisation, Place, PlaceKind, Priority, Programme
from projects.models.organisations import OrganisationKind
from projects.ordering import SwedishKey
from projects.search import following
from projects.search.documents import KINDS, LAST_YEAR, STATUSES
from projects.search.kept import Kept

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


_ORGANISATIONS = Rows(
    Organisation.objects.all, Organisation.objects.public, sv="name", en=Value("")
)
_PROGRAMME_EN = Coalesce(NullIf("programme__name_en", Value("")), "programme__name_sv")
TABLES = {
    "funder": _ORGANISATIONS,
    "organisation": _ORGANISATIONS,
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
}
LISTS = {
    "status": [Name(key, one.value, one.label) for key, one in enumerate(STATUSES)],
    "kind": [Name(key, one, OrganisationKind(one).label) for key, one in enumerate(KINDS)],
    "year": [Name(year, str(year), str(year)) for year in range(FIRST_YEAR, LAST_YEAR + 1)],
}
PARAMETERS = [*TABLES, *LISTS]

_by_value: Kept[Name | None] = Kept(20_000)
_by_key: Kept[Name] = Kept(20_000)
_in_lists = {parameter: {name.value: name for name in names} for parameter, names in LISTS.items()}


def asked_for(parameter: str, values: Collection[str]) -> Mapping[str, Name]:
    """Return the names of those of the values that the public may ask for."""
    if parameter in LISTS:
        known = _in_lists[parameter]
        return {value: known[value] for value in values if value in known}
    generation = following.generation()
    found = {value: _by_value.peek(generation, (parameter, value)) for value in values}
    missing = [value for value, name in found.items() if name is None]
    if missing:
        table = TABLES[parameter]
        rows = table.public().filter(**{f"{table.value}__in": missing})
        for name in table.named(rows):
            found[name.value] = name
            _by_value.put(generation, (parameter, name.value), name)
    return {value: name for value, name in found.items() if name is not None}


def called(parameter: str, keys: Iterable[int]) -> Mapping[int, Name]:
    """Return the names of keys, of those that there are."""
    if parameter in LISTS:
        return {name.key: name for name in LISTS[parameter] if name.key in set(keys)}
    generation = following.generation()
    found = {key: _by_key.peek(generation, (parameter, key)) for key in keys}
    missing = [key for key, name in found.items() if name is None]
    if missing:
        table = TABLES[parameter]
        for name in table.named(table.rows().filter(pk__in=missing)):
            found[name.key] = name
            _by_key.put(generation, (parameter, name.key), name)
    return {key: name for key, name in found.items() if name is not None}
