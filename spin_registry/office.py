"""The back office as a site of Django's admin."""

from collections.abc import Callable, Hashable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_protect

from projects.keyholders import note_own_password
from spin_registry.access import factors, log
from spin_registry.sending import ONCE, keep

MOST_LISTS = 100
"""Combinations of rights that are remembered: a handful is in use."""


class Office(AdminSite):
    """A site that works out once what somebody may do, and not for every page.

    Django has every page know all registers, each with four rights and two addresses.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lists: dict[Hashable, list[dict[str, Any]]] = {}

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the registers that a person may see; the same for all who may do the same."""
        user = request.user
        rights = None if user.is_superuser else frozenset(user.get_all_permissions())
        key = (rights, user.is_active, get_language(), app_label)
        if key not in self._lists:
            if len(self._lists) >= MOST_LISTS:
                self._lists.clear()
            self._lists[key] = super().get_app_list(request, app_label)
        return self._lists[key]

    def admin_view(
        self, view: Callable[..., Any], cacheable: bool = False, *, needs_factor: bool = True
    ) -> Any:
        """Let only those in who may; a form from somebody who was signed out is kept for them.

        Where a second factor is required, who has none is led to where one is added.
        """
        inner = super().admin_view(view, cacheable)

        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if (
                request.method == "POST"
                and not self.has_permission(request)
                and ONCE in request.POST
            ):
                return redirect_to_login(keep(request), reverse("admin:login"))
            if needs_factor and self.has_permission(request) and factors.is_missing(request):
                return redirect("mfa_index")
            return inner(request, *args, **kwargs)

        return update_wrapper(csrf_protect(kept), inner)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        log.tell("signed out", request)
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        answer = super().password_change(request, extra_context)
        if answer.status_code == 302:
            log.tell("password changed", request)
            note_own_password(request.user)
        return answer
