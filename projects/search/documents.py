"""What is known of projects that a list shows, narrows by or sorts by, read many at a time.

The rows of every list are made of these, and so is the index.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from projects.keys import Among
from projects.models import (
    Decision,
    GrantSplit,
    OrganisationKind,
    Participation,
    PlaceMeaning,
    Project,
    ProjectPlace,
    ProjectStatus,
    PublicationState,
    Role,
    Subtotal,
)
from projects.models.statuses import status_on
from projects.money import Basis
from projects.orders import title_key
from projects.search.places import Closure
from projects.search.query import Seen

KINDS = list(OrganisationKind.values)
STATUSES = list(ProjectStatus)
LAST_YEAR = 2100
"""A project without an end runs to here."""
SUMMARY = 1000
"""Characters of a purpose that a list may quote from."""


class Bounds(NamedTuple):
    """A total of one project in öre; `high` None is no upper bound."""

    low: int
    high: int | None
    unknown: int
    is_approximate: bool


class Facts(NamedTuple):
    """What the row of a project shows, in both languages."""

    slug: str
    acronym: str
    title_sv: str
    title_en: str
    purpose_sv: str
    purpose_en: str
    leads: list[list[str]]  # in Swedish and in English
    funders: list[list[str]]  # the same, and the code of the fund
    places: list[str]
    starts_on: datetime.date | None
    starts_precision: str
    ends_on: datetime.date | None
    ends_precision: str
    cancelled_on: datetime.date | None
    is_granted: bool
    granted: Bounds
    proposed: Bounds | None


class Document(NamedTuple):
    """One project as it is found, counted, sorted and shown.

    `choices` has the keys of each parameter by which it is found, `place` all places that
    find it. `registered` and `proposed` are what it adds to totals, None for nothing. `lines`
    are its finished lines in files, one in each language, where whoever read it asked for them.
    """

    pk: int
    seen: str  # a value of Seen, or "draft"
    facts: Facts
    words: str
    named: list[str]
    choices: Mapping[str, Collection[int]]
    registered: Bounds | None
    proposed: Bounds | None
    decided_on: datetime.date | None
    starts_on: datetime.date | None
    title_keys: tuple[str, str]
    lines: Sequence[bytes] = ()

    @property
    def support(self) -> Bounds | None:
        """What `min` and `max` compare: what is granted, else what is proposed."""
        return self.facts.granted if self.facts.is_granted else self.proposed


COLUMNS = [
    "pk",
    "state",
    "published_at",
    "slug",
    "acronym",
    "title_sv",
    "title_en",
    "purpose_sv",
    "purpose_en",
    "starts_on",
    "starts_on_precision",
    "ends_on",
    "ends_on_precision",
    "cancelled_on",
    "decided_on",
    "is_granted",
    "at_least",
    "at_most",
    "unknown_parts",
    "is_approximate",
    "priority_id",
    "priority__programme_id",
    "words",
    "named",
    "title_key_sv",
    "title_key_en",
]


class _Project(NamedTuple):
    pk: int
    state: str
    published_at: datetime.datetime | None
    slug: str
    acronym: str
    title_sv: str
    title_en: str
    purpose_sv: str
    purpose_en: str
    starts_on: datetime.date | None
    starts_on_precision: str
    ends_on: datetime.date | None
    ends_on_precision: str
    cancelled_on: datetime.date | None
    decided_on: datetime.date | None
    is_granted: bool
    at_least: Decimal
    at_most: Decimal | None
    unknown_parts: int
    is_approximate: bool
    priority: int | None
    programme: int | None
    words: str
    named: list[str]
    title_key_sv: str
    title_key_en: str


class _Related(NamedTuple):
    """The rows around many projects, each list by the project's key."""

    participations: Mapping[int, list[Any]]
    splits: Mapping[int, list[Any]]
    places: Mapping[int, list[Any]]
    deciding: Mapping[int, set[int]]  # organisations
    subtotals: Mapping[int, list[Any]]


def documents(
    keys: Collection[int],
    *,
    places: Mapping[int, Closure],
    day: datetime.date,
    now: datetime.datetime,
) -> Iterator[Document]:
    """Return the documents of projects as they are on a day and at a moment, in six queries.

    In no order; a key that is gone has none.
    """
    if not keys:
        return
    related = _related(keys)
    keyed = Project.objects.filter(Among("pk", keys)).order_by()
    keyed = keyed.annotate(title_key_sv=title_key("sv"), title_key_en=title_key("en"))
    for row in keyed.values_list(*COLUMNS):
        yield _document(_Project(*row), related, places, day, now)


def _related(keys: Collection[int]) -> _Related:
    of = Among("project_id", keys)
    whole = {
        "funder__isnull": True,
        "basis__in": [Basis.REGISTERED_SUPPORT, Basis.PROPOSED_SUPPORT],
    }
    decisions = _by_project(
        Decision.objects.current().filter(of).order_by(), "pk", "organisation_id"
    )
    splits = _by_project(
        GrantSplit.objects.filter(of).order_by("pk"),
        *("decision_id", "funder_id", "funder__name", "group_sv", "group_en"),
        *("fund_id", "fund__code", "programme_id"),
    )
    return _Related(
        participations=_by_project(
            Participation.objects.filter(of).order_by("pk"),
            *("role", "organisation_id", "organisation__name", "organisation__kind"),
            *("group_sv", "group_en"),
        ),
        splits=_in_force(splits, decisions),
        places=_by_project(ProjectPlace.objects.filter(of).order_by("pk"), "place_id", "meaning"),
        deciding={
            project: {organisation for _key, organisation in rows if organisation}
            for project, rows in decisions.items()
        },
        subtotals=_by_project(
            Subtotal.objects.filter(of, **whole).order_by(),
            *("basis", "at_least", "at_most", "unknown_parts", "is_approximate"),
        ),
    )


