"""Places: counties and municipalities, and what was granted to projects there."""

from contextlib import nullcontext
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects import linked_data, places
from projects.breakdowns.places import tables
from projects.downloads.block import block
from projects.downloads.selections import SHAPES
from projects.filters import ProjectFilter
from projects.models import Place, PlaceKind
from projects.selection import query_of
from spin_registry.patience import patience


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """Show the counties and what lies around them, each with its projects and their sum."""
    shown = Place.objects.exclude(kind=PlaceKind.MUNICIPALITY)
    lines = places.lines(shown, timezone.localdate())
    context = {
        "counties": [line for line in lines if line.place.kind == PlaceKind.COUNTY],
        "wider": [line for line in lines if line.place.kind != PlaceKind.COUNTY],
    }
    return render(request, "projects/place_list.html", context)


@require_safe
def place_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one place on a sheet to print: what is its own, what it shares, what nobody knows."""
    place = get_object_or_404(Place.objects.select_related("parent"), code=code)
    today = timezone.localdate()
    selection = ProjectFilter(QueryDict(urlencode({places.parameter(place): place.code})))
    query = query_of(selection)
    # A country, or a third of one, is as good as the whole registry.
    is_wide = place.kind in {PlaceKind.COUNTRY, PlaceKind.NUTS2}
    with patience() if is_wide else nullcontext():
        sums = places.sums(place, today)
        groups = [group for group in (sums.only, sums.shared) if group.count]
        divided = tables(groups, selection, today)
        within = places.lines(place.children.all(), today, places.findable(place))
    context = {
        "place": place,
        "today": today,
        "sums": sums,
        "groups": groups,
        "tables": divided,
        "stated": places.stated(place),
        "within": within,
        "query": query,
        "files": block("projects:download", query, list(SHAPES)),
        "linked_data": linked_data.of_place(place, request.build_absolute_uri),
    }
    return render(request, "projects/place_detail.html", context)
