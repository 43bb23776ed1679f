"""Refuses what no page can use, before anything else looks at it.

A NUL byte alone gives 500 in stock Django in five places; PostgreSQL cannot store one,
so none is let in. What the views raise leaves as one of our own pages, also where DEBUG
would show a traceback for a mere mistyped address.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote_plus

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware

from spin_registry.errors import UNREADABLE, ErrorPage, error_page, page_for

LONGEST_ADDRESS = 8192
"""Bytes of path and query together."""

LARGEST_BODY = 32_000_000
"""Bytes. More than any form takes, so that a photograph too large is refused at its field."""

ASKED_BY_MACHINES = ("/healthz", "/readyz")
"""Answered whatever host is named: a proxy or monitor asks a number, and nothing depends on it."""

CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
CONTROLS_IN_QUERY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Guard:
    """Middleware: hostile requests get 400, 413 or 414, and every error our own page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A charset of the client's choosing would decide how the query is decoded,
        # and some of Python's codecs are no text at all.
        if request.encoding:
            request.encoding = "utf-8"
        try:
            check(request)
        except (SuspiciousOperation, *UNREADABLE) as refused:
            return refusal(request, refused)
        return dressed(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page_for(request, exception)


class SlashAppender(CommonMiddleware):
    """Add a missing last slash for readers; what was sent to such an address is not found.

    Stock Django drops what was posted and redirects, or under DEBUG answers 500.
    """

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        return None if request.path_info in ASKED_BY_MACHINES else super().process_request(request)

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        is_reading = request.method in {"GET", "HEAD"}
        return is_reading and super().should_redirect_with_slash(request)


class AddressTooLong(BadRequest):
    """The address is longer than any that the site links to."""


def check(request: HttpRequest) -> None:
    """Raise what a request that no page can use deserves; return nothing for all others."""
    query = request.META.get("QUERY_STRING", "")
    if len(request.get_full_path()) > LONGEST_ADDRESS:
        raise AddressTooLong
    if request.path_info not in ASKED_BY_MACHINES:
        request.get_host()
    if CONTROLS.search(request.path_info):
        raise BadRequest("Control character in the path")
    if CONTROLS_IN_QUERY.search(unquote_plus(query)):
        raise BadRequest("Control character in the query")
    if any(CONTROLS.search(text) for pair in request.COOKIES.items() for text in pair):
        raise BadRequest("Control character in a cookie")
    if request.method == "POST":
        check_length(request)
        check_body(request)


def check_length(request: HttpRequest) -> None:
    """Raise RequestDataTooBig before any of a body is read: files would go to the disk whole."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and (len(length) > 20 or int(length) > LARGEST_BODY):
        raise RequestDataTooBig


def check_body(request: HttpRequest) -> None:
    """Raise BadRequest for a NUL in any name or value of a form."""
    for name, values in request.POST.lists():
        if any("\x00" in text for text in (name, *values)):
            raise BadRequest("NUL in a form")


def refusal(request: HttpRequest, refused: Exception) -> HttpResponse:
    """Return the page for a refused request: 414, else what the exception means."""
    if isinstance(refused, AddressTooLong):
        return error_page(request, 414)
    return page_for(request, refused) or error_page(request, 400)


def dressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return the response, in our look where Django answers 404 or 405 in its own."""
    if isinstance(response, ErrorPage):
        return response
    if isinstance(response, HttpResponseNotAllowed) and not response.content:
        page = error_page(request, 405)
        page["Allow"] = response["Allow"]
        return page
    if response.status_code == 404 and request.resolver_match is None:
        return error_page(request, 404)
    return response
