"""The pages for everything that goes wrong, in the reader's language, with ways on."""

import logging
import sys
from datetime import datetime

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.log import log_response
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from spin_registry.access import log
from spin_registry.language import is_for_machines, language_of
from spin_registry.pages import ErrorPage, Text
from spin_registry.problems import problem
from spin_registry.sending import keep

RETRY_AFTER_SECONDS = 5

DATABASE_AWAY = (OperationalError, InterfaceError)
UNREADABLE = (BadRequest, MultiPartParserError, UnreadablePostError)


class UnreadableAddressError(BadRequest):
    """The parameters of an address cannot be read; what it says is for the reader."""


TEXTS = {
    400: Text(
        _("This cannot be read"),
        _("Something in the address or the form is written in a way the registry cannot read."),
    ),
    403: Text(
        _("You may not see this page"),
        _("The page asks for a right that your account does not have."),
    ),
    404: Text(
        _("There is no page here"),
        _(
            "The address may be mistyped. What the registry has published keeps its address, "
            "so the page has not been moved away."
        ),
    ),
    405: Text(
        _("The page cannot be used that way"),
        _("It can be read, but it receives nothing."),
    ),
    413: Text(
        _("That was too large to receive"),
        _("Nothing was saved. Send less at a time."),
    ),
    414: Text(
        _("The address is too long"),
        _("Remove some of the filters, or search for a shorter text."),
    ),
    429: Text(
        _("That was too often"),
        _("Nothing was done. Wait a minute, and try again."),
    ),
    500: Text(
        _("Something broke here"),
        _("The fault is the registry’s, not yours, and it has been logged. Try again in a while."),
    ),
    503: Text(
        _("The registry cannot answer right now"),
        _("It is busy or its database is away. Nothing has been lost. Try again in a moment."),
    ),
}
REFUSALS = {403: "right", 429: "too often"}
"""The reason that is logged with the pages that refuse somebody."""
FORM_NOT_TRUSTED = Text(
    _("The form could not be checked"),
    _(
        "Your browser did not send the cookie that shows where the form came from. Nothing was "
        "saved. Go back, reload the page and send the form again."
    ),
)


def error_page(request: HttpRequest, status: int, text: Text | None = None) -> ErrorPage:
    """Return the page for a status below 500, in the language of the request's path."""
    if is_for_machines(request):
        return problem(request, status)
    told = text or TEXTS[status]
    if status in REFUSALS:
        log.refused(request, REFUSALS[status] if text is None else "form")
    with override(language_of(request)):
        context = {"status": status, "title": told.title, "text": told.text}
        return ErrorPage(render_to_string("error.html", context, request), status=status)


def broken(request: HttpRequest, status: int) -> ErrorPage:
    """Return the 500 or 503 page, which needs neither database, context nor addresses."""
    if is_for_machines(request):
        return retried(problem(request, status))
    with override(language_of(request)):
        language = get_language()
        context = {
            "status": status,
            "title": TEXTS[status].title,
            "text": TEXTS[status].text,
            "name": settings.SITE_NAME,
            "home": "/" if language == settings.LANGUAGE_CODE else f"/{language}/",
        }
        page = ErrorPage(render_to_string("500.html", context), status=status)
    page["Cache-Control"] = "no-store"
    return retried(page)


def retried(page: ErrorPage) -> ErrorPage:
    """Say when to try again, where that helps."""
    if page.status_code == 503:
        page["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return page


def page_for(request: HttpRequest, exception: BaseException) -> ErrorPage | None:
    """Return the page that answers an exception; None where it is a fault of ours."""
    status = status_of(exception)
    if status is None:
        return None
    page = broken(request, status) if status >= 500 else refusal(request, status, exception)
    # That all places are taken is no fault that anybody has to look into.
    is_expected = getattr(exception, "is_expected", False)
    if isinstance(exception, SuspiciousOperation):
        logger = logging.getLogger(f"django.security.{type(exception).__name__}")
    else:
        logger = logging.getLogger("django.request")
    log_response(
        "%s: %s",
        page.reason_phrase,
        request.path,
        response=page,
        request=request,
        logger=logger,
        exception=exception if status >= 500 and not is_expected else None,
        level="warning" if is_expected else None,
    )
    return page


def refusal(request: HttpRequest, status: int, exception: BaseException) -> ErrorPage:
    """Return the page for a status below 500, with the exception's words if a reader needs them."""
    if isinstance(exception, UnreadableAddressError):
        return error_page(request, status, Text(TEXTS[status].title, str(exception)))
    return error_page(request, status)


def status_of(exception: BaseException | None) -> int | None:
    """Return the HTTP status that an exception means; None where it means a bug."""
    match exception:
        case Http404():
            return 404
        case PermissionDenied():
            return 403
        case RequestDataTooBig():
            return 413
        case SuspiciousOperation():
            return 400
    if isinstance(exception, UNREADABLE):
        return 400
    return 503 if isinstance(exception, DATABASE_AWAY) else None


def bad_request(request: HttpRequest, exception: Exception) -> ErrorPage:
    return refusal(request, 413 if isinstance(exception, RequestDataTooBig) else 400, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> ErrorPage:
    return error_page(request, 403)


def too_many_requests(request: HttpRequest) -> ErrorPage:
    return error_page(request, 429)


def page_not_found(request: HttpRequest, exception: Exception) -> ErrorPage:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> ErrorPage:
    """Answer an exception outside every view: 503 where the database is away, else 500."""
    return broken(request, 503 if status_of(sys.exception()) == 503 else 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without its token; one of the back office is kept, and shown again unsaved.

    Whoever signs in anew in another window has a new token, and the form the old one.
    """
    back = keep(request)
    if back != request.get_full_path():
        return HttpResponseRedirect(back)
    return error_page(request, 403, FORM_NOT_TRUSTED)


def gone(
    request: HttpRequest,
    *,
    kicker: str,
    title: str,
    withdrawn_at: datetime,
    reason: tuple[str, str],
    has_amounts: bool = True,
) -> ErrorPage:
    """Return the 410 page of something withdrawn; `reason` is a text and its language.

    `has_amounts` says that the amounts it held count in no total.
    """
    context = {
        "kicker": kicker,
        "title": title,
        "withdrawn_on": localtime(withdrawn_at).date(),
        "reason": reason[0],
        "reason_language": reason[1],
        "has_amounts": has_amounts,
    }
    return ErrorPage(render_to_string("gone.html", context, request), status=410)
