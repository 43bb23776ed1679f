"""Asking for a decision: a letter to copy or send, and to whom."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from projects.asking import letter_for, request_for
from projects.models import Decision, Project
from projects.naming import body_of
from projects.timeline import TITLES
from projects.views.projects import withdrawn

BODIES = ("organisation__succeeded_by", "partnership__secretariat__succeeded_by", "round")


@require_safe
def decision_request(request: HttpRequest, slug: str, decision: int) -> HttpResponse:
    """Offer the letter that asks for one decision on a project."""
    project = get_object_or_404(Project.objects.ever_public(), slug=slug)
    if project.is_withdrawn:
        return withdrawn(request, project)
    row = get_object_or_404(_decisions(project), pk=decision)
    with override("sv"):  # who gets the letter reads the Swedish page
        page = request.build_absolute_uri(project.get_absolute_url())
    context = {
        "asked": request_for(row, page),
        "title": TITLES[row.kind],
        "body": body_of(row),
        "translated": letter_for(row, page) if get_language() != "sv" else None,
    }
    return render(request, "projects/decision_request.html", context)


def _decisions(project: Project) -> QuerySet[Decision]:
    return project.decisions.select_related("source", *BODIES)
