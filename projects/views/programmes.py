"""Programmes, and the partnerships that rank applications to them."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from projects.excerpts import excerpt
from projects.models import Partnership, Programme, Project
from projects.money import Basis
from projects.pages import page_of
from projects.totals import total


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Show every programme, the latest period first."""
    page = page_of(request, Programme.objects.select_related("authority"))
    return render(request, "projects/programme_list.html", {"page": page})


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one programme: its period, priorities, EU support and projects."""
    programme = get_object_or_404(Programme.objects.select_related("authority"), slug=slug)
    projects = Project.objects.published().of_programme(programme)
    context = {
        "programme": programme,
        "eu_support": total(projects, Basis.EU_SUPPORT),
        "found": excerpt(projects, f"programme={slug}"),
    }
    return render(request, "projects/programme_detail.html", context)


@require_safe
def partnership_list(request: HttpRequest) -> HttpResponse:
    """Show every partnership with its area and number of rounds."""
    partnerships = Partnership.objects.select_related("area").annotate(round_count=Count("rounds"))
    page = page_of(request, partnerships.order_by("sort_key", "pk"))
    return render(request, "projects/partnership_list.html", {"page": page})


@require_safe
def partnership_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one partnership: its area and the rounds it has held, the latest first."""
    partnership = get_object_or_404(
        Partnership.objects.select_related("area", "secretariat"), slug=slug
    )
    context = {"partnership": partnership, "page": page_of(request, partnership.rounds.all())}
    return render(request, "projects/partnership_detail.html", context)
