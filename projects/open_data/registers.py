"""Whatever projects belong to, in data: organisations, programmes, rounds, places, funds."""

from projects.models import (
    Fund,
    Organisation,
    OrganisationName,
    Partnership,
    Place,
    Priority,
    Programme,
    Round,
)
from projects.open_data.figures import figure_data
from projects.open_data.parties import named_data, party_data, place_data
from projects.open_data.values import Data, addresses, day, kronor, text


def organisation_data(row: Organisation, site: str) -> Data:
    """Return an organisation; one that took over stands in `succeeded_by`, with its own money."""
    successor = row.succeeded_by
    return {
        "slug": row.slug,
        "url": addresses(site, "projects:organisation", row.slug),
        "name": text(row, "name"),
        "other_names": [_other_name(one) for one in row.names.all()],
        "number": row.number or None,
        "number_scheme": row.number_scheme if row.number else None,
        "kind": row.kind,
        "sector": row.sector,
        "country": row.country,
        "home": place_data(row.home),
        "website": row.website or None,
        "note": text(row, "note"),
        "succeeded_by": party_data(successor, successor) if successor else None,
        "succeeded_on": day(row.succeeded_on),
    }


def _other_name(row: OrganisationName) -> Data:
    return {
        "name": row.name,
        "kind": row.kind,
        "from_on": day(row.from_on),
        "until_on": day(row.until_on),
    }


def partnership_data(row: Partnership, site: str) -> Data:
    secretariat = row.secretariat
    return {
        "slug": row.slug,
        "url": addresses(site, "projects:partnership", row.slug),
        "name": text(row, "name"),
        "area": place_data(row.area),
        "secretariat": party_data(secretariat, secretariat) if secretariat else None,
    }


def round_data(row: Round, site: str) -> Data:
    """Return a round with what sources state of it; `body` held it."""
    figures = sorted(row.stated_figures.all(), key=lambda one: (one.stated_on, one.pk))
    return {
        "slug": row.slug,
        "url": addresses(site, "projects:round", row.slug),
        "name": text(row, "name"),
        "kind": row.kind,
        "body": party_data(row.partnership or row.organisation, row),
        "met_on": day(row.met_on),
        "call": text(row, "call"),
        "summary": text(row, "summary"),
        "stated_figures": [figure_data(one) for one in figures],
    }


def programme_data(row: Programme, site: str) -> Data:
    """Return a programme with its priorities; the highest EU share is percent, as text."""
    authority = row.authority
    return {
        "slug": row.slug,
        "url": addresses(site, "projects:programme", row.slug),
        "code": row.code or None,
        "name": text(row, "name"),
        "first_year": row.first_year,
        "last_year": row.last_year,
        "authority": party_data(authority, authority) if authority else None,
        "highest_eu_share": kronor(row.highest_eu_share),
        "funds": [named_data(one) for one in row.funds.all()],
        "priorities": [_priority(one) for one in row.priorities.all()],
    }


def _priority(row: Priority) -> Data:
    return {
        "slug": row.slug,
        "code": row.code or None,
        "name": text(row, "name"),
        "aliases": row.aliases,
    }


def place_row_data(row: Place, site: str) -> Data:
    """Return a place; `parent` is the code of the one that it is part of."""
    return {
        "code": row.code,
        "url": addresses(site, "projects:place", row.code),
        "kind": row.kind,
        "name": text(row, "name"),
        "parent": row.parent.code if row.parent else None,
    }


def fund_data(row: Fund, _site: str) -> Data:
    return {
        "slug": row.slug,
        "code": row.code,
        "name": text(row, "name"),
        "level": row.level,
    }
