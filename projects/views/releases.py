"""Releases of the data: the page that lists them, and their files."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from projects.pages import page_of
from projects.releases.folders import SUMS, release, releases, sha256

RELEASES_PER_PAGE = 10
KEPT_SECONDS = 3_600
"""Seconds until a reader asks again; what is released is never written over."""
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".jsonl": "application/jsonl",
    ".json": "application/json",
    "": "text/plain; charset=utf-8",
}


@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """Show every release, the latest first, with its files and what changed since another."""
    page = page_of(request, releases(), RELEASES_PER_PAGE)
    return render(request, "open_data/releases.html", {"page": page})


@require_safe
def release_file(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """Answer a file of a release, known by its checksum; Http404 where there is none."""
    found = release(name)
    if found is None or (file != SUMS and file not in found.sums):
        raise Http404(f"{name} has no {file}.")
    path = found.folder / file
    mark = sha256(path) if file == SUMS else found.sums[file]
    headers = {"ETag": f'"{mark}"', "Cache-Control": f"public, max-age={KEPT_SECONDS}"}
    held = get_conditional_response(request, etag=headers["ETag"])
    if held is not None:
        held.headers["Cache-Control"] = headers["Cache-Control"]
        return held
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{name}-{file}",
        content_type=MEDIA_TYPES[path.suffix],
        headers=headers | {"X-Robots-Tag": "noindex"},
    )
