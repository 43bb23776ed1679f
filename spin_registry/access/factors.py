"""The second factor: whether it is asked for, whether it was given, and taking it away."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PASSED = "second_factor"
FREE = {"logout", "password_change", "password_change_done", "jsi18n"}
"""Pages of the back office that need no second factor."""


def is_missing(request: HttpRequest) -> bool:
    """Answer whether somebody signed in without the second factor that this page needs."""
    if not settings.SECOND_FACTOR_REQUIRED or request.session.get(PASSED):
        return False
    match = request.resolver_match
    return match is None or match.url_name not in FREE


def note_sign_in(request: HttpRequest, user: Any) -> None:
    """Remember whether somebody gave a second factor, or a passkey, when they signed in."""
    records = get_authentication_records(request, user)
    request.session[PASSED] = any(record["method"] == "mfa" for record in records)


def note_added(request: HttpRequest) -> None:
    """Remember that somebody has a second factor from now on."""
    request.session[PASSED] = True


def of(user: User) -> list[Authenticator]:
    """Return what a person can show besides a password, recovery codes apart."""
    codes = Authenticator.Type.RECOVERY_CODES
    return list(Authenticator.objects.filter(user=user).exclude(type=codes).order_by("pk"))


def in_words(user: User) -> str:
    """Return what a person can show besides a password, as a reader is told of it."""
    kinds = [one.type for one in of(user)]
    keys = kinds.count(Authenticator.Type.WEBAUTHN)
    words = [_("authenticator app")] if Authenticator.Type.TOTP in kinds else []
    if keys:
        words.append(ngettext("%(count)d passkey", "%(count)d passkeys", keys) % {"count": keys})
    return ", ".join(words) or _("none")


def is_last(authenticator: Authenticator) -> bool:
    """Answer whether nothing but a password would be left without it."""
    return [one.pk for one in of(authenticator.user)] == [authenticator.pk]


def remove_all(user: User) -> int:
    """Take every factor but the password away from a person; return how many there were."""
    factors = len(of(user))
    Authenticator.objects.filter(user=user).delete()
    return factors
