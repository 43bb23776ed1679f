"""Half an hour without a request ends a session, and eight hours end any."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.utils import timezone

from spin_registry.access.sessions import BEGAN, NOTED_EVERY, SEEN

pytestmark = pytest.mark.django_db


def expires_in() -> timedelta:
    return Session.objects.get().expire_date - timezone.now()


def moved(client, **seconds: int) -> None:
    """Put what a session says of itself back in time."""
    session = client.session
    for name, back in seconds.items():
        session[name] = int(time.time()) - back
    session.save()


def test_a_session_ends_half_an_hour_from_now_and_with_the_browser(client, anna, sign_in):
    cookie = sign_in().cookies["sessionid"]

    assert timedelta(minutes=29) < expires_in() <= timedelta(minutes=30)
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_session_that_is_used_goes_on(client, anna, sign_in):
    sign_in()
    moved(client, **{SEEN: NOTED_EVERY})
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=2))

    client.get("/admin/")

    assert expires_in() > timedelta(minutes=29)


def test_reading_many_pages_writes_the_session_once_a_minute(
    client, anna, sign_in, django_assert_max_num_queries
):
    sign_in()
    client.get("/admin/")

    with django_assert_max_num_queries(100) as asked:
        client.get("/admin/")
    assert [one for one in asked.captured_queries if "UPDATE" in one["sql"]] == []


def test_half_an_hour_without_a_request_ends_it(client, anna, sign_in):
    sign_in()
    Session.objects.update(expire_date=timezone.now())

    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_eight_hours_end_a_session_that_was_never_idle(client, anna, sign_in, lines):
    sign_in()
    moved(client, **{BEGAN: 8 * 3600 + 1})

    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert not get_user(client).is_authenticated
    assert Session.objects.count() == 0
    line = lines()[-1]
    assert (line["event"], line["reason"], line["user"]) == ("session ended", "too long", anna.pk)


def test_to_go_on_makes_no_session_longer_than_eight_hours(client, anna, sign_in):
    sign_in()
    began = client.session[BEGAN]
    moved(client, **{BEGAN: 3600, SEEN: NOTED_EVERY})
    client.get("/admin/")

    assert client.session[BEGAN] == pytest.approx(began - 3600, abs=5)


def test_signing_in_anew_begins_anew(client, anna, sign_in):
    sign_in()
    moved(client, **{BEGAN: 8 * 3600 + 1})
    sign_in()

    assert time.time() - client.session[BEGAN] < 60
    assert get_user(client) == anna


def test_a_visitor_gets_no_session(client):
    client.get("/admin/login/")
    client.get("/")

    assert "sessionid" not in client.cookies
    assert Session.objects.count() == 0
