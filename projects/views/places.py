"""Places: counties and municipalities, and what was granted to projects there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from projects.excerpts import excerpt
from projects.models import Place, PlaceKind, Project


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """Show the counties, each with its number of projects."""
    counties = Place.objects.filter(kind=PlaceKind.COUNTY).with_project_count()
    wider = Place.objects.filter(kind__in=[PlaceKind.COUNTRY, PlaceKind.NUTS2])
    context = {"counties": counties, "wider": wider.with_project_count()}
    return render(request, "projects/place_list.html", context)


@require_safe
def place_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one place: its projects, its money undivided, and the places within it."""
    place = get_object_or_404(Place.objects.select_related("parent"), code=code)
    parameter = "municipality" if place.kind == PlaceKind.MUNICIPALITY else "county"
    context = {
        "place": place,
        "found": excerpt(Project.objects.published().in_place(code), f"{parameter}={code}"),
        "children": place.children.with_project_count(),
    }
    return render(request, "projects/place_detail.html", context)
