"""Releases of the data: the page that lists them, and their files."""

import logging

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects.pages import page_of
from projects.releases.folders import SUMS, Release, release, releases, sha256
from spin_registry.errors import error_page
from spin_registry.pages import Text

RELEASES_PER_PAGE = 10
KEPT_SECONDS = 3_600
"""Seconds until a reader asks again; what is released is never written over."""
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".jsonl": "application/jsonl",
    ".json": "application/json",
    "": "text/plain; charset=utf-8",
}
GONE = Text(
    _("The file is missing"),
    _(
        "It was part of a release and is gone from the registry’s server. Whoever looks after "
        "the registry can see that it is missing; another release may have what you look for."
    ),
)
logger = logging.getLogger("projects.releases")


@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """Show every release, the latest first, with its files and what changed since another."""
    page = page_of(request, releases(), RELEASES_PER_PAGE)
    for one in page:
        if one.missing:
            _log_missing(one, one.missing)
    # Made anew each time: files come and go without the registry having changed.
    response = render(request, "open_data/releases.html", {"page": page})
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def release_file(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """Answer a file of a release, known by its checksum.

    410 where the release had it and it is gone from the disk, Http404 where it never had.
    """
    found = release(name)
    if found is None or (found.sums and file != SUMS and file not in found.sums):
        raise Http404(f"{name} has no {file}.")
    path = found.folder / file
    try:
        mark = found.sums[file] if file != SUMS else sha256(path)
        opened = path.open("rb")
    except (OSError, KeyError):
        _log_missing(found, [file])
        return error_page(request, 410, GONE)
    headers = {"ETag": f'"{mark}"', "Cache-Control": f"public, max-age={KEPT_SECONDS}"}
    held = get_conditional_response(request, etag=headers["ETag"])
    if held is not None:
        opened.close()
        held.headers["Cache-Control"] = headers["Cache-Control"]
        return held
    return FileResponse(
        opened,
        as_attachment=True,
        filename=f"{name}-{file}",
        content_type=MEDIA_TYPES[path.suffix],
        headers=headers | {"X-Robots-Tag": "noindex"},
    )


def _log_missing(of: Release, files: list[str]) -> None:
    logger.error("The release %s lacks %s in %s.", of.name, ", ".join(files), of.folder)
