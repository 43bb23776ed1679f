"""Answers that hold until something changes: kept, told apart by an ETag, and sent once.

A page that the public reads is the same for everybody: it depends on its address, the
code, the day and what the registry holds, and of the last two the generation of the index
is the name. While a generation is known, a page is made once for it, and a browser or proxy
that has it already is answered 304.

Whoever brings a session is answered by the views themselves, and for their eyes only.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from projects.search import following
from projects.search.kept import Kept

KEPT_BYTES = 200_000
"""A page that is longer is not kept."""
KEPT_PAGES = 2_000
KEPT_SELECTIONS = 1_000
"""Pages kept by each process, 20 to 50 kB each; those of a query are seldom asked for twice."""
PRIVATE_PATHS = ("/admin/", "/language/", "/media/", "/static/", "/healthz", "/readyz")
SAID = (
    *("SITE_NAME", "SITE_URL", "PUBLISHER_NAME", "PUBLISHER_NUMBER", "PUBLISHER_URL"),
    *("CONTACT_MAIL", "DATA_LICENCE", "SECURITY_CONTACT", "SECURITY_EXPIRES"),
    *("TWO_PERSONS", "REPORT_KEPT_DAYS"),
)
"""Settings that pages tell of."""
FOR_ALL = "public, max-age=0, must-revalidate"
FOR_ONE = "private, no-cache"


class Freshness:
    """Middleware: pages for everybody are kept and revalidated, the others are left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.pages: Kept[HttpResponse] = Kept(KEPT_PAGES)
        self.selections: Kept[HttpResponse] = Kept(KEPT_SELECTIONS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or request.path_info.startswith(PRIVATE_PATHS):
            return self.get_response(request)
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME):
            return for_one(self.get_response(request))
        generation = following.generation()
        if generation is None:
            return asked_for_again(self.get_response(request))
        etag = etag_of(generation)
        if is_held(request, etag):
            return not_modified(etag)
        return self._page(request, generation, etag)

    def _page(self, request: HttpRequest, generation: str, etag: str) -> HttpResponseBase:
        # The host stands in canonical addresses; a HEAD has no body to keep.
        key = (request.get_host(), request.scheme, request.get_full_path())
        pages = self.selections if request.META.get("QUERY_STRING") else self.pages
        kept = pages.peek(generation, key)
        if kept is not None:
            return copied(kept)
        response = self.get_response(request)
        if not (isinstance(response, HttpResponse) and is_for_all(response)):
            return response
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = FOR_ALL
        if request.method == "GET" and len(response.content) <= KEPT_BYTES:
            pages.put(generation, key, copied(response))
        return response


def is_for_all(response: HttpResponse) -> bool:
    """Whether an answer is a page, whole and the same for every visitor."""
    return (
        response.status_code == 200
        and not response.cookies
        and "Vary" not in response.headers
        and "ETag" not in response.headers
        and "Cache-Control" not in response.headers
    )


def for_one(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Cache-Control", FOR_ONE)
    return response


def asked_for_again(response: HttpResponseBase) -> HttpResponseBase:
    """Let no cache guess from `Last-Modified` how long a page holds that nobody follows."""
    if isinstance(response, HttpResponse) and is_for_all(response):
        response.headers["Cache-Control"] = FOR_ALL
    return response


def copied(response: HttpResponse) -> HttpResponse:
    """Return the same answer anew: what is outside of us adds headers to the one it is given."""
    return HttpResponse(response.content, headers=dict(response.headers))


def is_held(request: HttpRequest, etag: str) -> bool:
    """Whether the visitor has what an ETag names already."""
    held = request.META.get("HTTP_IF_NONE_MATCH", "")
    return etag in held and etag in {one.strip() for one in held.split(",")}


def not_modified(etag: str) -> HttpResponse:
    return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": FOR_ALL})


@cache
def etag_of(generation: str) -> str:
    """Return the ETag of every page of a generation, made by the code as it is here.

    Weak: the same page may be sent compressed.
    """
    return f'W/"{hashlib.sha256(f"{generation} {code()}".encode()).hexdigest()[:24]}"'


@cache
def code() -> str:
    """Name the code, templates, texts, stylesheets and settings that pages are made of."""
    found = hashlib.sha256()
    for folder in ("projects", "news", "spin_registry", "templates"):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".js", ".mo", ".svg"}:
                found.update(path.read_bytes())
    found.update(repr([str(getattr(settings, name)) for name in SAID]).encode())
    return found.hexdigest()
