"""Where a reader reports an error on a project or a round."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from projects.error_reports.pages import Subject, report_page
from projects.models import Project, Round
from projects.views.projects import withdrawn

METHODS = ["GET", "HEAD", "POST"]


# Exempt since Django's check needs a cookie; `report_page` asks where a form was sent from.
@csrf_exempt
@never_cache
@require_http_methods(METHODS)
def project_error(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in what a reader says is wrong with a project."""
    project = get_object_or_404(Project.objects.ever_public(), slug=slug)
    if project.is_withdrawn:
        return withdrawn(request, project)
    title = (
        (project.acronym, get_language() or "sv")
        if project.acronym
        else project.in_language("title")
    )
    return report_page(request, Subject("project", project, title))


@csrf_exempt
@never_cache
@require_http_methods(METHODS)
def round_error(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in what a reader says is wrong with a round."""
    row = get_object_or_404(Round, slug=slug)
    return report_page(request, Subject("round", row, row.in_language("name")))
