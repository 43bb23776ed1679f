"""The people of the back office: added and shut out, never deleted."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from projects.admin.base import RegistryAdmin
from projects.roles import IN_WORDS
from spin_registry.access import factors, log

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
        (_("Second factor"), {"fields": ["second_factor"]}),
    ]
    readonly_fields = ["second_factor"]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
    ]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.remove_factors)
        way = path("<int:key>/second-factor/", view, name="auth_user_second_factor")
        return [way, *super().get_urls()]

    @admin.display(description=_("has"))
    def second_factor(self, user: User) -> str:
        """What the person can show besides a password, and the way to take it away."""
        words = factors.in_words(user)
        if not factors.of(user):
            return words
        way = reverse("admin:auth_user_second_factor", args=[user.pk])
        return format_html('{} · <a href="{}">{}</a>', words, way, _("take away"))

    def remove_factors(self, request: HttpRequest, key: int) -> HttpResponse:
        """Take the second factor away from somebody else who lost it."""
        person = get_object_or_404(User, pk=key)
        if person == request.user or not self.has_change_permission(request, person):
            raise PermissionDenied
        if request.method == "POST":
            factors.remove_all(person)
            log.tell("factors removed", request, of=person.pk)
            self.message_user(request, _("%(name)s signs in with a password.") % {"name": person})
            return redirect("admin:auth_user_change", key)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": person}
        context |= {"title": _("Take the second factor away"), "words": factors.in_words(person)}
        return TemplateResponse(request, "admin/auth/user/second_factor.html", context)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:  # noqa: A002
        """Set somebody's password, and tell of it: whoever did could sign in as them."""
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == 302:
            log.tell("password set", request, of=int(id))
        return answer

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
        if not change:
            log.tell("account made", request, of=obj.pk)
