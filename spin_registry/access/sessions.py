"""How long somebody stays signed in: half an hour without a request, eight hours in all.

Django ends a session that was not written for SESSION_COOKIE_AGE. So one that is used is
written once a minute, and reading many pages costs no more than that.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from spin_registry.access import log

BEGAN = "began_at"
SEEN = "seen_at"
"""Seconds since 1970, of signing in and of the last request that was noted."""
NOTED_EVERY = 60


class SessionLimits:
    """Middleware, after authentication: a session that is too old ends, one in use goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and SESSION_KEY in request.session:
            end_if_too_old(request)
        response = self.get_response(request)
        if request.session.accessed and SESSION_KEY in request.session:
            note(request)
        return response


def end_if_too_old(request: HttpRequest) -> None:
    """Sign somebody out who signed in too long ago, whatever they did since."""
    began = request.session.get(BEGAN)
    if began is not None and time.time() - began > settings.SESSION_LONGEST:
        log.tell("session ended", request, reason="too long")
        request.session.flush()
        request.user = AnonymousUser()


def note(request: HttpRequest) -> None:
    """Note when a session began, and that it is used."""
    now = int(time.time())
    seen = request.session.get(SEEN)
    if request.session.modified or (seen is not None and now - seen >= NOTED_EVERY):
        request.session.setdefault(BEGAN, now)
        request.session[SEEN] = now
