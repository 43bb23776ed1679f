"""The projects of a place, parted by whether they reach beyond it, and what each part got."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import batched

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.excerpts import rows_of
from projects.keys import listed
from projects.models import Place, PlaceKind, Project, ProjectPlace, StatedFigure
from projects.models.base import project_is_public
from projects.money import Basis, Total
from projects.orders import ordering
from projects.rows import Row
from projects.search.places import Closure, above, closures
from projects.totals import (
    MOST_LABELS,
    Labelled,
    Paid,
    keys_by_labels,
    paid,
    total,
    totals_by_labels,
)

LARGEST = 5
"""Projects of each part that are named on the page of a place."""
MANY = 50_000
"""Keys of projects that are named to PostgreSQL one by one."""
BASIS = Basis.REGISTERED_SUPPORT
INSIDE, DIVIDED, OUTSIDE = "inside", "divided", "outside"
"""What a project names: the place or one within it, a municipality among those, another."""


@dataclass(frozen=True)
class Group:
    """Some of the projects of a place: how many, their whole sums, and the largest of them."""

    title: str | Promise
    projects: QuerySet[Project]
    count: int
    total: Total
    proposed: Total
    paid: Paid
    largest: list[Row]


@dataclass(frozen=True)
class Unplaced:
    """Numbers of projects of which the registry does not know how far they are of a place.

    `around` name only what lies around it, `undivided` name a county and none of its
    municipalities, `nowhere` name no place at all and are found in none.
    """

    around: int
    undivided: int
    nowhere: int


@dataclass(frozen=True)
class Parted:
    """The keys of the projects of a place in its two parts, and the numbers of `Unplaced`."""

    only: list[int]
    shared: list[int]
    around: int
    undivided: int


@dataclass(frozen=True)
class Sums:
    """The projects of a place: those of it `only` and those `shared` with others; each in one."""

    only: Group
    shared: Group
    unplaced: Unplaced

    @property
    def count(self) -> int:
        return self.only.count + self.shared.count

    @property
    def total(self) -> Total:
        """What the list of the place adds up to."""
        return self.only.total + self.shared.total


@dataclass(frozen=True)
class Line:
    """A place in a list of places; its sum cannot be added to that of another."""

    place: Place
    count: int
    total: Total


def parameter(place: Place) -> str:
    """Return the parameter by which the list of projects is asked for a place."""
    return "municipality" if place.kind == PlaceKind.MUNICIPALITY else "county"


def parted(place: Place) -> Parted:
    """Return the projects of a place: those that name nothing outside it, and the others.

    Together they are what the list finds there. Whatever a place is named for counts: a
    project with its seat elsewhere is shared.
    """
    closed = closures()
    parent = {key: one.parent for key, one in closed.items()}
    labels = {
        key: _labels(one, is_within=place.pk in (key, *above(key, parent)), key=key)
        for key, one in closed.items()
    }
    parts = keys_by_labels(labels, findable(place))
    if place.kind == PlaceKind.COUNTRY:
        parts = {names: keys for names, keys in parts.items() if INSIDE in names}
    only, shared = (
        [key for names, keys in parts.items() if (OUTSIDE in names) is is_shared for key in keys]
        for is_shared in (False, True)
    )
    around = sum(len(keys) for names, keys in parts.items() if INSIDE not in names)
    undivided = sum(
        len(keys) for names, keys in parts.items() if INSIDE in names and DIVIDED not in names
    )
    return Parted(only, shared, around, 0 if place.kind == PlaceKind.MUNICIPALITY else undivided)


def findable(place: Place) -> QuerySet[Project]:
    """Return the public projects that the list finds in a place; of a country, all there are.

    To look for those of a country costs as much as to go through all.
    """
    public = Project.objects.published().order_by()
    return public if place.kind == PlaceKind.COUNTRY else public.in_places(place.pk)


def _labels(named: Closure, *, is_within: bool, key: int) -> set[str]:
    """Return what a project says of a place when it names another, or the place itself."""
    if not is_within:
        return {OUTSIDE}
    return {INSIDE, DIVIDED} if key in named.municipalities else {INSIDE}


def sums(place: Place, on: datetime.date) -> Sums:
    """Return what the two parts got; `on` is the day that the sums are said to hold."""
    found = parted(place)
    only, shared = _with_keys(found.only), _with_keys(found.shared)
    first, then = _largest(only), _largest(shared)
    rows = {row.pk: row for row in rows_of([*first, *then])}
    public = Project.objects.published().order_by()
    nowhere = public.filter(~Exists(ProjectPlace.objects.filter(project=OuterRef("pk"))))
    return Sums(
        only=_group(_("Only here"), only, [rows[key] for key in first if key in rows], on),
        shared=_group(_("Shared"), shared, [rows[key] for key in then if key in rows], on),
        unplaced=Unplaced(found.around, found.undivided, nowhere.count()),
    )


def _with_keys(keys: Collection[int]) -> QuerySet[Project]:
    """Return the public projects with the keys; of very many, all but the others."""
    if len(keys) <= MANY:
        return Project.objects.filter(pk__in=listed(keys)).order_by()
    public = Project.objects.published().order_by()
    others = set(public.values_list("pk", flat=True)).difference(keys)
    return public.exclude(pk__in=listed(others))


def stated(place: Place) -> list[StatedFigure]:
    """Return what sources say of a place alone, of public projects and of rounds."""
    is_public = Q(round__isnull=False) | Q(project_is_public())
    return list(
        StatedFigure.objects.filter(is_public, place=place)
        .select_related("project", "round", "funder", "fund", "source")
        .order_by("stated_on", "pk")
    )


def lines(
    places: Iterable[Place], on: datetime.date, among: QuerySet[Project] | None = None
) -> list[Line]:
    """Return places with the projects that the list finds in each, in two queries.

    `among` names some that all of these are of, where that is known.
    """
    shown = list(places)
    found = found_in({place.pk for place in shown}, on, among)
    return [Line(one, found[one.pk].count, found[one.pk].total) for one in shown]


def found_in(
    places: Collection[int], on: datetime.date, among: QuerySet[Project] | None = None
) -> Mapping[int, Labelled]:
    """Return how many projects the list finds in each place and their total, by its key.

    A project of several places counts whole in each; never add these up.
    """
    projects = Project.objects.published() if among is None else among
    found = {}
    for some in map(frozenset, batched(sorted(places), MOST_LABELS)):
        labels = {key: one.found_by & some for key, one in closures().items()}
        parts = totals_by_labels(labels, projects, BASIS, on=on)
        for place in some:
            there = [part for named, part in parts.items() if place in named]
            total = Total.over((part.total for part in there), basis=BASIS, on=on)
            found[place] = Labelled(sum(part.count for part in there), total)
    return found


def _largest(projects: QuerySet[Project]) -> list[int]:
    latest = projects.order_by(*ordering("-granted", get_language() or "sv"))
    return list(latest.values_list("pk", flat=True)[:LARGEST])


def _group(
    title: str | Promise, projects: QuerySet[Project], largest: list[Row], on: datetime.date
) -> Group:
    return Group(
        title=title,
        projects=projects,
        count=projects.count(),
        total=total(projects, on=on),
        proposed=total(projects, Basis.PROPOSED_SUPPORT, on=on),
        paid=paid(projects),
        largest=largest,
    )
