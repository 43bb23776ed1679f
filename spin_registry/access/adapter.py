"""What allauth leaves to the site: who may sign in, where that leads, and what is said of it."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from spin_registry.access import factors, log
from spin_registry.access.addresses import client_address

LONGEST_NEXT = 2000
"""Characters of the address that signing in leads to; Django redirects to no longer one."""


MESSAGES = {
    "mfa/messages/totp_activated.txt": _("The authenticator app was added."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app was removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "You have new recovery codes. Keep them where the phone is not."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    """Signing in for those who work in the back office, and for nobody else."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "The user name and the password do not belong together. Passwords tell capital letters "
            "from small ones."
        ),
        "too_many_login_attempts": _(
            "Too many attempts have failed. Wait five minutes and try again; after ten in an "
            "hour, an hour."
        ),
        "shut_out": _("The account of this passkey may not sign in."),
        "incorrect_password": _("That is not your password."),
        "rate_limited": _("That was tried too often. Wait a minute and try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_safe_url(self, url: str) -> bool:
        """Answer whether an address is a path of ours."""
        return (
            url.startswith("/")
            and len(url) <= LONGEST_NEXT
            and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before the password is looked at where too many were wrong."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            log.refused(request, "locked", user=named(credentials))
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return who has this name and password; None also for those who were shut out."""
        user = super().authenticate(request, **credentials)
        if user is None or (user.is_active and user.is_staff):
            return user
        log.refused(request, "shut out", user=user)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.refused(request, "password", user=named(credentials))

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        log.refused(request, "shut out", user=user)
        return redirect("admin:login")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        factors.note_sign_in(request, user)
        log.signed_in(request, user)
        return super().post_login(request, user, **kwargs)

    def is_reauthentication_required(self, **_about: Any) -> bool:
        """Ask once more who it is, unless they signed in just now or have nothing to show."""
        request = context.request
        records = get_authentication_records(request, request.user)
        recent = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > recent for record in records) and bool(
            self.get_reauthentication_methods(request.user)
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *_rest: Any,
        message: Any = None,
        **_more: Any,
    ) -> None:
        """Say in our words what the next page does not say by itself."""
        words = message or MESSAGES.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words))


def named(credentials: dict[str, Any]) -> User | None:
    """Return whose name was typed, if it is anybody's."""
    return User.objects.filter(username__iexact=credentials.get("username", "")).first()
