"""What is typed, or shown by a device, to sign in."""

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from spin_registry.access import log

LONGEST_PASSWORD = 1000
LONGEST_CODE = 40
LONGEST_NAME = 100
LONGEST_CREDENTIAL = 20_000

# What the reading of a credential raises that no device made.
NONSENSE = (
    AttributeError,
    InvalidSignature,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
)


def password_field(label: Any) -> forms.CharField:
    """Return the field for the password that a person has now."""
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, strip=False, max_length=LONGEST_PASSWORD, widget=widget)


def code_field(help_text: Any) -> forms.CharField:
    """Return the field for a code; a phone offers its keys for digits."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs=attrs),
        help_text=help_text,
    )


class CredentialField(forms.JSONField):
    """What a device answers, put here by the script of the page."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": _("The device did not answer. Try again."),
        "invalid": _("The answer of the device cannot be read. Try again."),
    }

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value if len(value or "") <= LONGEST_CREDENTIAL else "?")
        except (RecursionError, ValueError) as error:  # too deep, or a number too long
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if found is not None and not isinstance(found, dict):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def bound_data(self, _data: Any, _initial: Any) -> Any:
        """Return nothing: what a device answered once is not asked again, nor shown."""
        return None

    def prepare_value(self, _value: Any) -> str:
        return ""


class SignInForm(LoginForm):
    """A name and a password."""

    password = password_field(_("Password"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["login"]
        name.label = _("User name")
        name.widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }


class ConfirmForm(PasswordForm):
    """The password once more."""

    password = password_field(_("Password"))


class Told:
    """A form whose refusals are told to the log."""

    user: Any

    def refused(self, error: ValidationError, reason: str) -> None:
        is_locked = getattr(error, "code", "") in {"too_many_login_attempts", "rate_limited"}
        log.refused(context.request, "locked" if is_locked else reason, user=self.user)

    def clean_code(self) -> str:
        try:
            return super().clean_code()  # type: ignore[misc]
        except ValidationError as error:
            self.refused(error, "code")
            raise

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError as error:
            self.refused(error, "passkey")
            raise
        except NONSENSE as error:
            wrong = get_adapter().validation_error("incorrect_code")
            self.refused(wrong, "passkey")
            raise wrong from error


class CodeForm(Told, AuthenticateForm):
    """A code of the authenticator app, or a recovery code."""

    code = code_field(_("Six digits from your app, or one of your recovery codes."))


class ConfirmCodeForm(Told, ReauthenticateForm):
    """A code once more."""

    code = code_field(_("Six digits from your app, or one of your recovery codes."))


class PasskeyForm(Told, AuthenticateWebAuthnForm):
    """A passkey as second factor."""

    credential = CredentialField()


class PasskeySignInForm(Told, LoginWebAuthnForm):
    """A passkey instead of name and password."""

    credential = CredentialField()

    def clean_credential(self) -> Any:
        """Return the passkey of somebody who may sign in."""
        authenticator = super().clean_credential()
        user = authenticator.user
        if not (user.is_active and user.is_staff):
            log.refused(context.request, "shut out", user=user)
            raise account_adapter().validation_error("shut_out")
        return authenticator


class ConfirmPasskeyForm(Told, ReauthenticateWebAuthnForm):
    """A passkey once more."""

    credential = CredentialField()


class AppForm(ActivateTOTPForm):
    """The first code of an app, which proves that it has the secret."""

    code = code_field(_("The six digits that the app shows now."))


class RemoveAppForm(DeactivateTOTPForm):
    """Nothing is typed; there may be a reason against it."""


class AddPasskeyForm(AddWebAuthnForm):
    """A name for a passkey, and what the device made."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("So that you can tell it from others: the phone, the key in the drawer."),
    )
    credential = CredentialField()
    passwordless = None  # always: a key that asks for a PIN or a finger can do both

    def clean(self) -> Any:
        try:
            return super().clean()
        except NONSENSE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class NameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)


class RemovePasskeyForm(forms.Form):
    """Nothing is typed; the last factor stays where one is required."""

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        self.authenticator = instance
        super().__init__(*args, **kwargs)

    def clean(self) -> Any:
        if not get_adapter().can_delete_authenticator(self.authenticator):
            raise get_adapter().validation_error("cannot_delete_authenticator")
        return super().clean()
