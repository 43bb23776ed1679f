"""Second factors: adding one, giving one, and losing one."""

import json
import re
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from tests.drilling import mostly_drilled
from tests.spin_registry.access.conftest import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

CODE = "/admin/login/code/"


def code(secret: str, *, steps: int = 0) -> str:
    """Return what an app shows now, or some half minutes from now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2] + steps))


@pytest.fixture
def secret(anna: User) -> str:
    """The secret of the app that Anna has."""
    found = generate_totp_secret()
    TOTP.activate(anna, found)
    return found


@pytest.fixture
def recovery(anna: User, secret: str) -> list[str]:
    return RecoveryCodes.activate(anna).get_unused_codes()


def test_a_password_alone_lets_nobody_in_who_has_an_app(client, secret, sign_in):
    answer = sign_in(next="/admin/news/")

    assert answer["Location"] == CODE
    assert not get_user(client).is_authenticated
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_the_code_lets_them_in_and_leads_where_they_were_going(client, secret, sign_in, lines):
    sign_in(next="/admin/news/article/?kept=abc")

    answer = client.post(CODE, {"code": code(secret)})

    assert answer["Location"] == "/admin/news/article/?kept=abc"
    assert get_user(client).username == "anna"
    assert lines()[-1]["by"] == ["password", "totp"]


def test_a_code_opens_once(client, secret, sign_in):
    sign_in()
    shown = code(secret)
    client.post(CODE, {"code": shown})
    client.post("/admin/logout/")
    sign_in()

    assert "Det stämde inte." in client.post(CODE, {"code": shown}).text
    assert client.post(CODE, {"code": code(secret, steps=1)}).status_code == 302


def test_a_wrong_code_is_told_and_the_sixth_is_not_looked_at(client, anna, secret, sign_in, lines):
    sign_in()
    for _ in range(5):
        answer = client.post(CODE, {"code": "000000"})
        assert "Det stämde inte." in answer.text

    answer = client.post(CODE, {"code": code(secret)})
    assert "Alltför många försök har misslyckats." in answer.text
    assert [line["reason"] for line in lines()] == ["code"] * 5 + ["locked"]
    assert {line["user"] for line in lines()} == {anna.pk}


def test_a_recovery_code_opens_once(client, recovery, sign_in, lines):
    for answer in ("Location", None):
        sign_in()
        came = client.post(CODE, {"code": recovery[0]})
        assert came.get("Location") == (answer and "/admin/")
        client.post("/admin/logout/")

    assert [line["by"] for line in lines() if line["event"] == "signed in"] == [
        ["password", "recovery_codes"]
    ]
    assert recovery[0] not in json.dumps(lines())


def test_who_gave_a_password_may_turn_and_sign_in_as_somebody_else(client, secret, sign_in):
    sign_in()
    assert client.get("/admin/login/")["Location"] == CODE
    client.post(CODE, {"cancel": "1"})

    assert client.get("/admin/login/").status_code == 200
    assert client.get(CODE)["Location"] == "/admin/login/"


def test_an_app_is_added_by_its_first_code(client, anna, sign_in, lines):
    sign_in()
    page = client.get("/admin/account/app/")
    secret = page.context["secret"].replace(" ", "")
    picture = client.get("/admin/account/app/picture.svg")
    wrong = client.post("/admin/account/app/", {"code": "abc"})
    answer = client.post("/admin/account/app/", {"code": code(secret)}, follow=True)

    assert (picture["Content-Type"], picture.content[:5]) == ("image/svg+xml", b"<?xml")
    assert "no-store" in picture["Cache-Control"]
    assert wrong.context["secret"] == page.context["secret"]
    assert len(re.findall(r"<code>[0-9]{8}</code>", answer.text)) == 10
    assert [line["event"] for line in lines()] == ["signed in", "factor added"]
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored


def test_recovery_codes_are_made_anew_and_the_old_are_worth_nothing(
    client, secret, recovery, sign_in
):
    sign_in()
    client.post(CODE, {"code": code(secret)})
    shown = client.get("/admin/account/codes/").context["codes"]
    client.post("/admin/account/codes/new/")

    assert shown == recovery
    assert set(client.get("/admin/account/codes/").context["codes"]).isdisjoint(recovery)


def later(client: Client) -> None:
    """Let ten minutes pass since somebody showed who they are."""
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [one | {"at": one["at"] - 600} for one in records]
    session.save()


@pytest.mark.parametrize("path", ["app/", "app/remove/", "codes/", "codes/new/", "passkeys/add/"])
def test_nothing_is_changed_before_the_password_was_given_once_more(
    client, secret, recovery, sign_in, path
):
    sign_in()
    client.post(CODE, {"code": code(secret)})
    later(client)
    if path == "app/":
        Authenticator.objects.all().delete()
    before = Authenticator.objects.count()
    path = f"/admin/account/{path}"

    for method in (client.get, client.post):
        answer = method(path)
        if answer.status_code != 405:
            assert answer["Location"] == f"/admin/account/confirm/?next={quote(path, safe='')}"
    assert Authenticator.objects.count() == before

    wrong = client.post("/admin/account/confirm/", {"password": "fel", "next": path})
    assert "Det är inte ditt lösenord." in wrong.text
    right = client.post("/admin/account/confirm/", {"password": PASSWORD, "next": path})
    assert right.status_code in (200, 302)
    assert client.get(path).status_code in (200, 404)


@pytest.mark.parametrize("way", ["", "code/", "passkey/"])
def test_who_has_nothing_to_confirm_with_is_told_so_and_not_shut_out(client, anna, way):
    anna.set_unusable_password()
    anna.save()
    client.force_login(anna)

    answer = client.get(f"/admin/account/confirm/{way}", follow=True)

    assert [path for path, _status in answer.redirect_chain] == ["/admin/account/"]
    assert "Du har varken lösenord, app eller lösennyckel att bekräfta med." in answer.text


def test_the_app_is_removed_and_the_codes_with_it(client, secret, recovery, sign_in, lines):
    sign_in()
    client.post(CODE, {"code": code(secret)})
    client.post("/admin/account/app/remove/")

    assert Authenticator.objects.count() == 0
    assert lines()[-1]["event"] == "factor removed"


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_where_a_second_factor_is_required_one_opens_the_office(client, anna, sign_in):
    sign_in()

    assert client.get("/admin/news/article/")["Location"] == "/admin/account/"
    assert client.post("/admin/news/article/add/", {})["Location"] == "/admin/account/"
    assert "med bara ett lösenord" in client.get("/admin/account/").text
    secret = client.get("/admin/account/app/").context["secret"].replace(" ", "")
    client.post("/admin/account/app/", {"code": code(secret)})
    assert client.get("/admin/news/article/").status_code == 200
    assert client.get("/admin/account/").context["is_missing"] is False


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_the_last_factor_stays_where_one_is_required(client, secret, recovery, sign_in):
    sign_in()
    client.post(CODE, {"code": code(secret)})
    kept = client.post("/admin/account/app/remove/")

    assert "Det här är ditt enda andra steg" in kept.text
    assert Authenticator.objects.filter(type="totp").exists()


@pytest.fixture
def chief(db: None) -> Client:
    """An administrator's client."""
    user = User.objects.create_user("chef", is_staff=True)
    user.groups.add(Group.objects.get(name="administrator"))
    client = Client()
    client.force_login(user)
    return client


