"""Every source that something public cites, with how much of the registry rests on it."""

from django.db.models import Count, F, IntegerField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from projects.models import Decision, Payment, ProjectPlace, Source, StatedFigure
from projects.releases import public

CITING: list[tuple[type[Model], str]] = [
    (Decision, "decision_count"),
    (StatedFigure, "figure_count"),
    (Payment, "payment_count"),
    (ProjectPlace, "place_count"),
]


def sources() -> QuerySet[Source]:
    """Return the sources with the number of public rows of each kind that cite them.

    `cited` is all of them together; stated figures of rounds are public too.
    """
    counts = {name: _count(public.of_projects(model)()) for model, name in CITING}
    counts["announced_count"] = _count(public.announced_figures())
    found = public.sources().annotate(**counts)
    everything = sum((F(name) for name in counts), start=Value(0))
    return found.annotate(cited=everything).order_by("publisher", "title", "pk")


def _count(rows: QuerySet) -> Coalesce:
    theirs = rows.filter(source=OuterRef("pk")).order_by().values("source")
    count = Subquery(theirs.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(count, 0)
