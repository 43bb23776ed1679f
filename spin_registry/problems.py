"""What programs are told when something goes wrong: RFC 9457, in the caller's language.

https://www.rfc-editor.org/rfc/rfc9457
"""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from spin_registry.language import language_of
from spin_registry.pages import ErrorPage, Text
from spin_registry.paths import word

TYPE = "application/problem+json"

PROBLEMS = {
    400: Text(
        _("The request cannot be read"),
        _("A parameter is not known or has a value that the registry cannot read."),
    ),
    403: Text(_("This is not for you"), _("Nothing here is given to whoever asks that way.")),
    404: Text(
        _("There is nothing here"),
        _("No such address, or nothing public by that name. What was public keeps its address."),
    ),
    405: Text(_("The method is not allowed"), _("This can only be read.")),
    406: Text(
        _("No such form is offered"), _("The registry answers in JSON, which Accept rules out.")
    ),
    410: Text(_("Withdrawn"), _("This was public and has been withdrawn.")),
    413: Text(_("Too large"), _("Nothing is received here.")),
    414: Text(_("The address is too long"), _("Ask with fewer or shorter parameters.")),
    429: Text(
        _("Too many requests"),
        _("Wait as many seconds as Retry-After says, and ask for more rows at a time."),
    ),
    500: Text(
        _("Something broke here"), _("The fault is the registry’s, not yours, and has been logged.")
    ),
    503: Text(
        _("The registry cannot answer right now"),
        _("It is busy or its database is away. Try again when Retry-After says."),
    ),
}


def problem(
    request: HttpRequest, status: int, more: Mapping[str, Any] | None = None, detail: str = ""
) -> ErrorPage:
    """Return what went wrong as a program reads it; needs no database.

    `detail` replaces the usual words, and `more` adds members of its own.
    """
    language = language_of(request)
    with override(language):
        told = {
            "type": f"{help_page(language)}#problem-{status}",
            "title": str(PROBLEMS[status].title),
            "status": status,
            "detail": detail or str(PROBLEMS[status].text),
            "instance": request.path,
        }
    answer = ErrorPage(
        json.dumps(told | dict(more or {}), ensure_ascii=False), status=status, content_type=TYPE
    )
    answer["Cache-Control"] = "no-store"
    answer["Content-Language"] = language
    answer["Vary"] = "Accept-Language"
    return answer


def help_page(language: str) -> str:
    """Return the path of the page that tells what the API is and how it fails."""
    with override(language):
        return ("/" if language == "sv" else f"/{language}/") + str(word("about/api/"))
