"""What machines are told of a page, in schema.org's words and with whole addresses.

https://schema.org/Project, MonetaryGrant, Organization, Event, DataCatalog and Dataset.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from projects.accounts import Part, counts, parts_of
from projects.exchange import threesixty
from projects.exchange.datasets import JSON, Dataset, Format, datasets
from projects.exchange.publisher import SWEDISH_REGISTER, publisher_name
from projects.models import NumberScheme, Organisation, Participation, Place, Project, Round
from projects.money import Amount, Basis, Precision
from projects.records import Record

type Json = dict[str, Any]
type Whole = Callable[[str], str]

CONTEXT = {"@context": "https://schema.org"}


def of_project(record: Record, whole: Whole) -> Json:
    """Return a project with every grant of cash that holds today."""
    project = record.project
    takes_part = [one.participation for one in (*record.leads, *record.partners)]
    places = dict.fromkeys(row.place for row in project.project_places.all())
    told = {
        "@type": "Project",
        "identifier": project.reference,
        "url": whole(project.get_absolute_url()),
        "name": project.title,
        "alternateName": project.acronym,
        "description": project.said("purpose"),
        "foundingDate": threesixty.dated(project.starts_on, project.starts_on_precision),
        "dissolutionDate": threesixty.dated(project.ends_on, project.ends_on_precision),
        "funding": _grants(project, whole),
        "member": _members(takes_part, whole),
        "location": [_place(one) for one in places],
    }
    return CONTEXT | _known(told)


def of_organisation(organisation: Organisation, whole: Whole) -> Json:
    """Return an organisation with its number, seat and own website, where they are known."""
    home = organisation.home
    more = {
        "alternateName": organisation.name_en if organisation.name_en != str(organisation) else "",
        "identifier": _number(organisation),
        "sameAs": organisation.website,
        "location": _place(home) if home else None,
    }
    return CONTEXT | _organisation(organisation, whole) | _known(more)


def of_round(one: Round, whole: Whole) -> Json:
    """Return a round as the meeting that it was."""
    told = {
        "@type": "Event",
        "url": whole(one.get_absolute_url()),
        "name": str(one),
        "description": one.said("summary"),
        "startDate": one.met_on.isoformat() if one.met_on else "",
        "organizer": {"@type": "Organization", "name": str(one.partnership)}
        if one.partnership
        else one.organisation and _organisation(one.organisation, whole),
    }
    return CONTEXT | _known(told)


def of_place(place: Place, whole: Whole) -> Json:
    """Return a place with what it is part of; what was granted there is for its page to say."""
    around = _place(place.parent) if place.parent else None
    more = {"url": whole(place.get_absolute_url()), "containedInPlace": around}
    return CONTEXT | _place(place) | _known(more)


def of_data(whole: Whole) -> Json:
    """Return all data of the registry with the files that they can be fetched in."""
    told = {
        "@type": "DataCatalog",
        "url": whole(reverse("projects:data")),
        "name": str(settings.SITE_NAME),
        "publisher": {"@type": "Organization", "name": publisher_name()},
        "license": settings.DATA_LICENCE,
        "dataset": [_dataset(one, whole) for one in datasets()],
    }
    return CONTEXT | _known(told)


def _known(told: Json) -> Json:
    return {name: value for name, value in told.items() if value}


def _grants(project: Project, whole: Whole) -> list[Json]:
    decisions = sorted(project.decisions.all(), key=lambda one: one.pk)
    return [
        _grant(project, part, whole)
        for part in parts_of(decisions)
        if part.holds(None) and counts(part, Basis.GRANTED_SUPPORT)
    ]


def _grant(project: Project, part: Part, whole: Whole) -> Json:
    split, amount = part.split, part.split.value
    funder = {"@type": "Organization", "name": split.said("group")}
    told = {
        "@type": "MonetaryGrant",
        "identifier": threesixty.grant_identifier(project, part),
        "funder": _organisation(split.funder, whole) if split.funder else funder,
        "amount": _amount(amount),
        "description": ""
        if amount.is_unknown or amount.precision is Precision.EXACT
        else threesixty.precision_in_words(amount),
    }
    return _known(told)


def _amount(amount: Amount) -> Json | None:
    """Return an amount as printed, and what it may be where that is known; None if unknown."""
    if amount.kronor is None:
        return None
    told: Json = {"@type": "MonetaryAmount", "currency": "SEK"}
    if amount.precision is Precision.AT_MOST:
        return told | {"maxValue": str(amount.kronor)}
    bounds = amount.interval()
    if bounds is None or bounds.is_exact:
        return told | {"value": str(amount.kronor)}
    most = {} if bounds.at_most is None else {"maxValue": str(bounds.at_most)}
    return told | {"value": str(amount.kronor), "minValue": str(bounds.at_least), **most}


def _members(takes_part: Iterable[Participation], whole: Whole) -> list[Json]:
    """Return the organisations that still take part; a group without a name is none."""
    return [
        _organisation(one.organisation, whole)
        for one in takes_part
        if one.organisation and one.until_on is None
    ]


def _organisation(one: Organisation, whole: Whole) -> Json:
    address = reverse("projects:organisation", args=[one.slug])
    return {"@type": "Organization", "name": str(one), "url": whole(address)}


def _number(one: Organisation) -> Json | None:
    if not one.number:
        return None
    is_swedish = one.number_scheme == NumberScheme.SWEDISH
    register = {"propertyID": SWEDISH_REGISTER} if is_swedish else {}
    return {"@type": "PropertyValue", **register, "value": one.number}


def _place(one: Place) -> Json:
    return {"@type": "AdministrativeArea", "name": str(one), "identifier": one.code}


def _dataset(one: Dataset, whole: Whole) -> Json:
    told = {
        "@type": "Dataset",
        "url": whole(reverse(one.page)),
        "name": str(one.title),
        "description": str(one.text),
        "keywords": [str(word) for word in one.keywords],
        "creator": {"@type": "Organization", "name": publisher_name()},
        "license": settings.DATA_LICENCE,
        "isAccessibleForFree": True,
        "distribution": [
            _download(file.format, whole(path)) for file in one.files for path in file.paths
        ]
        + ([_download(JSON, whole(one.api_path))] if one.api else []),
    }
    return _known(told)


def _download(form: Format, address: str) -> Json:
    return {
        "@type": "DataDownload",
        "name": str(form),
        "encodingFormat": form.media_type,
        "contentUrl": address,
    }
