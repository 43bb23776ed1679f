"""Whether a form that carries no cookie was sent from a page of ours.

Django's own check needs a cookie, and visitors get none. Browsers say themselves where a
request comes from, in headers that no page can write: `Sec-Fetch-Site`, and `Origin` where
that is missing. What says neither comes from no browser of our day, and so from no other page.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

FROM_HERE = ("same-origin", "none")


def is_from_here(request: HttpRequest) -> bool:
    """Answer whether no page of another site can have sent a request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in FROM_HERE
    origin = request.headers.get("Origin")
    if not origin:
        return True
    # A proxy may speak HTTPS in our place, so the scheme tells nothing.
    return origin in settings.CSRF_TRUSTED_ORIGINS or _host(origin) == request.get_host()


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
