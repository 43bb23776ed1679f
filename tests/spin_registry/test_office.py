"""The registers that the back office knows of follow rights and language at once."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.test import RequestFactory
from django.utils.translation import override

from spin_registry.office import MOST_LISTS, Office

pytestmark = pytest.mark.django_db


def person(name: str, **rights: bool):
    return get_user_model().objects.create_user(name, is_staff=True, **rights)


def registers(site: Office, user) -> dict[str, str]:
    """Return the registers that somebody is shown, each with the way to a new row or nothing."""
    request = RequestFactory().get("/admin/")
    request.user = get_user_model().objects.get(pk=user.pk) if user.pk else user
    return {
        one["object_name"]: one["add_url"]
        for app in site.get_app_list(request)
        for one in app["models"]
    }


@pytest.fixture
def site() -> Office:
    from django.contrib.admin import site

    return site


def test_everybody_is_shown_what_they_may_see(site):
    editor = person("redaktion")
    editor.groups.add(Group.objects.get(name="editor"))

    everything = registers(site, person("chef", is_superuser=True))

    assert {"Project", "Article", "User"} <= everything.keys()
    assert "User" not in registers(site, editor)
    assert registers(site, editor)["Article"]
    assert registers(site, person("ny")) == registers(site, AnonymousUser()) == {}
    assert registers(site, person("chef 2", is_superuser=True)) == everything


def test_a_right_that_is_given_or_taken_shows_on_the_next_page(site):
    user = person("redaktion")
    right = Permission.objects.get(codename="view_project")
    assert registers(site, user) == {}

    user.user_permissions.add(right)
    assert registers(site, user) == {"Project": None}

    user.user_permissions.remove(right)
    assert registers(site, user) == {}


def test_the_registers_are_named_in_the_language_of_the_page(site):
    request = RequestFactory().get("/admin/")
    request.user = person("chef", is_superuser=True)

    def names() -> list[str]:
        return [str(one["name"]) for app in site.get_app_list(request) for one in app["models"]]

    with override("sv"):
        swedish = names()
    with override("en"):
        english = names()

    assert "Projekt" in swedish
    assert "Projects" in english


def test_no_more_lists_are_remembered_than_rights_are_in_use():
    site = Office()
    site._lists = {number: [] for number in range(MOST_LISTS)}

    registers(site, person("chef", is_superuser=True))

    assert len(site._lists) == 1
