"""How the site sends mail, read from one address."""

from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEMES = {
    "smtp": (25, {}),
    "smtp+tls": (587, {"use_tls": True}),
    "smtps": (465, {"use_ssl": True}),
}
"""Port, and how what is sent is protected: not at all, after STARTTLS, or from the beginning."""
SECONDS = 10
"""Then a mail server that does not answer is given up."""


def mailer(url: str) -> dict[str, Any]:
    """Return Django's mailer for an address such as `smtp+tls://user:password@mail.example.org`.

    Raises ImproperlyConfigured, without the password, where it is not such an address.
    """
    parts = _parts(url)
    if parts.scheme not in SCHEMES or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(
            "MAIL_URL must be smtp://, smtp+tls:// or smtps://, with user:password@ where the "
            "server asks for them, and the host."
        )
    usual, protection = SCHEMES[parts.scheme]
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": _port(parts) or usual,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "timeout": SECONDS,
            **protection,
        },
    }


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise ImproperlyConfigured("MAIL_URL names a port that is none.") from None


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise ImproperlyConfigured("MAIL_URL is no address.") from None
