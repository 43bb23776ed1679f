"""What a list of projects can be narrowed by, with how many projects each choice would leave.

Each facet counts without regard to its own choices, so that a second one can be
added to the first. The number of queries does not grow with the rows.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.functional import Promise

from projects.filters import ProjectFilter
from projects.models import GrantSplit, Place, PlaceKind, Programme, Project, ProjectStatus
from projects.models.project import status_condition
from projects.models.project_facts import ProjectPlace

SHOWN = 6


@dataclass(frozen=True)
class Option:
    """One value that can be chosen; `count` is None where nobody counted."""

    value: str
    label: str | Promise
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One parameter with its options: those shown at once, and those folded away."""

    name: str
    title: str
    shown: list[Option]
    folded: list[Option]
    errors: list[str]


def facets(selection: ProjectFilter) -> list[Facet]:
    """Return the facets of a selection; those that nobody counts only where they are chosen."""
    counted = {name: count(selection.apart_from(name)) for name, count in COUNTS.items()}
    found = [_facet(selection, name, counted.get(name, [])) for name in FACETS]
    return [one for one in found if one.shown]


Counted = Iterable[tuple[str, str | Promise, int]]


def _facet(selection: ProjectFilter, name: str, counted: Counted) -> Facet:
    given = selection.given(name)
    options = [Option(value, label, count, value in given) for value, label, count in counted]
    options += _uncounted(selection, name, {one.value for one in options})
    shown = [one for place, one in enumerate(options) if place < SHOWN or one.is_chosen]
    return Facet(
        name=name,
        title=str(selection.filters[name].label),
        shown=shown,
        folded=[one for one in options if one not in shown],
        errors=selection.form.errors.get(name, []),
    )


def _uncounted(selection: ProjectFilter, name: str, known: set[str]) -> list[Option]:
    """Return what was chosen and is not among the counted, as written where it is not known."""
    count = 0 if name in COUNTS and name not in selection.form.errors else None
    return [
        Option(value, selection.label(name, value), count, is_chosen=True)
        for value in selection.given(name)
        if value not in known
    ]


def by_status(projects: QuerySet[Project]) -> Counted:
    on = timezone.localdate()
    counts = projects.aggregate(
        **{value: Count("pk", filter=status_condition(value, on)) for value in ProjectStatus}
    )
    return [(status.value, status.label, counts[status]) for status in ProjectStatus]


def by_county(projects: QuerySet[Project]) -> Counted:
    """Count as `in_place` finds: a municipality is its county, a NUTS 2 area each of its counties.

    A county's own row meets its municipalities in the join; projects are counted once.
    """
    county = Case(
        When(place__kind=PlaceKind.COUNTY, then=F("place_id")),
        When(place__kind=PlaceKind.MUNICIPALITY, then=F("place__parent_id")),
        When(place__kind=PlaceKind.NUTS2, then=F("place__children__id")),
    )
    rows = _of(ProjectPlace.objects.exclude(place__kind=PlaceKind.COUNTRY), projects)
    counts = dict(_grouped(rows.annotate(county=county), "county"))
    places = Place.objects.filter(pk__in=counts).order_by("sort_key")
    return _most_first((place.code, place.short_sv, counts[place.pk]) for place in places)


def by_funder(projects: QuerySet[Project]) -> Counted:
    splits = _standing_splits(projects).filter(funder__isnull=False).order_by("funder__sort_key")
    names = splits.values_list("funder__slug", "funder__name")
    return _most_first(names.annotate(n=Count("project", distinct=True)))


def by_fund(projects: QuerySet[Project]) -> Counted:
    splits = _standing_splits(projects).filter(fund__isnull=False).order_by("fund__code")
    names = splits.values_list("fund__slug", "fund__code")
    return _most_first(names.annotate(n=Count("project", distinct=True)))


def by_programme(projects: QuerySet[Project]) -> Counted:
    """Count by the programme of the priority, and by that of a split where it differs."""
    of_priority = projects.filter(priority__isnull=False)
    counts = Counter(dict(_grouped(of_priority, "priority__programme", of="pk")))
    others = _standing_splits(projects).filter(
        Q(project__priority__isnull=True) | ~Q(project__priority__programme=F("programme")),
        programme__isnull=False,
    )
    counts.update(dict(_grouped(others, "programme")))
    programmes = Programme.objects.filter(pk__in=counts)
    return _most_first((one.slug, one.said("name"), counts[one.pk]) for one in programmes)


def by_year(projects: QuerySet[Project]) -> Counted:
    """Count projects in every year of their period; one without an end reaches to the last."""
    known = projects.filter(starts_on__isnull=False).order_by()
    periods = known.values_list("starts_on__year", "ends_on__year").annotate(n=Count("pk"))
    ends = [last or first for first, last, _ in periods]
    latest = max([timezone.localdate().year, *ends])
    counts: Counter[int] = Counter()
    for first, last, number in periods:
        for year in range(first, (last or latest) + 1):
            counts[year] += number
    return [(str(year), str(year), counts[year]) for year in sorted(counts, reverse=True)]


COUNTS = {
    "status": by_status,
    "county": by_county,
    "funder": by_funder,
    "fund": by_fund,
    "programme": by_programme,
    "year": by_year,
}
FACETS = [
    "status",
    "county",
    "municipality",
    "funder",
    "fund",
    "programme",
    "priority",
    "organisation",
    "year",
]


def _of(rows: QuerySet[Any], projects: QuerySet[Project]) -> QuerySet[Any]:
    return rows.filter(project__in=projects.order_by().values("pk")).order_by()


def _standing_splits(projects: QuerySet[Project]) -> QuerySet[GrantSplit]:
    return _of(GrantSplit.objects.filter(decision__superseded_by__isnull=True), projects)


def _grouped(rows: QuerySet[Any], key: str, of: str = "project") -> Iterable[tuple[Any, int]]:
    return rows.order_by().values_list(key).annotate(n=Count(of, distinct=True))


def _most_first(counted: Iterable[tuple[Any, ...]]) -> Counted:
    return sorted(counted, key=lambda one: -one[2])
