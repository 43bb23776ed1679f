"""How many projects have each key of a facet, counted by PostgreSQL as the filters find them."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils import timezone

from projects.models import GrantSplit, Participation, PlaceKind, Project, Role
from projects.models.project_facts import ProjectPlace
from projects.models.statuses import status_condition
from projects.search.documents import KINDS, LAST_YEAR, STATUSES

Counted = dict[int, int]
COUNTIES = [
    When(place__kind=PlaceKind.COUNTY, then=F("place_id")),
    When(place__kind=PlaceKind.MUNICIPALITY, then=F("place__parent_id")),
    When(place__kind=PlaceKind.NUTS2, then=F("place__children__id")),
]


def by_status(projects: QuerySet[Project]) -> Counted:
    on = timezone.localdate()
    conditions = {
        value.value: Count("pk", filter=status_condition(value, on)) for value in STATUSES
    }
    counts = projects.aggregate(**conditions)
    return _some((STATUSES.index(status), counts[status.value]) for status in STATUSES)


def by_county(projects: QuerySet[Project]) -> Counted:
    """A municipality is its county, a NUTS 2 area each of its counties.

    A county's own row meets its municipalities in the join; projects are counted once.
    """
    return _by_place(projects, *COUNTIES)


def by_municipality(projects: QuerySet[Project]) -> Counted:
    """A county is each of its municipalities, and so is a NUTS 2 area."""
    return _by_place(
        projects,
        When(place__kind=PlaceKind.MUNICIPALITY, then=F("place_id")),
        When(place__kind=PlaceKind.COUNTY, then=F("place__children__id")),
        When(place__kind=PlaceKind.NUTS2, then=F("place__children__children__id")),
    )


def _by_place(projects: QuerySet[Project], *whens: When) -> Counted:
    rows = _of(ProjectPlace.objects.exclude(place__kind=PlaceKind.COUNTRY), projects)
    return _grouped(rows.annotate(counted=Case(*whens)).filter(counted__isnull=False), "counted")


def by_funder(projects: QuerySet[Project]) -> Counted:
    return _grouped(_standing_splits(projects).filter(funder__isnull=False), "funder")


def by_fund(projects: QuerySet[Project]) -> Counted:
    return _grouped(_standing_splits(projects).filter(fund__isnull=False), "fund")


def by_programme(projects: QuerySet[Project]) -> Counted:
    """By the programme of the priority, and by that of a split where it differs."""
    of_priority = projects.filter(priority__isnull=False)
    counts = Counter(_grouped(of_priority, "priority__programme", of="pk"))
    others = _standing_splits(projects).filter(
        Q(project__priority__isnull=True) | ~Q(project__priority__programme=F("programme")),
        programme__isnull=False,
    )
    counts.update(_grouped(others, "programme"))
    return dict(counts)


def by_priority(projects: QuerySet[Project]) -> Counted:
    return _grouped(projects.filter(priority__isnull=False), "priority", of="pk")


def by_kind(projects: QuerySet[Project]) -> Counted:
    leads = Participation.objects.filter(role=Role.LEAD, organisation__isnull=False)
    counts = _grouped(_of(leads, projects), "organisation__kind")
    return {KINDS.index(kind): number for kind, number in counts.items()}  # type: ignore[arg-type]


def by_year(projects: QuerySet[Project]) -> Counted:
    """Every year of the period; one without an end runs on to the last year there is."""
    known = projects.filter(starts_on__isnull=False).order_by()
    periods = known.values_list("starts_on__year", "ends_on__year").annotate(n=Count("pk"))
    counts: Counter[int] = Counter()
    for first, last, number in periods:
        for year in range(first, (last or LAST_YEAR) + 1):
            counts[year] += number
    return dict(counts)


COUNTS: dict[str, Callable[[QuerySet[Project]], Counted]] = {
    "status": by_status,
    "county": by_county,
    "municipality": by_municipality,
    "funder": by_funder,
    "fund": by_fund,
    "programme": by_programme,
    "priority": by_priority,
    "kind": by_kind,
    "year": by_year,
}


def _of(rows: QuerySet[Any], projects: QuerySet[Project]) -> QuerySet[Any]:
    return rows.filter(project__in=projects.order_by().values("pk")).order_by()


def _standing_splits(projects: QuerySet[Project]) -> QuerySet[GrantSplit]:
    return _of(GrantSplit.objects.standing(), projects)


def _grouped(rows: QuerySet[Any], key: str, of: str = "project") -> Counted:
    return dict(rows.order_by().values_list(key).annotate(n=Count(of, distinct=True)))


def _some(counted: Iterable[tuple[int, int]]) -> Counted:
    return {key: number for key, number in counted if number}
