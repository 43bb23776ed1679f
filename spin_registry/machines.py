"""What is true of every answer below /api/: open to every site, blind to cookies, limited.

The middleware stands outside of the guard, so that also what the guard refuses is told in
the words of RFC 9457, and may be read by a script of any site.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from spin_registry.access.addresses import client_address
from spin_registry.errors import error_page
from spin_registry.language import is_for_machines

MINUTE = 60
TYPES = ["application/json", "application/problem+json"]
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Last-Modified, Retry-After",
}


class Limit:
    """Counts what each address asks within a minute of the clock, in this process alone."""

    def __init__(self) -> None:
        self.minute = 0
        self.asked: Counter[str] = Counter()
        self._lock = Lock()

    def wait(self, address: str, most: int, now: float) -> int:
        """Count one request and return 0, or the seconds until more are answered."""
        minute = int(now // MINUTE)
        with self._lock:
            if minute != self.minute:
                self.minute = minute
                self.asked.clear()
            self.asked[network := network_of(address)] += 1
            return 0 if self.asked[network] <= most else MINUTE - int(now % MINUTE)


def network_of(address: str) -> str:
    """Return an address of IPv4 as it is, and of IPv6 the 64 bits that one customer is given."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False))
    return address


class Machines:
    """Middleware: answers below /api/ are for everybody's programs, the others left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.limit = Limit()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_machines(request):
            return self.get_response(request)
        # Nobody is signed in here: one address is one answer for all.
        request.META.pop("HTTP_COOKIE", None)
        response = self._answer(request)
        for name, value in OPEN_TO_ALL.items():
            response.headers[name] = value
        return tagged(request, response)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        most = settings.API_REQUESTS_PER_MINUTE
        wait = self.limit.wait(client_address(request), most, time.time()) if most else 0
        if wait:
            refused = error_page(request, 429)
            refused["Retry-After"] = str(wait)
            return refused
        if request.get_preferred_type(TYPES) is None:
            return error_page(request, 406)
        return self.get_response(request)


def tagged(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Name what is answered by its content, where its generation does not name it already."""
    if response.status_code != 200 or "ETag" in response or not isinstance(response, HttpResponse):
        return response
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    held = {one.strip() for one in request.headers.get("If-None-Match", "").split(",")}
    if held & {etag, "*"}:
        kept = HttpResponseNotModified(headers={"ETag": etag})
        for name in ("Cache-Control", *OPEN_TO_ALL):
            if name in response:
                kept[name] = response[name]
        return kept
    response["ETag"] = etag
    return response
