"""The back office as a site of Django's admin."""

from collections.abc import Hashable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import get_language

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


class OfficeConfig(AdminConfig):
    default_site = "spin_registry.office.Office"