def test_an_administrator_helps_somebody_who_lost_the_phone(chief, anna, recovery, lines):
    way = f"/admin/auth/user/{anna.pk}/second-factor/"
    assert way in chief.get(f"/admin/auth/user/{anna.pk}/change/").text
    assert "autentiseringsapp" in chief.get(way).text
    assert Authenticator.objects.count() == 2
    chief.post(way)

    assert Authenticator.objects.count() == 0
    assert (lines()[-1]["event"], lines()[-1]["of"]) == ("factors removed", anna.pk)
    assert way not in chief.get(f"/admin/auth/user/{anna.pk}/change/").text


def test_an_administrator_takes_no_factor_from_a_superuser_nor_from_themselves(chief):
    boss = User.objects.create_superuser("boss")
    own = get_user(chief)

    for person in (boss, own):
        answer = chief.post(f"/admin/auth/user/{person.pk}/second-factor/")
        assert answer.status_code == 403


def test_a_command_helps_where_no_administrator_is_left(anna, recovery, capsys, lines):
    call_command("remove_second_factor", "anna")

    assert Authenticator.objects.count() == 0
    assert capsys.readouterr().out.startswith("Taken away: 1.")
    assert lines()[-1]["of"] == anna.pk
    with pytest.raises(CommandError, match="nobody of that name"):
        call_command("remove_second_factor", "ingen")


def test_with_another_secret_key_no_code_fits_and_nothing_fails(client, secret, recovery, sign_in):
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        sign_in()
        empty = code("")
        for typed in (code(secret), recovery[0], empty):
            assert "Det stämde inte." in client.post(CODE, {"code": typed}).text


def test_the_key_before_still_reads_the_secrets(client, secret, sign_in, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    sign_in()

    assert client.post(CODE, {"code": code(secret)}).status_code == 302


HOSTILE = [
    "",
    "\x00",
    "1" * 10_000,
    "١٢٣٤٥٦",
    "\u202e",
    "{}",
    "[]",
    "null",
    "1",
    '"a"',
    "NaN",
    "[" * 9_000,
    '{"a":' * 9_000,
    json.dumps({"id": 5, "rawId": 5, "type": "public-key", "response": {}}),
    json.dumps({"id": "å", "rawId": "å", "response": "x", "type": 1}),
    json.dumps({"response": {"userHandle": "MQ"}}),
    json.dumps({"response": {"userHandle": 5}}),
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "AA",
                "authenticatorData": "AA",
                "signature": "AA",
                "userHandle": "MQ",
                "attestationObject": "AA",
            },
        }
    ),
]


SHARP = [HOSTILE[1], HOSTILE[12], HOSTILE[-1]]


@pytest.mark.parametrize("value", mostly_drilled(HOSTILE, but=SHARP), ids=lambda value: value[:12])
def test_nothing_that_is_sent_makes_a_page_fail(client, anna, secret, sign_in, value):
    sign_in()
    client.get(CODE)
    for name in ("code", "credential"):
        assert client.post(CODE, {name: value}).status_code in (200, 400)
    client.post(CODE, {"cancel": "1"})
    client.get("/admin/login/passkey/", headers={"Accept": "application/json"})
    assert client.post("/admin/login/passkey/", {"credential": value}).status_code in (302, 400)
    assert not get_user(client).is_authenticated

    cache.clear()
    sign_in()
    client.post(CODE, {"code": code(secret)})
    client.get("/admin/account/passkeys/add/")
    for path in ("passkeys/add/", "confirm/", "confirm/code/", "confirm/passkey/"):
        sent = {"credential": value, "code": value, "password": value, "name": value[:200]}
        answer = client.post(f"/admin/account/{path}", sent)
        assert answer.status_code in (200, 302, 400), path
    assert Authenticator.objects.count() == 1
