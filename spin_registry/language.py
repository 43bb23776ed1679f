"""Which language a page answers in: its path decides, and in the back office the reader."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

UNPREFIXED = ("/admin/", "/language/")
MACHINES = "/api/"


class LanguageMiddleware(LocaleMiddleware):
    """Swedish at `/`, English under `/en/`; the back office asks the cookie, then the browser.

    A public page never looks at either, so that one address is one text for everybody.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Name the language; only the back office varies by what the browser asks for."""
        response.headers.setdefault("Content-Language", language_of(request))
        if request.path_info.startswith(UNPREFIXED):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def language_of(request: HttpRequest) -> str:
    """Return the language that a request is answered in, before or after the middleware."""
    if request.path_info.startswith(UNPREFIXED):
        return chosen_language(request)
    if is_for_machines(request):
        return asked_language(request)
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


def chosen_language(request: HttpRequest) -> str:
    """Return the reader's own choice, else the first the browser asks for that we have."""
    offered = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in offered:
        return chosen
    return asked_language(request)


def is_for_machines(request: HttpRequest) -> bool:
    """Whether an address is asked by programs: only what went wrong is told in a language."""
    return request.path_info.startswith(MACHINES)


def asked_language(request: HttpRequest) -> str:
    """Return the first language the client asks for that we have, else Swedish."""
    offered = dict(settings.LANGUAGES)
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if asked.split("-")[0] in offered:
            return asked.split("-")[0]
    return settings.LANGUAGE_CODE
