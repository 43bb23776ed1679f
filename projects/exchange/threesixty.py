"""Grants in the 360Giving Data Standard 1.4: one for each granted part that is cash.

https://standard.threesixtygiving.org/en/latest/. A project is no grant: each of its funders
gives one, and they are tied by `relatedActivity` and by the project as a common classification.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from projects.accounts import Part, counts, parts_of
from projects.chains import ALTERING
from projects.exchange.publisher import (
    SWEDISH_REGISTER,
    identifier_prefix,
    publisher_identifier,
    publisher_name,
)
from projects.exchange.walking import in_order_of_entry
from projects.funding import identity
from projects.models import (
    Decision,
    NumberScheme,
    Organisation,
    Participation,
    PlaceKind,
    PlaceMeaning,
    Project,
    Role,
)
from projects.money import Amount, Basis, Precision
from projects.payments import standing

type Json = dict[str, Any]
type Whole = Callable[[str], str]
"""Turns a path into a whole address."""

VERSION = "1.4"
LONGEST_TITLE = 140
KNOWN_TO = {"year": 4, "month": 7, "day": 10}


def with_grants(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return those of the projects that money is granted to, with all that `grants_of` reads."""
    return (
        projects.filter(is_granted=True)
        .select_related("priority__programme")
        .prefetch_related(
            "decisions__splits__funder",
            "decisions__splits__fund",
            "decisions__splits__programme",
            "decisions__source",
            "participations__organisation",
            "project_places__place",
            "payments",
        )
    )


def written(projects: QuerySet[Project], whole: Whole) -> Iterator[str]:
    """Return the text of each grant to any of the projects, in the language of the reader."""
    language = get_language() or settings.LANGUAGE_CODE
    for project in in_order_of_entry(with_grants(projects)):
        # What asks for the next one may have another language by then.
        with override(language):
            texts = [json.dumps(one, ensure_ascii=False) for one in grants_of(project, whole)]
        yield from texts


def package(grants: Iterable[str], *, address: str, shown: str, site: str) -> Iterator[str]:
    """Return the pieces of a package of grants that are written already.

    `address` is where the package is read, `shown` the page with the same selection and
    `site` the site itself; whole addresses.
    """
    head = json.dumps(_about(address, shown, site), ensure_ascii=False)

    def pieces() -> Iterator[str]:
        yield f'{head.removesuffix("}")}, "grants": ['
        for place, grant in enumerate(grants):
            yield f",\n{grant}" if place else f"\n{grant}"
        yield "\n]}\n"

    return pieces()


def _about(address: str, shown: str, site: str) -> Json:
    publisher = {"name": publisher_name(), "website": settings.PUBLISHER_URL or site}
    identifier = publisher_identifier()
    return {
        "version": VERSION,
        "title": _("Granted support in %(site)s") % {"site": settings.SITE_NAME},
        "description": _(
            "One grant for each part of a granted decision that is given in cash, as it stands "
            "today. Contributions in kind, promised co-funding and what is only proposed are not "
            "grants and are left out, and so are parts of unknown amount. Where the day of a "
            "decision is unknown, awardDate is the day from which the grant was known, and a "
            "classification says so."
        ),
        "issued": timezone.localdate().isoformat(),
        "publisher": publisher | ({"identifier": identifier} if identifier else {}),
        "downloadURL": address,
        "accessURL": shown,
    } | ({"license": settings.DATA_LICENCE} if settings.DATA_LICENCE else {})


def grants_of(project: Project, whole: Whole) -> list[Json]:
    """Return the grants to a project that came through `with_grants`, the first entered first."""
    decisions = sorted(project.decisions.all(), key=lambda one: one.pk)
    parts = [
        part
        for part in parts_of(decisions)
        if part.holds(None)
        and counts(part, Basis.GRANTED_SUPPORT)
        and not part.split.value.is_unknown
    ]
    names = [grant_identifier(project, part) for part in parts]
    entries = {one.pk: one for one in decisions}
    shared = _shared(project, whole)
    paid = _paid(project, decisions)
    return [
        {"id": name}
        | shared
        | _grant(project, part, _first(part.decision, entries), whole)
        | _classified(project, part, whole)
        | _disbursed(part, paid)
        | ({"relatedActivity": [one for one in names if one != name]} if len(names) > 1 else {})
        for name, part in zip(names, parts, strict=True)
    ]


def _grant(project: Project, part: Part, awarded: Decision, whole: Whole) -> Json:
    """Return what is a grant's own."""
    split = part.split
    given: Json = {
        "currency": "SEK",
        "amountAwarded": number(split.value.kronor),
        "awardDate": awarded.in_force_from.isoformat(),
        "fundingOrganization": [_funder(project, part, whole)],
        "dateModified": timezone.localtime(part.decision.recorded_at).isoformat("T", "seconds"),
    }
    if programme := split.programme or (project.priority and project.priority.programme):
        given["grantProgramme"] = [
            {
                "code": programme.code or programme.slug,
                "title": str(programme),
                "url": whole(programme.get_absolute_url()),
            }
        ]
    if part.decision.source.url:
        given["dataSource"] = part.decision.source.url
    return given


def _shared(project: Project, whole: Whole) -> Json:
    """Return what every grant to a project has in common."""
    title = project.title
    shared: Json = {
        "title": title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…",
        "description": project.said("purpose") or title,
        "url": whole(project.get_absolute_url()),
        "recipientOrganization": [_recipient(project, whole)],
    }
    dates = {
        name: dated(day, precision)
        for name, day, precision in (
            ("startDate", project.starts_on, project.starts_on_precision),
            ("endDate", project.ends_on, project.ends_on_precision),
        )
        if day
    }
    if dates:
        shared["plannedDates"] = [dates]
    if places := _places(project):
        shared["beneficiaryLocation"] = places
    return shared


