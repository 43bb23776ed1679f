"""Where the money goes: a selection of projects in charts, each with its table."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.as_of import refuse_day
from projects.breakdowns.files import table
from projects.breakdowns.parts import BASIS, WAYS, breakdown, breakdowns
from projects.breakdowns.tiles import tiles
from projects.downloads.asking import wish
from projects.downloads.block import block
from projects.downloads.sending import answer
from projects.facet_markup import chips as chips_markup
from projects.filters import ProjectFilter, Selection
from projects.search.postgres import Postgres
from projects.selection import chips, narrowed, query_of
from projects.totals import paid, total
from projects.views import downloads
from spin_registry.errors import Text, error_page
from spin_registry.patience import patience


@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """Show what a selection was granted and paid, by year, fund, programme, priority, county."""
    refuse_day(request.GET)
    selection = ProjectFilter(request.GET)
    if not selection.is_valid():
        return refused(request, selection)
    projects = Postgres().projects(selection.query)
    chosen = chips(selection)
    with patience():  # of the whole registry, or a great part of it
        found = breakdowns(projects, selection, on=timezone.localdate())
    context = {
        "title": narrowed(_("Where the money goes"), chosen),
        "chips": chips_markup(chosen, clear=reverse("projects:money")),
        "list": f"{reverse('projects:list')}{query_of(selection, page=[])}".removesuffix("?"),
        "overview": Postgres().overview(selection.query),
        "paid": paid(projects),
        "is_by_part": selection.is_by_part,
        "breakdowns": found,
        "tiles": tiles(found[-1], selection),
        "files": block("projects:money_file", query_of(selection, page=[]), list(WAYS)),
        "today": timezone.localdate(),
    }
    return render(request, "projects/money.html", context)


@require_safe
def money_file(request: HttpRequest, extension: str) -> HttpResponseBase:
    """Send the table beside one of the charts as a file."""
    refuse_day(request.GET)
    selection = ProjectFilter(request.GET)
    if not selection.is_valid():
        return refused(request, selection)
    try:
        wanted = wish(request.GET, list(WAYS))
    except ValidationError as error:
        return downloads.refused(request, error.messages)
    asked, projects = downloads.asking(request), Postgres().projects(selection.query)
    page = request.build_absolute_uri(reverse("projects:money")) + query_of(selection, page=[])
    with patience():
        made = table(
            breakdown(wanted.rows, projects, selection, on=asked.day),
            asked,
            title=narrowed(_("Where the money goes"), chips(selection)),
            address=page.removesuffix("?"),
            whole=total(projects, BASIS, on=asked.day),
            paid=paid(projects),
        )
    return answer(
        made,
        extension,
        for_excel=wanted.is_for_excel and extension == "csv",
        has_body=request.method == "GET",
    )


def refused(request: HttpRequest, selection: Selection) -> HttpResponse:
    """Return the page that says which parameters cannot be read, and why."""
    said = [
        f"{selection.filters[name].label}: {one}"
        for name, errors in selection.form.errors.items()
        for one in errors
    ]
    return error_page(request, 400, Text(_("This cannot be read"), " ".join(said)))
