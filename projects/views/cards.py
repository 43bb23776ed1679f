"""The pictures that stand for projects and rounds where their pages are shared."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from projects.cards import answered, card_of_project, card_of_round
from projects.models import Project, Round
from projects.views.projects import withdrawn


@require_safe
def project_card(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer the card of a project, 410 where the project is withdrawn."""
    project = get_object_or_404(Project.objects.ever_public(), slug=slug)
    if project.is_withdrawn:
        return withdrawn(request, project)
    return answered(request, card_of_project(project))


@require_safe
def round_card(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer the card of a round."""
    rounds = Round.objects.select_related("partnership", "organisation")
    return answered(request, card_of_round(get_object_or_404(rounds, slug=slug)))
