"""Those whom a project's rows name: organisations, partnerships, places, sources."""

from typing import Any

from projects.models import (
    Decision,
    Fund,
    GrantSplit,
    Organisation,
    Participation,
    Partnership,
    Place,
    Programme,
    ProjectPlace,
    Round,
    Source,
)
from projects.open_data.values import Data, day, text


def party_data(of: Organisation | Partnership | None, row: Any) -> Data:
    """Return who decides, pays or takes part; without a row of its own an unnamed group."""
    if of is None:
        return _party("group", None, text(row, "group"))
    if isinstance(of, Partnership):
        return _party("partnership", of.slug, text(of, "name"))
    return _party("organisation", of.slug, text(of, "name"), of.number_scheme, of.number)


def _party(
    kind: str,
    slug: str | None,
    name: Data | None,
    scheme: str | None = None,
    number: str | None = None,
) -> Data:
    return {
        "type": kind,
        "slug": slug,
        "name": name,
        "number": number or None,
        "number_scheme": scheme if number else None,
    }


def body_data(decision: Decision) -> Data:
    return party_data(decision.organisation or decision.partnership, decision)


def funder_data(split: GrantSplit) -> Data:
    return party_data(split.funder, split)


def participation_data(row: Participation) -> Data:
    """Return one that takes part; both days are included, null is unknown or open."""
    return {
        "role": row.role,
        "party": party_data(row.organisation, row),
        "note": text(row, "note"),
        "from_on": day(row.from_on),
        "until_on": day(row.until_on),
    }


def named_data(row: Fund | Programme | Round | None) -> Data | None:
    """Return what a row is called and where its own data are: by its address."""
    if row is None:
        return None
    code = {} if isinstance(row, Round) else {"code": row.code or None}
    return {"slug": row.slug, **code, "name": text(row, "name")}


def place_data(place: Place | None) -> Data | None:
    if place is None:
        return None
    return {"code": place.code, "kind": place.kind, "name": text(place, "name")}


def project_place_data(row: ProjectPlace) -> Data:
    return {
        "meaning": row.meaning,
        "place": place_data(row.place),
        "source": source_data(row.source),
    }


def source_data(source: Source | None) -> Data | None:
    if source is None:
        return None
    return {
        "id": source.pk,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url or None,
        "dated": day(source.dated),
        "retrieved": day(source.retrieved),
        "sha256": source.sha256 or None,
    }
