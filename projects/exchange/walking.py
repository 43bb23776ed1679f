"""How many projects are read: some at a time, so that memory stays flat however many there are."""

from collections.abc import Iterator

from django.db.models import QuerySet

from projects.models import Project
from spin_registry.patience import patience

AT_A_TIME = 200


def in_order_of_entry(projects: QuerySet[Project]) -> Iterator[Project]:
    """Return projects, the first entered first, with what they prefetch, some at a time.

    Each time begins after the last key, so that no answer waits for all of them and what
    is entered meanwhile moves nothing.
    """
    last = 0
    while found := _after(last, projects):
        last = found[-1].pk
        yield from found


def _after(last: int, projects: QuerySet[Project]) -> list[Project]:
    with patience():
        return list(projects.filter(pk__gt=last).order_by("pk")[:AT_A_TIME])
