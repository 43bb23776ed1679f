"""What made-up projects refer to: organisations, funds, programmes, partnerships, sources, places.

Entered before the projects. Every organisation is drawn from its own number, so that the first
ones are the same however many follow.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from projects.generating.words import COMPOUNDS
from projects.models import (
    Fund,
    FundLevel,
    Organisation,
    OrganisationKind,
    Partnership,
    Place,
    PlaceKind,
    Priority,
    Programme,
    Sector,
    Source,
)

FEWEST_ORGANISATIONS = 600
ORGANISATIONS_PER_PROJECT = 0.06
FIRST_PROJECTS = 10_000
"""So many projects are the same at every size."""

# The first 400 organisations are those that fund, in this order.
AUTHORITIES = range(20)
REGIONS = range(20, 41)
MUNICIPALITIES = range(41, 331)
PRIVATE_FUNDERS = range(331, 400)
FUNDERS = range(400)

FIRST_YEAR, LAST_YEAR = 2000, 2026
PERIODS = [(2000, 2006), (2007, 2013), (2014, 2020), (2021, 2027)]
PROGRAMMES_PER_PERIOD = 30
PRIORITIES = ["Forskning och innovation", "Små och medelstora företag", "Koldioxidsnål ekonomi"]

FUNDS = [
    ("ERUF", "Europeiska regionala utvecklingsfonden", FundLevel.EU),
    ("ESF", "Europeiska socialfonden", FundLevel.EU),
    ("FRO", "Fonden för en rättvis omställning", FundLevel.EU),
    ("EJFLU", "Europeiska jordbruksfonden för landsbygdsutveckling", FundLevel.EU),
    ("ESF-STAT", "Socialfonden och staten, odelat", FundLevel.EU_AND_STATE),
    ("1:1", "Anslag 1:1, regionala utvecklingsåtgärder", FundLevel.STATE),
    ("NATUR", "Statsbidrag till lokala naturvårdsprojekt", FundLevel.STATE),
    ("REGION", "Regionens egna medel", FundLevel.REGION),
    ("KOMMUN", "Kommunens egna medel", FundLevel.MUNICIPALITY),
    ("NÄRINGSLIV", "Näringslivets medel", FundLevel.PRIVATE),
    ("STIFTELSE", "Stiftelsers medel", FundLevel.PRIVATE),
]

_KINDS = [
    (OrganisationKind.COMPANY, Sector.PRIVATE, "Exempel{0} i {2} AB"),
    (OrganisationKind.COMPANY, Sector.PRIVATE, "{1} Exempel{0} AB"),
    (OrganisationKind.ASSOCIATION, Sector.CIVIL, "Föreningen Exempel{0} i {2}"),
    (OrganisationKind.FOUNDATION, Sector.CIVIL, "Stiftelsen Exempel{0} i {2}"),
    (OrganisationKind.UNIVERSITY, Sector.PUBLIC, "Exempelhögskolan för {0} i {2}"),
    (OrganisationKind.INSTITUTE, Sector.PUBLIC, "Exempelinstitutet {0} i {2}"),
    (OrganisationKind.MUNICIPAL_ASSOCIATION, Sector.PUBLIC, "Kommunalförbundet Exempel{0} i {2}"),
]


@dataclass(frozen=True)
class Registers:
    """The rows that projects refer to, each list in its own fixed order."""

    organisations: list[Organisation]
    funds: list[Fund]
    priorities: list[list[Priority]]
    """By period of programmes."""
    partnerships: list[Partnership]
    sources: list[Source]
    """One a month, dated the first, from January of FIRST_YEAR."""
    counties: list[tuple[Place, list[Place]]]
    """Each with its municipalities."""
    areas: list[Place]


def organisations_at(project: int) -> int:
    """Return how many organisations there are for projects up to that number."""
    return max(FEWEST_ORGANISATIONS, int(ORGANISATIONS_PER_PROJECT * max(project, FIRST_PROJECTS)))


def enter_registers(seed: int, size: int) -> Registers:
    """Enter all that projects refer to; their places are there already."""
    areas = list(Place.objects.filter(kind=PlaceKind.NUTS2).order_by("code"))
    counties = _counties()
    homes = [home for _, municipalities in counties for home in municipalities]
    organisations = Organisation.objects.bulk_create(
        (_organisation(seed, number, homes) for number in range(organisations_at(size))),
        batch_size=2_000,
    )
    funds = Fund.objects.bulk_create(
        Fund(slug=f"exempel-{number}", code=f"{code}-X", name_sv=f"{name} (exempel)", level=level)
        for number, (code, name, level) in enumerate(FUNDS)
    )
    return Registers(
        organisations=organisations,
        funds=funds,
        priorities=[_priorities(period, organisations, funds) for period in range(len(PERIODS))],
        partnerships=_partnerships(areas),
        sources=Source.objects.bulk_create(_sources()),
        counties=counties,
        areas=areas,
    )


def _counties() -> list[tuple[Place, list[Place]]]:
    within: dict[int | None, list[Place]] = {}
    for place in Place.objects.filter(kind=PlaceKind.MUNICIPALITY).order_by("code"):
        within.setdefault(place.parent_id, []).append(place)
    counties = Place.objects.filter(kind=PlaceKind.COUNTY).order_by("code")
    return [(county, within[county.pk]) for county in counties]


def _organisation(seed: int, number: int, homes: list[Place]) -> Organisation:
    rng = Random(f"{seed}/organisation/{number}")  # noqa: S311 - nothing to guess
    home = homes[number % len(homes)] if number in MUNICIPALITIES else rng.choice(homes)
    kind, sector, name = _kind(rng, number)
    one, other = rng.choice(COMPOUNDS), rng.choice(COMPOUNDS)
    return Organisation(
        slug=f"exempel-{number:06}",
        name=name.format(one, other.capitalize(), home.short_sv),
        name_en=f"Example organisation {number}" if number % 20 == 0 else "",
        kind=kind,
        sector=sector,
        home=home,
    )


def _kind(rng: Random, number: int) -> tuple[OrganisationKind, Sector, str]:
    """Return kind, sector and pattern of the name."""
    if number in AUTHORITIES:
        return OrganisationKind.AUTHORITY, Sector.PUBLIC, "Exempelmyndigheten för {0}"
    if number in REGIONS:
        return OrganisationKind.REGION, Sector.PUBLIC, "Exempelregionen {1}"
    if number in MUNICIPALITIES:
        return OrganisationKind.MUNICIPALITY, Sector.PUBLIC, "Exempelkommunen {1}"
    return rng.choice(_KINDS[:4] if number in PRIVATE_FUNDERS else _KINDS)


def _priorities(
    period: int, organisations: list[Organisation], funds: list[Fund]
) -> list[Priority]:
    """Enter the programmes of a period and return their priorities."""
    first, last = PERIODS[period]
    programmes = Programme.objects.bulk_create(
        Programme(
            slug=f"exempel-{first}-{number}",
            name_sv=f"Exempelprogrammet för område {number + 1}, {first}–{last}",
            name_en=f"Example programme for area {number + 1}, {first}–{last}",
            first_year=first,
            last_year=last,
            authority=organisations[number % len(AUTHORITIES)],
        )
        for number in range(PROGRAMMES_PER_PERIOD)
    )
    for number, programme in enumerate(programmes):
        programme.funds.add(funds[number % 4])
    return Priority.objects.bulk_create(
        Priority(slug=f"{programme.slug}-{code}", programme=programme, code=str(code), name_sv=name)
        for programme in programmes
        for code, name in enumerate(PRIORITIES, start=1)
    )


def _partnerships(areas: list[Place]) -> list[Partnership]:
    return Partnership.objects.bulk_create(
        Partnership(
            slug=f"exempel-{area.code.lower()}",
            name_sv=f"Exempelpartnerskapet {area.short_sv}",
            area=area,
        )
        for area in areas
    )


def _sources() -> Iterator[Source]:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for month in range(1, 13):
            yield Source(
                title=f"Exempelprotokoll {year}-{month:02}",
                publisher="Exempelmyndigheten",
                dated=datetime.date(year, month, 1),
            )