def _in_force(
    splits: Mapping[int, list[Any]], decisions: Mapping[int, list[Any]]
) -> Mapping[int, list[Any]]:
    """Return the splits of current decisions; joined here, for PostgreSQL guesses it badly."""
    current = {key for rows in decisions.values() for key, _organisation in rows}
    return {
        project: [rest for decision, *rest in rows if decision in current]
        for project, rows in splits.items()
    }


def _by_project(rows: QuerySet[Any], *columns: str) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for project, *values in rows.values_list("project_id", *columns):
        found[project].append(values)
    return found


def _document(
    row: _Project,
    related: _Related,
    places: Mapping[int, Closure],
    day: datetime.date,
    now: datetime.datetime,
) -> Document:
    totals = {basis: _bounds(*rest) for basis, *rest in related.subtotals.get(row.pk, ())}
    proposed = totals.get(Basis.PROPOSED_SUPPORT)
    return Document(
        pk=row.pk,
        seen=_seen(row, now),
        facts=_facts(row, related, places, proposed),
        words=row.words,
        named=row.named,
        choices=_choices(row, related, places, day),
        registered=totals.get(Basis.REGISTERED_SUPPORT),
        proposed=proposed,
        decided_on=row.decided_on,
        starts_on=row.starts_on,
        title_keys=(row.title_key_sv, row.title_key_en),
    )


def _seen(row: _Project, now: datetime.datetime) -> str:
    if row.published_at is None or row.published_at > now:
        return "draft"
    if row.state == PublicationState.PUBLISHED:
        return Seen.PUBLIC.value
    return Seen.WITHDRAWN.value if row.state == PublicationState.WITHDRAWN else "draft"


def _bounds(low: Decimal, high: Decimal | None, unknown: int, is_approximate: bool) -> Bounds:
    return Bounds(
        int(low * 100), None if high is None else int(high * 100), unknown, is_approximate
    )


def _facts(
    row: _Project, related: _Related, places: Mapping[int, Closure], proposed: Bounds | None
) -> Facts:
    return Facts(
        slug=row.slug,
        acronym=row.acronym,
        title_sv=row.title_sv,
        title_en=row.title_en,
        purpose_sv=row.purpose_sv[:SUMMARY],
        purpose_en=row.purpose_en[:SUMMARY],
        leads=[
            _named(name, sv, en)
            for role, _key, name, _kind, sv, en in related.participations.get(row.pk, ())
            if role == Role.LEAD
        ],
        funders=[
            [*_named(name, sv, en), code or ""]
            for _key, name, sv, en, _fund, code, _programme in related.splits.get(row.pk, ())
        ],
        places=_shown_places(related.places.get(row.pk, ()), places),
        starts_on=row.starts_on,
        starts_precision=row.starts_on_precision,
        ends_on=row.ends_on,
        ends_precision=row.ends_on_precision,
        cancelled_on=row.cancelled_on,
        is_granted=row.is_granted,
        granted=_bounds(row.at_least, row.at_most, row.unknown_parts, row.is_approximate),
        proposed=proposed,
    )


def _named(name: str | None, group_sv: str, group_en: str) -> list[str]:
    """Return an organisation's name, or that of an unnamed group, in Swedish and in English."""
    return [name, name] if name else [group_sv, group_en or group_sv]


def _shown_places(rows: Iterable[Any], places: Mapping[int, Closure]) -> list[str]:
    """Return the widest places: a county's municipalities add nothing where it is named itself.

    The seat says where somebody sits, and counts only where no other place is given.
    """
    rows = list(rows)
    areas = [place for place, meaning in rows if meaning != PlaceMeaning.SEAT]
    named = areas or [place for place, _meaning in rows]
    widest = {place for place in named if places[place].parent not in named}
    return list(
        dict.fromkeys(
            places[place].short for place in sorted(widest, key=lambda one: places[one].sort_key)
        )
    )


def _choices(
    row: _Project, related: _Related, places: Mapping[int, Closure], day: datetime.date
) -> dict[str, Collection[int]]:
    taking_part = related.participations.get(row.pk, ())
    splits = related.splits.get(row.pk, ())
    here = [places[place] for place, _meaning in related.places.get(row.pk, ())]
    status = status_on(row.cancelled_on, row.starts_on, row.ends_on, day)
    return {
        "funder": {key for key, *_rest in splits if key},
        "fund": {fund for *_rest, fund, _code, _programme in splits if fund},
        "programme": {one for one in (row.programme, *(split[-1] for split in splits)) if one},
        "priority": {row.priority} if row.priority else (),
        "place": frozenset[int]().union(*(one.found_by for one in here)),
        "county": frozenset[int]().union(*(one.counties for one in here)),
        "municipality": frozenset[int]().union(*(one.municipalities for one in here)),
        "organisation": {one[1] for one in taking_part if one[1]}
        | related.deciding.get(row.pk, set()),
        "kind": {KINDS.index(one[3]) for one in taking_part if one[0] == Role.LEAD and one[3]},
        "status": {STATUSES.index(status)} if status else (),
        "year": _years(row.starts_on, row.ends_on),
    }


def _years(starts_on: datetime.date | None, ends_on: datetime.date | None) -> Collection[int]:
    if starts_on is None:
        return ()
    return range(starts_on.year, (ends_on.year if ends_on else LAST_YEAR) + 1)
