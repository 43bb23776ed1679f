"""Which rows the public sees, table by table, so that nothing of a draft is given away."""

from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from news.models import Article, Correction
from projects.models import (
    Decision,
    GrantSplit,
    Organisation,
    OrganisationName,
    Participation,
    Partnership,
    Payment,
    Programme,
    ProjectPlace,
    Round,
    Source,
    StatedFigure,
)
from projects.models.base import project_is_public
from projects.models.sources import SourceQuerySet

_NAMING = [
    (Participation, "organisation"),
    (Decision, "organisation"),
    (GrantSplit, "funder"),
    (StatedFigure, "funder"),
]
"""What of a project names an organisation."""


def of_projects(model: type[Model]) -> Callable[[], QuerySet]:
    """Return the rows of a model that belong to the projects that the public sees now."""

    def rows() -> QuerySet:
        return model._default_manager.filter(project_is_public())

    return rows


def announced_figures() -> QuerySet:
    return StatedFigure.objects.filter(round__isnull=False)


def sources() -> SourceQuerySet:
    """Return the sources that something public cites."""
    cited = Q(Exists(announced_figures().filter(source=OuterRef("pk"))))
    for model in (Decision, Payment, ProjectPlace, StatedFigure):
        cited |= Q(Exists(of_projects(model)().filter(source=OuterRef("pk"))))
    return Source.objects.filter(cited)


def organisations() -> QuerySet[Organisation]:
    """Return the organisations that anything public names, and those tied to them.

    That is who took over from one of them, and what was merged into one of them.
    """
    found = set(_named())
    while True:
        tied = Organisation.objects.filter(
            Q(predecessors__in=found) | Q(merged_here__in=found) | Q(merged_into__in=found)
        )
        new = set(tied.values_list("pk", flat=True)) - found
        if not new:
            return Organisation.objects.filter(pk__in=found)
        found |= new


def _named() -> QuerySet:
    """Return the keys of organisations that public rows name."""
    found = Q()
    for model, field in _NAMING:
        rows = of_projects(model)().filter(**{field: OuterRef("pk")})
        found |= Q(Exists(rows))
    found |= Q(Exists(announced_figures().filter(funder=OuterRef("pk"))))
    found |= Q(Exists(Round.objects.filter(organisation=OuterRef("pk"))))
    found |= Q(Exists(Programme.objects.filter(authority=OuterRef("pk"))))
    found |= Q(Exists(Partnership.objects.filter(secretariat=OuterRef("pk"))))
    return Organisation.objects.filter(found).values_list("pk", flat=True)


def organisation_names() -> QuerySet[OrganisationName]:
    return OrganisationName.objects.filter(organisation__in=organisations().values("pk"))


def corrections() -> QuerySet[Correction]:
    return Correction.objects.filter(article__in=Article.objects.published().values("pk"))
