"""The start page, and the list of projects that everything else leads to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from news.models import Article
from projects.facets import facets
from projects.filters import ProjectFilter
from projects.latest import latest_decisions
from projects.models import Project
from projects.money import Basis
from projects.rows import rows, with_rows
from projects.selection import chips, heading, orders, query_of
from projects.tally import tally
from projects.totals import total

WITHDRAWN_NAMED = 5
ARTICLES_ABOVE = 3


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
    """Show the published projects that the address selects, or with 400 what it cannot mean."""
    selection = ProjectFilter(request.GET, Project.objects.published())
    is_readable = selection.is_valid()
    context = {
        "selection": selection,
        "heading": heading(selection),
        "chips": chips(selection),
        "facets": facets(selection),
        "query": query_of(selection),
    }
    context |= found(selection) if is_readable else {}
    status = 200 if is_readable else 400
    return render(request, "projects/project_list.html", context, status=status)


def found(selection: ProjectFilter) -> dict[str, Any]:
    """Return what a selection that could be read holds, as the list shows it."""
    page = selection.page_of(with_rows(selection.ordered()))
    words = selection.values["q"]
    gone = selection.filter_queryset(Project.objects.withdrawn()).order_by("pk")
    return {
        "page": page,
        "rows": rows(page.object_list),
        "total": total(selection.qs),
        "proposed": total(selection.qs, Basis.PROPOSED_SUPPORT),
        "orders": orders(selection),
        "withdrawn": gone[:WITHDRAWN_NAMED] if chips(selection) else [],
        "articles": Article.objects.published().mentioning(words).latest_first()[:ARTICLES_ABOVE],
    }
