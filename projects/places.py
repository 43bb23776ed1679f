"""The projects of a place, parted by whether they reach beyond it, and what each part got."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import batched
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.excerpts import rows_of
from projects.models import Place, PlaceKind, Project, ProjectPlace, StatedFigure
from projects.models.base import project_is_public
from projects.money import Basis, Total
from projects.orders import ordering
from projects.rows import Row
from projects.search.places import closures
from projects.totals import MOST_LABELS, Labelled, Paid, paid, total, totals_by_labels

LARGEST = 5
"""Projects of each part that are named on the page of a place."""
WITHIN = ["place", "place__parent", "place__parent__parent", "place__parent__parent__parent"]
"""From a project's row to its place and to all that lies around that."""
BASIS = Basis.REGISTERED_SUPPORT


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


def parted(place: Place) -> tuple[QuerySet[Project], QuerySet[Project]]:
    """Return the projects of a place: those that name nothing outside it, and the others.

    Together they are what the list finds there. Whatever a place is named for counts: a
    project with its seat elsewhere is shared.
    """
    here = Project.objects.published().in_places(place.pk).order_by()
    beyond = Exists(_rows().exclude(_within(place)))
    return here.filter(~beyond), here.filter(beyond)


def sums(place: Place, on: datetime.date) -> Sums:
    """Return what the two parts got; `on` is the day that the sums are said to hold."""
    only, shared = parted(place)
    first, then = _largest(only), _largest(shared)
    rows = {row.pk: row for row in rows_of([*first, *then])}
    return Sums(
        only=_group(_("Only here"), only, [rows[key] for key in first if key in rows], on),
        shared=_group(_("Shared"), shared, [rows[key] for key in then if key in rows], on),
        unplaced=_unplaced(place),
    )


def stated(place: Place) -> list[StatedFigure]:
    """Return what sources say of a place alone, of public projects and of rounds."""
    is_public = Q(round__isnull=False) | Q(project_is_public())
    return list(
        StatedFigure.objects.filter(is_public, place=place)
        .select_related("project", "round", "funder", "fund", "source")
        .order_by("stated_on", "pk")
    )


def lines(places: Iterable[Place], on: datetime.date) -> list[Line]:
    """Return places with the projects that the list finds in each, in two queries."""
    shown = list(places)
    found = found_in({place.pk for place in shown}, on)
    return [Line(one, found[one.pk].count, found[one.pk].total) for one in shown]


def found_in(places: Collection[int], on: datetime.date) -> Mapping[int, Labelled]:
    """Return how many projects the list finds in each place and their total, by its key.

    A project of several places counts whole in each; never add these up.
    """
    found = {}
    for some in map(frozenset, batched(sorted(places), MOST_LABELS)):
        labels = {key: one.found_by & some for key, one in closures().items()}
        parts = totals_by_labels(labels, Project.objects.published(), BASIS, on=on)
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


def _unplaced(place: Place) -> Unplaced:
    public = Project.objects.published().order_by()
    here, within = public.in_places(place.pk), _rows().filter(_within(place))
    divided = Exists(within.filter(place__kind=PlaceKind.MUNICIPALITY))
    return Unplaced(
        around=here.filter(~Exists(within)).count(),
        undivided=0
        if place.kind == PlaceKind.MUNICIPALITY
        else here.filter(Exists(within), ~divided).count(),
        nowhere=public.filter(~Exists(_rows())).count(),
    )


def _rows() -> QuerySet[ProjectPlace]:
    return ProjectPlace.objects.filter(project=OuterRef("pk"))


def _within(place: Place) -> Q:
    """Return the rows of a place and of all that lies in it."""
    return reduce(or_, (Q(**{path: place}) for path in WITHIN))
