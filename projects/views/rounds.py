"""Rounds: meetings at which many applications were ranked or decided at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from projects.announcements import announcement, row_of, rows_of
from projects.models import Round
from projects.pages import page_of


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """Show every round, the latest first, with what the registry holds of each."""
    rounds = Round.objects.select_related("partnership", "organisation").with_counts()
    return render(request, "projects/round_list.html", {"page": page_of(request, rounds)})


@require_safe
def round_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one round: what was announced beside what the registry holds, and its projects."""
    held_by = ("partnership__area", "organisation")
    round_ = get_object_or_404(Round.objects.select_related(*held_by), slug=slug)
    announced, page = announcement(round_), page_of(request, rows_of(round_))
    context = {
        "round": round_,
        "announced": announced,
        "page": page,
        "rows": [row_of(project, eu_support=announced.eu_support) for project in page],
        "articles": round_.articles.published().latest_first()[:5],
    }
    return render(request, "projects/round_detail.html", context)
