"""The signed text in a form that says when it was opened, and on which page.

It stands in the place of a cookie and of a riddle: who sends a form a second after it was
opened is a machine, and a form that was opened elsewhere or long ago is shown anew.
"""

import enum
import secrets
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

SALT = "projects.error_reports"
LEAST = timedelta(seconds=3)
MOST = timedelta(hours=24)


class Age(enum.Enum):
    """What the token of a form says of it."""

    FINE = enum.auto()
    TOO_YOUNG = enum.auto()
    TOO_OLD = enum.auto()
    UNKNOWN = enum.auto()


def new(path: str, at: datetime | None = None) -> str:
    """Return a token for a form that is opened at a path, now by default."""
    opened = int((at or timezone.now()).timestamp())
    return _signer(path).sign_object([opened, secrets.token_urlsafe(9)])


def age(token: str, path: str) -> Age:
    """Return how old the form is that a token came with; UNKNOWN where we did not sign it."""
    try:
        opened, _nonce = _signer(path).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return Age.UNKNOWN
    passed = timezone.now().timestamp() - opened
    if passed > MOST.total_seconds():
        return Age.TOO_OLD
    return Age.TOO_YOUNG if passed < LEAST.total_seconds() else Age.FINE


def _signer(path: str) -> signing.Signer:
    return signing.Signer(salt=f"{SALT}:{path}")
