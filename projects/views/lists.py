"""The start page, and the list of projects that everything else leads to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from news.models import Article
from projects.filters import DatedFilter
from projects.latest import latest_decisions
from projects.list_page import pieces
from projects.listing import listing
from projects.models import Project
from projects.money import Basis
from projects.shell import filled
from projects.tally import tally
from projects.totals import total


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the way in: search, news, what is granted by programme, and the latest decisions."""
    projects = Project.objects.published()
    context = {
        "count": projects.count(),
        "articles": Article.objects.published().latest_first()[:5],
        "tally": tally(projects, on=timezone.localdate()),
        "proposed": total(projects, Basis.PROPOSED_SUPPORT),
        "decisions": latest_decisions(5),
    }
    return render(request, "projects/start.html", context)


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Show the published projects that the address selects, or what it cannot mean.

    With `per` their money and statuses are those of a day.
    """
    shown = listing(DatedFilter(request.GET), request.GET.get("open", ""))
    page = filled(request, "projects/project_list.html", pieces(shown, request))
    return HttpResponse(page, status=shown.status)
