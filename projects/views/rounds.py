"""Rounds: meetings at which many applications were ranked or decided at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from projects import linked_data
from projects.announcements import announcement, largest_first, rows_in
from projects.models import Round
from projects.models.error_reports import answers_on, noting_answers
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
    found = noting_answers(Round.objects.select_related(*held_by), "round")
    round_ = get_object_or_404(found, slug=slug)
    announced = announcement(round_)
    page = page_of(request, largest_first(round_).values_list("pk", flat=True))
    context = {
        "round": round_,
        "linked_data": linked_data.of_round(round_, request.build_absolute_uri),
        "announced": announced,
        "page": page,
        "rows": rows_in(list(page), eu_support=announced.eu_support),
        "articles": round_.articles.published().latest_first()[:5],
        "answers": answers_on(round_),
    }
    return render(request, "projects/round_detail.html", context)
