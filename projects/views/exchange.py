"""Files in the formats of the field, of whatever selection the address makes."""

from collections.abc import Iterator
from itertools import chain

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.exchange import dcat, threesixty
from projects.filters import ProjectFilter
from projects.search.postgres import Postgres
from spin_registry.errors import Text, UnreadableAddressError, error_page


@require_safe
def threesixty_giving(request: HttpRequest) -> HttpResponseBase:
    """Answer the grants of a selection as one 360Giving package, sent as it is read.

    A package holds one grant at least: where there is none, 404 with that reason.
    """
    whole = request.build_absolute_uri
    grants = threesixty.written(Postgres().projects(selected(request).query), whole)
    first = next(grants, None)
    if first is None:
        text = _("Nothing is granted in this selection, and a file of grants holds one at least.")
        return error_page(request, 404, Text(_("There are no grants here"), text))
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    pieces = threesixty.package(
        chain([first], grants),
        address=whole(),
        shown=whole(f"{reverse('projects:list')}{query}"),
        site=whole(reverse("projects:start")),
    )
    return streamed(pieces, "application/json", "360giving.json")


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Answer the catalogue of the registry's data, as RDF/XML in both languages."""
    content = dcat.catalogue(request.build_absolute_uri)
    return HttpResponse(content, content_type="application/rdf+xml; charset=utf-8")


def selected(request: HttpRequest) -> ProjectFilter:
    """Return what the parameters select.

    UnreadableAddressError where one cannot be read: a file of everything would pass for
    the selection.
    """
    selection = ProjectFilter(request.GET)
    if not selection.is_valid():
        said = _("The file cannot be made by these parameters.")
        raise UnreadableAddressError(" ".join([said, *selection.faults]))
    return selection


def streamed(pieces: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    """Return a file that is sent as it is made, and asked for again every time."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-cache",
    }
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)
