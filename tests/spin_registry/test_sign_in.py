"""The links that sign a developer in."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import User

from spin_registry.sign_in import ROLES, sign_in_links

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _debug(settings):
    settings.DEBUG = True


def link(role: str) -> str:
    return sign_in_links("")[role]


def test_there_is_a_link_for_each_role_and_its_user_belongs_to_that_group_alone():
    assert tuple(sign_in_links("")) == ROLES

    for role in ROLES:
        user = User.objects.get(username=role)
        assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (
            True,
            False,
            False,
        )
        assert [group.name for group in user.groups.all()] == [role]


def test_users_are_made_once():
    sign_in_links("")
    sign_in_links("")

    assert User.objects.count() == len(ROLES)


def test_opening_the_link_signs_nobody_in(client):
    response = client.get(link("editor"))

    assert response.status_code == 200
    assert not get_user(client).is_authenticated
    assert User.objects.filter(last_login=None).count() == len(ROLES)


def test_pressing_the_button_signs_in(client):
    response = client.post(link("editor"))

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
    assert get_user(client).username == "editor"


def test_the_button_needs_its_token(client):
    client.handler.enforce_csrf_checks = True

    assert client.post(link("editor")).status_code == 403
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_used_link_is_gone(client, django_user_model, method):
    address = link("editor")
    client.post(address)
    client.logout()

    assert getattr(client, method)(address).status_code == 410
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("uid", ["MQ", "x", "AAAA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "_____w"])
def test_an_invented_link_is_gone(client, uid):
    assert client.post(f"/admin/link/{uid}/a-b/").status_code == 410


@pytest.mark.parametrize("address", ["192.0.2.1", "::ffff:192.0.2.1", ""])
def test_there_is_no_such_page_from_elsewhere(client, address):
    assert client.post(link("editor"), REMOTE_ADDR=address).status_code == 404


def test_there_is_no_such_page_on_a_real_site(client, settings):
    address = link("editor")
    settings.DEBUG = False

    assert client.post(address).status_code == 404
    assert not get_user(client).is_authenticated


def test_a_user_who_was_shut_out_stays_out(client):
    address = link("editor")
    User.objects.filter(username="editor").update(is_active=False)

    assert client.post(address).status_code == 410
