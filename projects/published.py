"""What this site said at a moment: what was recorded by then, of what was public then."""

import datetime

from django.db.models import Prefetch, QuerySet

from projects.models import Decision, Payment, Project, StatedFigure


def as_said(projects: QuerySet[Project], at: datetime.datetime) -> QuerySet[Project]:
    """Return those of public projects that were so, with the entries that were recorded by then.

    Figures that sources state bear no moment; their history knows when they were entered.
    """
    entered = StatedFigure.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_created_at__lte=at
    )
    figures = StatedFigure.objects.filter(pk__in=entered.values("pgh_obj_id"))
    return projects.filter(published_at__lte=at).prefetch_related(
        Prefetch("decisions", Decision.objects.filter(recorded_at__lte=at)),
        Prefetch("payments", Payment.objects.filter(recorded_at__lte=at)),
        Prefetch("stated_figures", figures),
    )
