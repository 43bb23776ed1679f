"""Every sign-in, every refusal and every missing right is one line, and tells no secret."""

import json
import logging

import pytest
from django.test import Client, override_settings

from spin_registry.access.lines import JsonLine
from spin_registry.sign_in import sign_in_links
from tests.spin_registry.access.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_signing_in_and_out_says_who_from_where_and_by_what(client, anna, sign_in, lines):
    sign_in()
    client.post("/admin/logout/")

    told = [{name: line[name] for name in line if name != "at"} for line in lines()]
    place = {"user": anna.pk, "address": "127.0.0.1", "method": "POST"}
    assert told == [
        {"event": "signed in", **place, "path": "/admin/login/", "by": ["password"]},
        {"event": "signed out", **place, "path": "/admin/logout/"},
    ]
    assert all(line["at"].endswith("+00:00") for line in lines())


def test_a_refusal_says_why_and_never_what_was_typed(anna, sign_in, lines):
    sign_in(password="hemligt1")
    sign_in(name="hemligt2", password="hemligt3")
    for _ in range(5):
        sign_in(password="hemligt4")

    told = lines()
    assert [(line["reason"], line["user"]) for line in told[:2]] == [
        ("password", anna.pk),
        ("password", None),
    ]
    assert told[-1]["reason"] == "locked"
    assert "hemligt" not in json.dumps(told)


def test_a_right_that_is_missing_is_told(client, anna, lines):
    client.force_login(anna)
    client.get("/admin/auth/user/")

    line = lines()[-1]
    assert (line["event"], line["reason"], line["user"]) == ("refused", "right", anna.pk)
    assert line["path"] == "/admin/auth/user/"


def test_a_form_that_cannot_be_trusted_is_told(anna, lines):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/admin/login/", {}).status_code == 403
    assert lines()[-1]["reason"] == "form"


def test_a_link_is_told_without_its_token(client, lines):
    with override_settings(DEBUG=True):
        link = sign_in_links("")["editor"]
        client.post(link)

    assert lines()[-1]["path"] == "admin/link/<uid>/<token>/"
    assert lines()[-1]["by"] == ["link"]
    assert link.split("/")[-2] not in json.dumps(lines())


def test_no_line_holds_a_password_or_the_key_of_a_session(client, anna, sign_in, lines):
    sign_in()
    sent = {"old_password": PASSWORD, "new_password1": "åtta breda trappsteg"}
    client.post("/admin/password_change/", sent | {"new_password2": "åtta breda trappsteg"})

    told = json.dumps(lines(), ensure_ascii=False)
    assert [line["event"] for line in lines()] == ["signed in", "password changed"]
    assert "trappsteg" not in told
    assert client.session.session_key not in told


def test_a_line_is_one_line_whatever_the_path_holds():
    record = logging.LogRecord("x", logging.INFO, "", 0, "refused", None, None)
    record.told = {"path": 'a\nb\u2028"c'}

    written = JsonLine().format(record)
    assert len(written.splitlines()) == 1
    assert json.loads(written)["path"] == 'a\nb\u2028"c'
