"""Files in the formats of the field, of whatever selection the address makes."""

from collections.abc import Iterator
from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.as_of import refuse_day
from projects.downloads.sending import CUT_SHORT, Sending, joined
from projects.exchange import dcat, lists, threesixty
from projects.exchange.kohesio import KOHESIO
from projects.exchange.operations import operation, operations, with_operations
from projects.filters import ProjectFilter
from projects.pages import page_of
from projects.search.postgres import Postgres
from spin_registry.errors import Text, UnreadableAddressError, error_page

LISTS = {one.key: one for one in (lists.ARTICLE_49, lists.ANNEX_XII, KOHESIO)}


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
    return streamed(request, pieces, "application/json", "360giving.json")


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Answer the catalogue of the registry's data, as RDF/XML in both languages."""
    content = dcat.catalogue(request.build_absolute_uri)
    return HttpResponse(content, content_type="application/rdf+xml; charset=utf-8")


@require_safe
def operation_lists(request: HttpRequest) -> HttpResponse:
    """Show each list of operations, what it is for and how long it may stand as it is."""
    today = timezone.localdate()
    shown = [(one, lists.deadline(one, today)) for one in LISTS.values()]
    return render(request, "open_data/operation_lists.html", {"lists": shown})


@require_safe
def operation_list(request: HttpRequest, key: str) -> HttpResponse:
    """Show every operation of a list with what it lacks for it."""
    one = _list(key)
    projects = operations(one.periods[0])
    for period in one.periods[1:]:
        projects |= operations(period)
    page = page_of(request, with_operations(projects).order_by("-pk"))
    rows = [
        (found.project, one.missing(found))
        for project in page
        for period in one.periods
        if (found := operation(project, period))
    ]
    context = {
        "list": one,
        "page": page,
        "rows": rows,
        "deadline": lists.deadline(one, timezone.localdate()),
    }
    return render(request, "open_data/operation_list.html", context)


@require_safe
def operation_csv(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send a list of operations as CSV."""
    one = _list(key)
    name, kind = f"operations-{key}.csv", "text/csv; charset=utf-8"
    return streamed(request, lists.as_csv(one), kind, name, CUT_SHORT)


@require_safe
def operation_json(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send a list of operations as JSON; one that has a schema for CSV alone has none."""
    one = _list(key)
    if "json" not in one.extensions:
        raise Http404
    return streamed(request, lists.as_json(one), "application/json", f"operations-{key}.json")


def _list(key: str) -> lists.OperationList:
    if key not in LISTS:
        raise Http404
    return LISTS[key]


def selected(request: HttpRequest) -> ProjectFilter:
    """Return what the parameters select.

    UnreadableAddressError where one cannot be read: a file of everything would pass for
    the selection.
    """
    refuse_day(request.GET)
    selection = ProjectFilter(request.GET)
    if not selection.is_valid():
        said = _("The file cannot be made by these parameters.")
        raise UnreadableAddressError(" ".join([said, *selection.faults]))
    return selection


def streamed(
    request: HttpRequest, pieces: Iterator[str], content_type: str, name: str, cut_short: str = ""
) -> HttpResponseBase:
    """Return a file that is sent as it is made, and asked for again every time.

    BusyError where as many files as there may be are being sent; HEAD takes none of the places.
    """
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-cache",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=content_type, headers=headers)
    sending = Sending(joined(pieces), cut_short)
    return StreamingHttpResponse(sending, content_type=content_type, headers=headers)
