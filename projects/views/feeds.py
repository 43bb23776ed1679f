"""Feeds: what was decided last among the projects that an address finds."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from news.feeds import TYPE
from projects import feeds
from projects.as_of import refuse_day
from projects.filters import ProjectFilter
from spin_registry.errors import UnreadableAddressError


@require_safe
def project_feed(request: HttpRequest) -> HttpResponse:
    """Answer the latest decisions of the selected projects as Atom, in the address's language.

    UnreadableAddressError where a parameter cannot be read: an empty feed would pass for no
    decisions.
    """
    refuse_day(request.GET)
    selection = ProjectFilter(request.GET)
    if not selection.is_valid():
        said = _("The feed cannot be read by these parameters.")
        raise UnreadableAddressError(" ".join([said, *selection.faults]))
    found = feeds.atom(request, selection)
    answer = _feed(request, found.writeString("utf-8"))
    answer["Cache-Control"] = "no-cache"
    answer["Last-Modified"] = http_date(found.latest_post_date().timestamp())
    return answer


@conditional_page
def _feed(_request: HttpRequest, content: str) -> HttpResponse:
    return HttpResponse(content, content_type=TYPE)
