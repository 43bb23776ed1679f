"""The pages of signing in: allauth's, as pages of the back office."""

from typing import Any

from allauth.account import views as account
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spin_registry.access import log
from spin_registry.access.forms import SignInForm


class OfficePage:
    """A view whose page has the head and the foot of the back office."""

    request: HttpRequest
    title: str | Promise = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = admin.site.each_context(self.request) | {"title": self.title, "subtitle": None}
        return page | super().get_context_data(**kwargs)  # type: ignore[misc]


class SignIn(OfficePage, account.LoginView):
    """A name and a password, and then a second factor where there is one."""

    form_class = SignInForm
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
