"""Hostile requests are refused before a view or the database sees them."""

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.spin_registry.failing_urls")


@pytest.mark.parametrize(
    "address",
    [
        "/receive/%00",
        "/receive/?q=%00",
        "/receive/?%00=1",
        "/receive/?q=a%0Bb",
        "/receive/?q=%1b[0m",
        "/admin/projects/project/?state__exact=%00",
        "/admin/autocomplete/?term=%00",
    ],
)
def test_a_control_character_in_the_address_is_refused(client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert "site.css" in response.content.decode()


@pytest.mark.parametrize("query", ["q=a%09b", "q=rad%0D%0Aannan", "q=%C3%A5", "q=%FF"])
def test_a_tab_a_line_break_and_broken_utf8_are_let_through(client, query):
    assert client.get(f"/receive/?{query}").status_code == 200


def test_a_quoted_cookie_cannot_smuggle_a_nul(client):
    response = client.get("/receive/", headers={"cookie": r'sessionid="aaaa\000bbbb"'})

    assert response.status_code == 400


def test_an_address_over_eight_kilobytes_is_too_long(client):
    assert client.get("/receive/", {"q": "a" * 8192}).status_code == 414
    assert client.get("/receive/", {"q": "a" * 8000}).status_code == 200


@pytest.mark.parametrize("form", [{"name": "a\x00b"}, {"na\x00me": "b"}])
def test_a_nul_in_a_form_is_refused(client, form):
    assert client.post("/receive/", form).status_code == 400
    assert (
        client.post(
            "/receive/", "a=%00", content_type="application/x-www-form-urlencoded"
        ).status_code
        == 400
    )


@pytest.mark.parametrize("length", ["32000001", "9" * 5000])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(client, length):
    response = client.post(
        "/receive/", "a=1", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=length
    )

    assert response.status_code == 413
    assert "site.css" in response.content.decode()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"--x", "multipart/form-data", 400),
        (b"a=" + b"1" * 3_000_000, "application/x-www-form-urlencoded", 413),
        (b"a&" * 6000, "application/x-www-form-urlencoded", 400),
    ],
)
def test_a_body_that_cannot_be_read_or_is_too_big_is_refused(client, body, content_type, status):
    response = client.generic("POST", "/receive/", body, content_type)

    assert response.status_code == status
    assert "site.css" in response.content.decode()


@pytest.mark.parametrize("charset", ["hex", "base64", "undefined", "utf-16", "klingon"])
def test_the_client_does_not_choose_how_the_query_is_decoded(client, charset):
    response = client.get("/receive/?q=%C3%A5", content_type=f"text/html; charset={charset}")

    assert response.content.decode() == "0 å"


def test_a_host_that_is_not_ours_is_refused_in_our_look():
    for host in ("evil.example", "127.0.0.1\x00", "a b"):
        response = Client().get("/receive/", headers={"host": host})

        assert response.status_code == 400
        assert "evil.example" not in response.content.decode()
        assert "site.css" in response.content.decode()


def test_refusals_carry_the_security_headers(client):
    response = client.get("/receive/?q=%00")

    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_reader_who_forgets_the_last_slash_is_led_there(client):
    assert client.get("/read-only")["Location"] == "/read-only/"
    assert client.post("/read-only").status_code == 404


def test_no_visitor_gets_a_cookie_from_an_error_page(client):
    assert not client.get("/finns-inte/").cookies
