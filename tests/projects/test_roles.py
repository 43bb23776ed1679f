"""The groups in the database are the roles in the code."""

import pytest
from django.contrib.auth.models import Group, Permission

from projects.roles import ROLES, enter_roles

pytestmark = pytest.mark.django_db


def held() -> dict[str, set[str]]:
    return {
        group.name: {
            f"{permission.content_type.app_label}.{permission.codename}"
            for permission in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }


def test_the_groups_hold_what_the_roles_say():
    assert held() == ROLES


def test_what_was_added_or_taken_by_hand_is_put_right():
    group = Group.objects.get(name="editor")
    group.permissions.set(Permission.objects.filter(codename="delete_user"))
    Group.objects.filter(name="reviewer").delete()

    enter_roles()

    assert held() == ROLES


def test_nobody_may_delete_a_user_and_only_administrators_change_an_amount():
    assert not any("auth.delete_user" in names for names in ROLES.values())
    writers = {role for role, names in ROLES.items() if "projects.change_grantsplit" in names}

    assert writers == {"administrator"}
