"""Makes the organisations that a file names and the registry does not have."""

import re
from collections.abc import Iterable

from django.db.models import Model
from django.utils.text import slugify

from projects.importing.parts import Party
from projects.models import NumberScheme, Organisation, OrganisationKind, Sector

_BY_NAME: tuple[tuple[str, OrganisationKind, Sector], ...] = (
    (r"länsstyrelse", OrganisationKind.COUNTY_BOARD, Sector.PUBLIC),
    (r"kommunalförbund", OrganisationKind.MUNICIPAL_ASSOCIATION, Sector.PUBLIC),
    (r"landsting|^region ", OrganisationKind.REGION, Sector.PUBLIC),
    (r"kommun$|kommuns? |^kommun|s stad$", OrganisationKind.MUNICIPALITY, Sector.PUBLIC),
    (r"universitet|högskola", OrganisationKind.UNIVERSITY, Sector.PUBLIC),
    (r"\bab\b|aktiebolag|handelsbolag", OrganisationKind.COMPANY, Sector.PRIVATE),
    (r"stiftelse", OrganisationKind.FOUNDATION, Sector.CIVIL),
    (r"förening|förbund|klubb|sällskap", OrganisationKind.ASSOCIATION, Sector.CIVIL),
    (r"(?:verket|myndigheten)$", OrganisationKind.AUTHORITY, Sector.PUBLIC),
)
_BY_DIGIT = {
    "2": (OrganisationKind.OTHER, Sector.PUBLIC),
    "5": (OrganisationKind.COMPANY, Sector.PRIVATE),
    "7": (OrganisationKind.ASSOCIATION, Sector.CIVIL),
    "8": (OrganisationKind.ASSOCIATION, Sector.CIVIL),
    "9": (OrganisationKind.COMPANY, Sector.PRIVATE),
}
"""By the first digit of a Swedish organisation number, which tells the legal form."""


def kind_and_sector(name: str, number: str | None) -> tuple[OrganisationKind, Sector]:
    """Return what an organisation seems to be; a person may put it right."""
    plain = name.casefold()
    for pattern, kind, sector in _BY_NAME:
        if re.search(pattern, plain):
            return kind, sector
    return _BY_DIGIT.get((number or " ")[0], (OrganisationKind.OTHER, Sector.PRIVATE))


def make(parties: dict[str, Party]) -> dict[str, str]:
    """Make organisations; return the token of each by the token it had, see `matching`."""
    names = [token.partition(":")[2] for token in parties]
    slugs = addresses(Organisation, names)
    rows = []
    for (_token, party), name, slug in zip(parties.items(), names, slugs, strict=True):
        number = party.number.value if party.number else None
        kind, sector = kind_and_sector(name, number)
        rows.append(
            Organisation(
                slug=slug,
                name=name,
                number=number,
                number_scheme=NumberScheme.SWEDISH,
                kind=kind,
                sector=sector,
            )
        )
    made = Organisation.objects.bulk_create(rows)
    return {token: f"org:{one.pk}" for token, one in zip(parties, made, strict=True)}


LONGEST = 70


def addresses(model: type[Model], texts: Iterable[str]) -> list[str]:
    """Return an address for each text that no row of the model has, and no other of them."""
    stems = [slugify(text)[:LONGEST].strip("-_") or "projekt" for text in texts]
    rows = model._default_manager.filter(slug__in=stems)
    taken = set(rows.values_list("slug", flat=True))
    found = []
    for stem in stems:
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
            if number == 2 or slug not in taken:
                taken |= set(
                    model._default_manager.filter(slug=slug).values_list("slug", flat=True)
                )
        taken.add(slug)
        found.append(slug)
    return found
