"""How often one address may send what needs no account; counted where sign-ins are."""

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest

PER = {"m": 60, "h": 3600, "d": 86_400}


def may_go_on(request: HttpRequest, action: str) -> bool:
    """Count one attempt of an address, and answer whether it is within the limit."""
    return bool(ratelimit.consume(request, action=action))


def seconds_until(action: str) -> int:
    """Return after how many seconds whoever met a limit is let through, at the latest."""
    _amount, duration, _per = settings.ACCOUNT_RATE_LIMITS[action].split("/")
    return PER[duration]
