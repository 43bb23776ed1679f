"""Every source that something public cites, with how much of the registry rests on it."""

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import Count, Model, QuerySet

from projects.models import Decision, Payment, ProjectPlace, Source, StatedFigure
from projects.releases import public

CITING: list[type[Model]] = [Decision, StatedFigure, Payment, ProjectPlace]


def sources() -> QuerySet[Source]:
    """Return the sources that something public cites."""
    return public.sources().order_by("publisher", "title", "pk")


def counted(shown: Collection[Source]) -> Iterable[tuple[Source, int]]:
    """Return sources with the number of public rows of every kind that cite each.

    Stated figures of rounds are public too. Only what cites those shown is counted.
    """
    keys = [source.pk for source in shown]
    rows = [public.of_projects(model)() for model in CITING]
    counts: Counter[int] = Counter()
    for citing in (*rows, public.announced_figures()):
        theirs = citing.filter(source__in=keys).order_by().values_list("source")
        counts.update(dict(theirs.annotate(n=Count("pk"))))
    return [(source, counts[source.pk]) for source in shown]
