"""The pages of signing in: allauth's, as pages of the back office."""

import json
from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from spin_registry.access import factors, forms, log


class OfficePage:
    """A view whose page has the head and the foot of the back office, and is kept nowhere."""

    request: HttpRequest
    title: str | Promise = ""

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = admin.site.each_context(self.request) | {"title": self.title, "subtitle": None}
        found = page | super().get_context_data(**kwargs)  # type: ignore[misc]
        # What the script of a page asks a device for; JSON in an attribute needs no inline script.
        asked = found.get("js_data")
        return found | {"asked": json.dumps(asked, cls=DjangoJSONEncoder) if asked else ""}


class OwnPage(OfficePage):
    """A page about the factors of who is signed in, and may be in the back office."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        inner = super().dispatch
        office: Any = admin.site
        return office.admin_view(inner, needs_factor=False)(request, *args, **kwargs)


class SignIn(OfficePage, account.LoginView):
    """A name and a password, and then a second factor where there is one."""

    form_class = forms.SignInForm
    template_name = "access/login.html"
    title = _("Sign in")
    stranger = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let somebody whose right was taken away sign in as somebody else, round no circle."""
        if request.user.is_authenticated and not admin.site.has_permission(request):
            log.refused(request, "shut out")
            self.stranger = request.user.get_username()
            request.user = AnonymousUser()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"stranger": self.stranger}


class SecondStep(OfficePage, base.AuthenticateView):
    """The second factor, after the password; or giving up, to sign in as somebody else."""

    form_class = forms.CodeForm
    webauthn_form_class = forms.PasskeyForm
    template_name = "access/second_step.html"
    title = _("One thing more")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "cancel" in request.POST:
            return self.stage.abort()
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = {one.type for one in factors.of(self.stage.login.user)}
        return super().get_context_data(**kwargs) | {
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        }


class SignInByPasskey(webauthn.LoginWebAuthnView):
    """A passkey instead of name and password."""

    form_class = forms.PasskeySignInForm

    def form_invalid(self, form: Any) -> HttpResponse:
        """Go back to the password, and still to where they were going after it."""
        super().form_invalid(form)
        return redirect(
            passthrough_next_redirect_url(self.request, reverse("account_login"), "next")
        )


class ConfirmPage(OwnPage):
    """A page on which somebody shows once more who they are, if they have anything to show."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            said = _("You have no password, app or passkey to confirm with. Sign in once more.")
            messages.error(request, said)
            return redirect("mfa_index")


class Confirm(ConfirmPage, account.ReauthenticateView):
    """The password once more, before factors are changed."""

    form_class = forms.ConfirmForm
    template_name = "access/confirm.html"
    title = _("Confirm that it is you")


class ConfirmByCode(ConfirmPage, base.ReauthenticateView):
    """A code once more."""

    form_class = forms.ConfirmCodeForm
    template_name = "access/confirm.html"
    title = Confirm.title


class ConfirmByPasskey(ConfirmPage, webauthn.ReauthenticateWebAuthnView):
    """A passkey once more."""

    form_class = forms.ConfirmPasskeyForm
    template_name = "access/confirm.html"
    title = Confirm.title


class Factors(OwnPage, base.IndexView):
    """What somebody signs in with."""

    template_name = "access/factors.html"
    title = _("How you sign in")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        kinds = found["authenticators"]
        return found | {
            "app": kinds.get(Authenticator.Type.TOTP),
            "passkeys": kinds.get(Authenticator.Type.WEBAUTHN, []),
            "codes": kinds.get(Authenticator.Type.RECOVERY_CODES),
            "is_missing": factors.is_missing(self.request),
        }


class Added:
    """A form that adds a factor: from then on there is one."""

    request: HttpRequest
    factor = ""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)  # type: ignore[misc]
        factors.note_added(self.request)
        log.tell("factor added", self.request, factor=self.factor)
        return answer


class Removed:
    """A form that removes a factor."""

    request: HttpRequest
    factor = ""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)  # type: ignore[misc]
        log.tell("factor removed", self.request, factor=self.factor)
        return answer


class AddApp(OwnPage, Added, totp.ActivateTOTPView):
    """The secret for an authenticator app, and the first code that it makes of it."""

    form_class = forms.AppForm
    template_name = "access/app.html"
    title = _("Add an authenticator app")
    factor = "totp"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        secret = found["form"].secret
        return found | {"secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}


class RemoveApp(OwnPage, Removed, totp.DeactivateTOTPView):
    """The authenticator app is no longer asked for."""

    form_class = forms.RemoveAppForm
    template_name = "access/remove.html"
    title = _("Remove the authenticator app")
    factor = "totp"


class RecoveryCodes(OwnPage, TemplateView):
    """The recovery codes that are left."""

    template_name = "access/codes.html"
    title = _("Recovery codes")

    @method_decorator(reauthentication_required(app="allauth.mfa"))
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = Authenticator.Type.RECOVERY_CODES
        found = Authenticator.objects.filter(user=self.request.user.pk, type=kind).first()
        if found is None:
            raise Http404
        return super().get_context_data(**kwargs) | {"codes": found.wrap().get_unused_codes()}


class NewRecoveryCodes(OwnPage, codes.GenerateRecoveryCodesView):
    """Other recovery codes, in the place of all before."""

    template_name = "access/new_codes.html"
    title = _("New recovery codes")


class AddPasskey(OwnPage, Added, webauthn.AddWebAuthnView):
    """A passkey: on the phone, in the computer or on a key of its own."""

    form_class = forms.AddPasskeyForm
    template_name = "access/passkey.html"
    title = _("Add a passkey")
    factor = "passkey"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = super().get_context_data(**kwargs)
        # After allauth's own, which asks for a key that cannot sign in by itself.
        options = auth.begin_registration(self.request.user, passwordless=True)
        return page | {"asked": json.dumps({"creation_options": options}, cls=DjangoJSONEncoder)}


class RemovePasskey(OwnPage, Removed, webauthn.RemoveWebAuthnView):
    """A passkey signs in no longer."""

    form_class = forms.RemovePasskeyForm
    template_name = "access/remove.html"
    title = _("Remove a passkey")
    success_url = reverse_lazy("mfa_index")
    factor = "passkey"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}


class RenamePasskey(OwnPage, webauthn.EditWebAuthnView):
    """Another name for a passkey."""

    form_class = forms.NameForm
    template_name = "access/rename.html"
    title = _("Rename a passkey")
    success_url = reverse_lazy("mfa_index")


@never_cache
def app_picture(request: HttpRequest) -> HttpResponse:
    """Return the secret that is being added as a picture for the phone's camera."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not (admin.site.has_permission(request) and secret):
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")
