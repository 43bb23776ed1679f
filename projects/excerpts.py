"""The first of many projects, for the pages of what they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from projects.models import Project
from projects.money import Basis, Total
from projects.rows import Row, row
from projects.search.executor import facts_of
from projects.totals import total


def rows(projects: QuerySet[Project]) -> list[Row]:
    """Return the rows of projects in their order, read in seven queries however many they are."""
    return rows_of(list(projects.values_list("pk", flat=True)))


def rows_of(keys: Sequence[int]) -> list[Row]:
    """Return the rows of projects in the order of their keys."""
    today = timezone.localdate()
    return [row(pk, facts, today) for pk, facts in facts_of(keys)]


@dataclass(frozen=True)
class Excerpt:
    """The first rows of many projects, with what they all add up to and where the rest is."""

    rows: list[Row]
    count: int
    total: Total
    proposed: Total
    url: str  # of the whole list, filtered


FIRST = 20


def excerpt(projects: QuerySet[Project], query: str) -> Excerpt:
    """Return the latest decided of the projects; `query` selects the same ones in the list."""
    return Excerpt(
        rows=rows(projects[:FIRST]),
        count=projects.count(),
        total=total(projects),
        proposed=total(projects, Basis.PROPOSED_SUPPORT),
        url=f"{reverse('projects:list')}?{query}",
    )