def dated(day: datetime.date | None, precision: str) -> str:
    """Return a day as ISO 8601, no longer than it is known; nothing where it is unknown."""
    return day.isoformat()[: KNOWN_TO[precision]] if day else ""


def _places(project: Project) -> list[Json]:
    """Return where a project is carried out or what it affects; a seat is no beneficiary's."""
    rows = [one for one in project.project_places.all() if one.meaning != PlaceMeaning.SEAT]
    places = {row.place_id: row.place for row in rows}
    return [
        {"name": str(place), "countryCode": "SE", "geoCode": place.code}
        if place.kind != PlaceKind.COUNTRY
        else {"name": str(place), "countryCode": place.code}
        for place in places.values()
    ]


def _classified(project: Project, part: Part, whole: Whole) -> Json:
    """Return the project that ties grants together, the fund, and how the amount is known."""
    split = part.split
    found = [
        {
            "vocabulary": f"{identifier_prefix()}:projects",
            "code": project.reference,
            "title": project.title,
            "url": whole(project.get_absolute_url()),
        }
    ]
    if split.fund:
        vocabulary = f"{identifier_prefix()}:funds"
        title = split.fund.said("name")
        found.append({"vocabulary": vocabulary, "code": split.fund.code, "title": title})
    if split.value.precision is not Precision.EXACT:
        found.append(_precision(part))
    if part.decision.decided_on is None:
        title = _("The day of the decision is unknown: awardDate is when it was known.")
        found.append(_said("award-date", "known-since", title))
    return {"classifications": found}


def _precision(part: Part) -> Json:
    value = part.split.value
    return _said("precision", value.precision.value, precision_in_words(value))


def precision_in_words(amount: Amount) -> str:
    """Return what is to be said beside an amount that is not exact."""
    return {
        Precision.ROUNDED: _("The amount is rounded to %(step)s kronor.") % {"step": amount.step},
        Precision.APPROXIMATE: _("The amount is approximate."),
        Precision.AT_MOST: _("The amount is the most that may be given."),
    }[amount.precision]


def _said(vocabulary: str, code: str, title: str) -> Json:
    return {"vocabulary": f"{identifier_prefix()}:{vocabulary}", "code": code, "title": title}


def _funder(project: Project, part: Part, whole: Whole) -> Json:
    split = part.split
    if split.funder:
        return organisation(split.funder, whole)
    return _unnamed(project, "funder", split.said("group"))


def _recipient(project: Project, whole: Whole) -> Json:
    """Return the lead of today, or the last there was; that it is unknown where none is named."""
    leads = [one for one in project.participations.all() if one.role == Role.LEAD]
    last = max(leads, key=_until, default=None)
    if last is None:
        return _unnamed(project, "lead", _("Unknown"))
    if last.organisation:
        return organisation(last.organisation, whole)
    return _unnamed(project, "lead", last.said("group"))


def _until(lead: Participation) -> tuple[bool, str]:
    return lead.until_on is None, str(lead.until_on or lead.from_on or "")


def organisation(one: Organisation, whole: Whole) -> Json:
    """Return an organisation by its number in the Swedish register, else by our own address."""
    is_swedish = one.number and one.number_scheme == NumberScheme.SWEDISH
    own = f"{identifier_prefix()}:organisations:{one.slug}"
    return {
        "id": f"{SWEDISH_REGISTER}-{one.number}" if is_swedish else own,
        "name": str(one),
        "url": whole(reverse("projects:organisation", args=[one.slug])),
    }


def _unnamed(project: Project, role: str, words: str) -> Json:
    """Return a group that no source names, of one project alone."""
    return {"id": f"{identifier_prefix()}:{project.reference}:{role}", "name": words}


def grant_identifier(project: Project, part: Part) -> str:
    """Return the name of a grant, which stays the same when a later decision restates it."""
    split = part.split
    payer = split.funder.slug if split.funder else "unnamed"
    fund = split.fund.slug if split.fund else "unstated"
    return f"{identifier_prefix()}:{project.reference}:{part.decision.matter}:{payer}:{fund}"


def _first(decision: Decision, entries: dict[int, Decision]) -> Decision:
    """Return the decision that granted what a later one has altered."""
    while decision.kind in ALTERING and decision.supersedes_id:
        decision = entries[decision.supersedes_id]
    return decision


def _paid(project: Project, decisions: Iterable[Decision]) -> dict[tuple, Any]:
    """Return what was paid out of each grant, less what was paid back; kronor."""
    keys = {
        split.pk: (decision.matter, *identity(split))
        for decision in decisions
        for split in decision.splits.all()
    }
    paid: dict[tuple, Any] = {}
    for one in standing(project.payments.all()):
        paid[keys[one.split_id]] = paid.get(keys[one.split_id], 0) + one.amount
    return paid


def _disbursed(part: Part, paid: dict[tuple, Any]) -> Json:
    key = (part.decision.matter, *identity(part.split))
    return {"amountDisbursed": number(paid[key])} if key in paid else {}


def number(kronor: Any) -> int | float:
    """Return kronor as a number of JSON, exact to the öre below ten thousand milliards."""
    return int(kronor) if kronor == int(kronor) else float(kronor)
