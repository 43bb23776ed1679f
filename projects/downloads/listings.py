"""The lists beside that of projects as tables: each has its rows, and its columns with values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.downloads.asking import chosen
from projects.downloads.columns import Asking, Column, Kind, Row, Table, to_the_ore
from projects.downloads.keys import CHUNK
from projects.models import (
    Organisation,
    Partnership,
    Place,
    PlaceKind,
    Programme,
    Project,
    Round,
)
from projects.models.figures import BASES
from projects.models.organisations import OrganisationKind
from projects.models.rounds import RoundKind
from projects.money import Basis
from projects.places import found_in
from projects.totals import totals_by

SHOWN = [PlaceKind.COUNTY, PlaceKind.NUTS2, PlaceKind.COUNTRY]
"""Kinds of places that the list has; municipalities stand on the pages of their counties."""
GRANTED = Basis.REGISTERED_SUPPORT

type Beside = Mapping[Any, Any]
"""What is added up for the rows of a list, by their keys: of funders their grants."""


@dataclass(frozen=True)
class Told:
    """A column, and what it says of one row."""

    column: Column
    value: Callable[[Any, Asking, Beside], Any]


@dataclass(frozen=True)
class Listing:
    """A list: its title, the rows that its page shows in their order, and its columns."""

    title: str | Promise
    rows: Callable[[], QuerySet]
    told: Sequence[Told]
    beside: Callable[[], Beside] = dict


def table(name: str, data: QueryDict, asking: Asking, address: str) -> Table:
    """Return the table of a list; ValidationError for unknown columns."""
    listing = LISTINGS[name]
    columns = chosen(data, [one.column for one in listing.told])
    values = {one.column.name: one.value for one in listing.told}
    return Table(
        name=name,
        title=str(listing.title),
        columns=columns,
        chunks=_chunks(listing, [values[one.name] for one in columns], asking),
        asking=asking,
        address=address,
    )


def _chunks(listing: Listing, values: Sequence[Callable], asking: Asking) -> Iterator[list[Row]]:
    # Keys first: no connection is held between the pieces of a file.
    keys = list(listing.rows().values_list("pk", flat=True))
    beside = listing.beside() if keys else {}
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        found = listing.rows().in_bulk(some)
        yield [
            [value(found[key], asking, beside) for value in values] for key in some if key in found
        ]


def _part(part: str) -> Callable[[Any, Asking, Beside], Any]:
    """Return how a part of what a funder has granted is told; None where it granted nothing."""

    def told(row: Any, _asking: Asking, granted: Beside) -> Any:
        return to_the_ore(getattr(granted[row.pk], part)) if row.pk in granted else None

    return told


def _told(name: str, heading: Any, means: Any, value: Callable[[Any], Any], **more: Any) -> Told:
    return Told(Column(name, heading, means, **more), lambda row, _asking, _granted: value(row))


BILINGUAL = _told(
    "name",
    _("Name"),
    _("In the reader’s language, else in Swedish."),
    lambda row: row.said("name"),
)
URL = Told(
    Column("url", _("Address"), _("The row’s page on this site.")),
    lambda row, asking, _granted: asking.site + row.get_absolute_url(),
)
ORGANISATION_KIND = _told(
    "kind",
    _("Kind"),
    _("What kind of organisation it is."),
    lambda row: row.kind,
    kind=Kind.CODE,
    words=dict(OrganisationKind.choices),
)
ORGANISATION = _told("name", _("Name"), _("As the registry has it."), lambda row: row.name)
FUNDER_MONEY = [
    Told(
        Column(
            "projects", _("Projects"), _("How many projects were granted something"), Kind.NUMBER
        ),
        lambda row, _asking, granted: granted[row.pk].projects if row.pk in granted else 0,
    ),
    Told(
        Column(
            "granted_at_least",
            _("Granted, at least"),
            _("The least that the amounts allow, kronor"),
            Kind.KRONOR,
        ),
        _part("at_least"),
    ),
    Told(
        Column(
            "granted_at_most",
            _("Granted, at most"),
            _("The most that the amounts allow, kronor; empty where nothing bounds it"),
            Kind.KRONOR,
        ),
        _part("at_most"),
    ),
    Told(
        Column(
            "unknown_parts",
            _("Amounts missing"),
            _("How many parts of the money have no known amount"),
            Kind.NUMBER,
        ),
        _part("unknown_parts"),
    ),
    Told(
        Column(
            "is_approximate",
            _("Approximate"),
            _("Whether some amount is only approximately known"),
            Kind.YES,
        ),
        _part("is_approximate"),
    ),
    Told(
        Column("basis", _("Basis"), _("What is counted as granted"), Kind.CODE, words=dict(BASES)),
        lambda _row, _asking, _granted: GRANTED.value,
    ),
    Told(
        Column("on", _("Day"), _("The day whose known decisions are counted"), Kind.DATE),
        lambda _row, asking, _granted: asking.day,
    ),
]


def _of(row: Any, field: str = "name") -> str | None:
    return row.said(field) if row else None


def _places() -> QuerySet[Place]:
    return Place.objects.filter(kind__in=SHOWN)


LISTINGS = {
    "funders": Listing(
        _("Funders"),
        lambda: Organisation.objects.funders(),
        [URL, ORGANISATION, ORGANISATION_KIND, *FUNDER_MONEY],
        beside=lambda: totals_by("funder", Project.objects.published(), GRANTED),
    ),
    "organisations": Listing(
        _("Organisations"),
        lambda: Organisation.objects.public().select_related("home"),
        [
            URL,
            ORGANISATION,
            ORGANISATION_KIND,
            _told("home", _("Place"), _("Where it is at home."), lambda row: _of(row.home)),
        ],
    ),
    "partnerships": Listing(
        _("Partnerships"),
        lambda: (
            Partnership.objects.select_related("area")
            .annotate(round_count=Count("rounds"))
            .order_by("sort_key", "pk")
        ),
        [
            URL,
            BILINGUAL,
            _told("area", _("Area"), _("The place that it ranks for."), lambda row: _of(row.area)),
            _told(
                "rounds",
                _("Rounds"),
                _("How many rounds are registered."),
                lambda row: row.round_count,
                kind=Kind.NUMBER,
            ),
        ],
    ),
    "rounds": Listing(
        _("Rounds"),
        lambda: Round.objects.select_related("partnership", "organisation").with_counts(),
        [
            URL,
            BILINGUAL,
            _told(
                "kind",
                _("Kind"),
                _("Whether applications were ranked or decided."),
                lambda row: row.kind,
                kind=Kind.CODE,
                words=dict(RoundKind.choices),
            ),
            _told(
                "met_on",
                _("Day of the meeting"),
                _("Empty where it is unknown."),
                lambda row: row.met_on,
                kind=Kind.DATE,
            ),
            _told(
                "body",
                _("Body"),
                _("The partnership or organisation that met."),
                lambda row: _of(row.partnership) or str(row.organisation),
            ),
            _told(
                "held",
                _("Projects here"),
                _("How many of its projects the registry holds."),
                lambda row: row.held,
                kind=Kind.NUMBER,
            ),
            _told(
                "announced",
                _("Projects announced"),
                _("How many there were said to be, by the latest figure; empty where none is."),
                lambda row: None if row.announced is None else int(row.announced),
                kind=Kind.NUMBER,
            ),
        ],
    ),
    "places": Listing(
        _("Places"),
        _places,
        [
            URL,
            BILINGUAL,
            _told("code", _("Code"), _("The official code of the place."), lambda row: row.code),
            _told(
                "kind",
                _("Kind"),
                _("Whether it is a county or wider."),
                lambda row: row.kind,
                kind=Kind.CODE,
                words=dict(PlaceKind.choices),
            ),
            Told(
                Column(
                    "projects",
                    _("Projects"),
                    _("How many projects are there; one of several places counts in each."),
                    Kind.NUMBER,
                ),
                lambda row, _asking, found: found[row.pk].count,
            ),
        ],
        beside=lambda: found_in(set(_places().values_list("pk", flat=True)), timezone.localdate()),
    ),
    "programmes": Listing(
        _("Programmes"),
        lambda: Programme.objects.select_related("authority"),
        [
            URL,
            BILINGUAL,
            _told(
                "code", _("Code"), _("The programme’s own number."), lambda row: row.code or None
            ),
            _told(
                "first_year",
                _("First year"),
                _("The first year of its period."),
                lambda row: row.first_year,
                kind=Kind.NUMBER,
            ),
            _told(
                "last_year",
                _("Last year"),
                _("The last year of its period, included."),
                lambda row: row.last_year,
                kind=Kind.NUMBER,
            ),
            _told(
                "authority",
                _("Managing authority"),
                _("The organisation that manages it."),
                lambda row: row.authority.name if row.authority else None,
            ),
        ],
    ),
}
