"""A name and a password, and what becomes of somebody who guesses."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.spin_registry.access.conftest import PASSWORD

pytestmark = pytest.mark.django_db

WRONG = "Användarnamnet och lösenordet hör inte ihop."
LOCKED = "Alltför många försök har misslyckats."


def test_who_gives_the_right_password_comes_where_they_were_going(client, anna, sign_in):
    answer = sign_in(next="/admin/news/article/?kept=abc")

    assert (answer.status_code, answer["Location"]) == (302, "/admin/news/article/?kept=abc")
    assert get_user(client) == anna


@pytest.mark.parametrize(
    "away",
    ["https://example.org/", "//example.org", "javascript:alert(1)", "/" + "a" * 3000, "\\\\x"],
)
def test_signing_in_leads_to_no_other_site(anna, sign_in, away):
    assert sign_in(next=away)["Location"] == "/admin/"


def test_passwords_are_kept_as_argon2(anna):
    assert anna.password.startswith("argon2$argon2id$")


def test_a_wrong_password_and_a_name_of_nobody_are_told_alike(client, anna, sign_in):
    answers = [sign_in(password="fel"), sign_in(name="ingen")]

    assert [WRONG in answer.text for answer in answers] == [True, True]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("lacking", ["is_active", "is_staff"])
def test_who_was_shut_out_is_told_no_more_than_a_stranger(client, anna, sign_in, lines, lacking):
    User.objects.update(**{lacking: False})

    assert WRONG in sign_in().text
    assert not get_user(client).is_authenticated
    assert lines()[-1]["reason"] == "shut out"


def test_the_sixth_attempt_on_an_account_is_refused_even_with_the_right_password(anna, sign_in):
    for _ in range(5):
        assert WRONG in sign_in(password="fel").text

    assert LOCKED in sign_in().text
    assert LOCKED in sign_in(name="ANNA").text


def test_to_sign_in_does_not_count_as_a_wrong_attempt(anna, sign_in, client):
    for _ in range(6):
        assert sign_in().status_code == 302
        client.logout()


def test_who_goes_on_is_locked_out_for_an_hour_and_then_a_day(anna, sign_in, monkeypatch):
    clock = [1_800_000_000.0]
    monkeypatch.setattr("time.time", lambda: clock[0])

    def tried() -> int:
        """Wrong passwords that are looked at before the next is refused."""
        count = 0
        while WRONG in sign_in(password="fel").text:
            count += 1
        return count

    assert tried() == 5
    clock[0] += 301
    assert tried() == 5
    clock[0] += 301
    assert tried() == 0
    clock[0] += 3600
    assert tried() == 5


def test_one_address_that_tries_many_names_is_refused(anna, sign_in):
    for number in range(30):
        sign_in(name=f"person{number}")

    assert LOCKED in sign_in(name="en till").text


def test_addresses_are_told_apart_by_the_proxy_and_not_by_the_client(anna, settings, client):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    form = {"login": "x", "password": "y"}
    for number in range(30):
        headers = {"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.7"}
        client.post("/admin/login/", form | {"login": f"p{number}"}, headers=headers)

    same = client.post("/admin/login/", form, headers={"X-Forwarded-For": "10.0.9.9, 192.0.2.7"})
    other = client.post("/admin/login/", form, headers={"X-Forwarded-For": "192.0.2.8"})
    assert (LOCKED in same.text, WRONG in other.text) == (True, True)


def test_fewer_proxies_than_were_promised_do_no_harm(anna, settings, client):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    answer = client.post(
        "/admin/login/",
        {"login": "anna", "password": PASSWORD},
        headers={"X-Forwarded-For": "skräp"},
    )

    assert answer.status_code == 302


def test_somebody_whose_right_was_taken_away_is_led_round_no_circle(client, anna, lines):
    client.force_login(anna)
    User.objects.update(is_staff=False)

    page = client.get("/admin/", follow=True)

    assert [step for step, _ in page.redirect_chain] == ["/admin/login/?next=/admin/"]
    assert "anna" in page.text
    assert lines()[-1]["reason"] == "shut out"


@pytest.mark.parametrize("name", ["signup", "email", "reset_password", "logout", "inactive"])
def test_what_allauth_offers_besides_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"account_{name}")


@pytest.mark.parametrize(
    "sent",
    [
        {"login": "\x00", "password": "x"},
        {"login": "a" * 10_000, "password": "x"},
        {"login": "anna", "password": "x" * 10_000},
        {"login": "anna", "password": "\x00"},
        {"login": "\u202e\ufeff\x0b", "password": "\x0b"},
        {"login": "%00' OR 1=1 --", "password": "'"},
        {"login": "", "password": ""},
        {},
        {"login": ["a", "b"], "password": ["c", "d"]},
        {"login": "anna", "password": "x", "next": "/\r\nSet-Cookie: a=b"},
    ],
)
def test_nothing_that_is_typed_makes_the_page_fail(client, anna, sent):
    answer = client.post("/admin/login/", sent)

    assert answer.status_code in (200, 400)
    assert Session.objects.count() == 0


def test_a_cookie_of_nonsense_signs_nobody_in():
    client = Client()
    client.cookies["sessionid"] = "a" * 5000

    assert client.get("/admin/").status_code == 302
