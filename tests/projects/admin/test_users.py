"""Administrators add people and shut them out; nobody is deleted, nobody rises above a role."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils.translation import override

from projects.roles import IN_WORDS
from tests.projects.admin.typed_forms import seen

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ADD = "/admin/auth/user/add/"


def change(user: User) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


def test_somebody_new_gets_a_role_and_may_sign_in(office):
    password = "a long enough password"
    sent = {"username": "ny", "usable_password": "true"}
    office.post(ADD, sent | {"password1": password, "password2": password})
    user = User.objects.get(username="ny")
    role = Group.objects.get(name="editor")
    chosen = {"username": "ny", "is_active": "on", "groups": [role.pk]}
    office.post(change(user), chosen | seen(office, change(user)))

    assert list(user.groups.all()) == [role]
    assert User.objects.get(username="ny").is_staff


def test_roles_are_read_in_the_readers_language_and_narrow_the_list(office):
    page = office.get(ADD.replace("add/", "")).text
    user = User.objects.get(username="administrator")
    with override("sv"):
        words = [str(word) for word in IN_WORDS.values()]

    assert all(word in page for word in words)
    assert all(f">{word}</option>" in office.get(change(user)).text for word in words)
    role = Group.objects.get(name="editor")
    narrowed = office.get(ADD.replace("add/", ""), {"groups__id__exact": role.pk})
    assert list(narrowed.context["cl"].result_list) == []


def test_whoever_is_shut_out_is_kept(office):
    user = User.objects.create(username="slutat", is_staff=True)
    office.post(change(user), {"username": "slutat"} | seen(office, change(user)))
    gone = office.post(reverse("admin:auth_user_delete", args=[user.pk]), {"post": "yes"})

    assert gone.status_code == 403
    assert not User.objects.get(username="slutat").is_active


def test_an_administrator_makes_no_superuser_and_touches_none(office):
    boss = User.objects.create_superuser(username="boss")
    user = User.objects.create(username="medel")
    risen = {"username": "medel", "is_active": "on", "is_superuser": "on", "user_permissions": "1"}
    assert office.post(change(user), risen | seen(office, change(user))).status_code == 302
    touched = office.post(change(boss), {"username": "tagen"})
    stolen = office.post(f"/admin/auth/user/{boss.pk}/password/", {"password1": "x"})

    user.refresh_from_db()
    assert (user.is_superuser, user.user_permissions.count()) == (False, 0)
    assert (touched.status_code, stolen.status_code) == (403, 403)
