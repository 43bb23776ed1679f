"""The addresses of the API: lists that go on by a keyset, single rows, and the way in."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from news.models import Article
from projects.api import openapi
from projects.api.collections import Choice, Collection
from projects.api.keysets import in_order, token, values_of
from projects.api.parameters import DEFAULT_LIMIT, RefusedError, common, read
from projects.api.selections import COLLECTIONS, gone_data
from projects.models import Organisation
from projects.open_data.changes import known_until
from projects.open_data.values import Data, moment
from spin_registry.problems import help_page, problem

METHODS = ["GET", "HEAD", "OPTIONS"]
PREFLIGHT = {
    "Allow": ", ".join(METHODS),
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

type View = Callable[..., HttpResponseBase]


def read_only(view: View) -> View:
    """Let a view be read and asked about by other sites, and receive nothing.

    There is no session to forge a request of, so that a form without a token is told that
    nothing is received here, and not that it is not trusted.
    """

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **captured: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        try:
            return view(request, **captured)
        except RefusedError as refused:
            return problem(request, 400, {"errors": refused.told})

    return answered


@read_only
def root(request: HttpRequest) -> HttpResponse:
    """Answer where everything is."""
    whole = request.build_absolute_uri
    lists = {name: whole(reverse(f"api:{name}")) for name in COLLECTIONS}
    read(request.GET, {})
    return answer(
        {
            "lists": lists,
            "openapi": whole(reverse("api:openapi")),
            "documentation": {code: whole(help_page(code)) for code in ("sv", "en")},
        }
    )


@read_only
def description(request: HttpRequest) -> HttpResponse:
    """Answer the description of all this in OpenAPI 3.1."""
    read(request.GET, {})
    return answer(openapi.document(site_of(request)))


@read_only
def collection_list(request: HttpRequest, name: str) -> HttpResponse:
    """Answer the first rows of a list, or those after a row, with the address of the next ones."""
    collection = COLLECTIONS[name]
    values = read(request.GET, _asked(collection), known=collection.fields)
    choice = collection.choice(request.GET, values)
    until = known_until() if values.get("changed_since") else None
    found, following = _page(request, collection, choice, values)
    site = site_of(request)
    gone = [one for one in (gone_data(row, site) for row in found) if one]
    public = [row for row in found if not getattr(row, "is_withdrawn", False)]
    body: Data = {"items": collection.told(public, site, values)}
    if collection.has_changes:
        body |= {"withdrawn": gone, "until": moment(until)}
    if choice.summary:
        body["selection"] = None if values["after"] else choice.summary()
    response = answer(body | {"next": following})
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


@read_only
def collection_detail(request: HttpRequest, name: str, key: str | int) -> HttpResponse:
    """Answer one row, 410 with day and reason where it is withdrawn.

    An organisation that was entered twice leads to the one that is kept.
    Http404 where it was not public at the moment that is asked for.
    """
    collection = COLLECTIONS[name]
    asked = common(openapi.names(collection.item)) | dict(collection.views)
    values = read(request.GET, asked)
    if name == "organisations" and (kept := Organisation.objects.merged_into(str(key))):
        return _leads_to(kept, name)
    row = collection.one(str(key))
    site = site_of(request)
    gone = gone_data(row, site)
    if gone:
        return problem(request, 410, {"withdrawn": gone})
    told = collection.told([row], site, values)
    if not told:
        raise Http404("It was not public then.")
    response = answer(told[0])
    if isinstance(row, Article) and row.last_changed_at:
        response["Last-Modified"] = http_date(row.last_changed_at.timestamp())
    return response


def _leads_to(kept: Organisation, name: str) -> HttpResponse:
    """Lead on for as long as the address does: a merge can be undone."""
    address = reverse(f"api:{name}_one", args=[kept.slug])
    return HttpResponse(status=301, headers={"Location": address, "Cache-Control": "no-cache"})


def _asked(collection: Collection) -> dict[str, Any]:
    shared = common(
        openapi.names(collection.item), has_list=True, has_changes=collection.has_changes
    )
    return shared | dict(collection.own_fields)


def _page(
    request: HttpRequest, collection: Collection, choice: Choice, values: dict[str, Any]
) -> tuple[list[Any], str | None]:
    """Return the rows of a page, and the address of the next one if there is any."""
    salt = f"api {collection.name} {request.GET.get('sort', '')}"
    after = None
    if values["after"]:
        after = values_of(values["after"], choice.terms, salt)
        if after is None:
            raise RefusedError({"after": [_("The list cannot go on from this. Begin anew.")]})
    limit = int(values["limit"] or DEFAULT_LIMIT)
    found = list(in_order(choice.rows, choice.terms, after)[: limit + 1])
    if len(found) <= limit:
        return found, None
    query = request.GET.copy()
    query["after"] = token(found[limit - 1], choice.terms, salt)
    return found[:limit], request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def answer(body: Data) -> HttpResponse:
    """Return data as JSON; every text of it stands in both languages."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(
        text, content_type="application/json", headers={"Content-Language": "sv, en"}
    )


def site_of(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
