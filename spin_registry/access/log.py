"""One line of JSON for every sign-in, every refusal and every right that was missing.

A line says what happened, when, to whom, from where and why. It never holds what was
typed: people type their password in the wrong field. Somebody who has no account is nobody.
"""

import logging
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.models import User
from django.http import HttpRequest

from spin_registry.access.addresses import client_address

logger = logging.getLogger("registry.access")

LONGEST_PATH = 300


def tell(event: str, request: HttpRequest, *, user: Any = None, **more: Any) -> None:
    """Write the line of an event; `user` is whom it is about, else who is signed in."""
    about = user or getattr(request, "user", None)
    told = {
        "user": getattr(about, "pk", None),
        "address": client_address(request),
        "method": request.method,
        "path": path_of(request),
    }
    logger.info(event, extra={"told": told | more})


def refused(request: HttpRequest, reason: str, *, user: Any = None) -> None:
    """Write that somebody was refused, and why."""
    tell("refused", request, user=user, reason=reason)


def signed_in(request: HttpRequest, user: User) -> None:
    """Write that somebody is in, and by what."""
    records = get_authentication_records(request, user)
    used = [str(record.get("type") or record["method"]) for record in records]
    tell("signed in", request, user=user, by=used)


def path_of(request: HttpRequest) -> str:
    """Return the path of a request; of one that holds a token, only the route."""
    match = request.resolver_match
    path = match.route if match and "token" in match.kwargs else request.path
    return path[:LONGEST_PATH]
