"""From where a request comes."""

from allauth.core.internal.httpkit import get_client_ip
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """Return the address that the outermost proxy of ours saw, else the one that asks us.

    What a client says of itself further out is believed as little as a proxy that is not there.
    """
    try:
        return get_client_ip(request) or UNKNOWN
    except ImproperlyConfigured:  # fewer proxies than TRUSTED_PROXIES says
        return request.META.get("REMOTE_ADDR") or UNKNOWN
