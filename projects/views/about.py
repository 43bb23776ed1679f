"""What the registry is, how it counts, and how a fact is corrected."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.models import Proposal

MOST_SHOWN = 200


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the page about the registry."""
    alone = Proposal.objects.self_approved().select_related("project").order_by("-decided_at")
    told = {"self_approved": alone[:MOST_SHOWN], "two_persons": settings.TWO_PERSONS}
    return render(request, "projects/about.html", told)


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """Show what a search finds, in what order, and what each filter leaves out."""
    return render(request, "projects/search_help.html")
