"""The people of the back office: added and shut out, never deleted."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from projects.admin.base import RegistryAdmin
from projects.roles import IN_WORDS

admin.site.unregister(Group)
admin.site.unregister(User)


def role_words(group: Group) -> str:
    """Return what a role is called in the reader's language."""
    return str(IN_WORDS.get(group.name, group.name))


class RoleFilter(admin.RelatedFieldListFilter):
    """The roles by which the list of people can be narrowed."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        return [(group.pk, role_words(group)) for group in Group.objects.order_by("name")]


@admin.register(User)
class PersonAdmin(RegistryAdmin, UserAdmin):
    """Who may sign in, and in which roles; what a role may do stands in the code."""

    list_display = ["username", "first_name", "last_name", "is_active", "last_login"]
    list_filter = ["is_active", ("groups", RoleFilter)]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password", ("first_name", "last_name"), "email"]}),
        (_("May do"), {"fields": ["is_active", "groups"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
    ]

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Allow the roles, whose filter is a class of ours, as well."""
        is_role = lookup in {"groups__id__exact", "groups__isnull"}
        return is_role or super().lookup_allowed(lookup, value, request)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label_from_instance = role_words
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep those who stand above all roles out of an administrator's hands."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = True
        super().save_model(request, obj, form, change)
