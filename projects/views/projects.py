"""One project's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import linked_data
from projects.as_of import day_asked
from projects.models import Project
from projects.models.error_reports import answers_on, noting_answers
from projects.records import record, with_records
from spin_registry.errors import ErrorPage, gone


@require_safe
def project_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one project: its money, whether the figures add up, what was decided, and sources."""
    found = noting_answers(with_records(Project.objects.ever_public()), "project")
    project = get_object_or_404(found, slug=slug)
    if project.is_withdrawn:
        return withdrawn(request, project)
    told = record(project, day_asked(request.GET))
    context = {
        "record": told,
        "answers": answers_on(project),
        # It has no word for the day of its amounts, so that a page of an earlier day has none.
        "linked_data": None
        if told.on
        else linked_data.of_project(told, request.build_absolute_uri),
    }
    return render(request, "projects/project_detail.html", context)


def withdrawn(request: HttpRequest, project: Project) -> ErrorPage:
    """Answer 410 with the day and the reason."""
    assert project.withdrawn_at is not None  # noqa: S101 - a constraint sees to it
    return gone(
        request,
        kicker=_("Project %(reference)s") % {"reference": project.reference},
        title=str(project),
        withdrawn_at=project.withdrawn_at,
        reason=project.in_language("withdrawn_reason"),
    )
