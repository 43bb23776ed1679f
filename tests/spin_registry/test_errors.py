"""Every way to fail ends on a page of ours, in the reader's language."""

import io
import logging

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.urls("tests.spin_registry.failing_urls")


def page(response) -> str:
    return response.content.decode()


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    ("how", "status"),
    [("bad", 400), ("suspicious", 400), ("denied", 403), ("missing", 404), ("away", 503)],
)
def test_what_a_view_raises_becomes_our_page(client, how, status, debug):
    with override_settings(DEBUG=debug):
        response = client.get(f"/en/fail/{how}/")

    assert response.status_code == status
    assert '<html lang="en">' in page(response)
    assert f"Error {status}" in page(response)
    assert "site.css" in page(response)


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("path", ["/finns-inte/", "/en/not-here/", "/%FF/", "//example.com/x"])
def test_an_address_of_nothing_is_not_found_and_offers_ways_on(client, path, debug):
    with override_settings(DEBUG=debug):
        response = client.get(path)

    assert response.status_code == 404
    assert 'class="more"' in page(response)
    assert "Traceback" not in page(response)


def test_the_language_of_an_error_page_follows_the_path(client):
    assert '<html lang="sv">' in page(client.get("/finns-inte/"))
    assert '<html lang="en">' in page(client.get("/en/finns-inte/"))


def test_an_error_page_is_kept_out_of_search_engines(client):
    assert '<meta name="robots" content="noindex">' in page(client.get("/finns-inte/"))


def test_a_bug_gets_the_page_that_needs_no_database(client):
    with override_settings(DEBUG=False):
        response = client.get("/fail/broken/")

    assert response.status_code == 500
    assert 'class="brand" href="/"' in page(response)
    assert response["Cache-Control"] == "no-store"


def test_a_bug_is_told_on_stderr_and_a_missing_page_is_not(client, monkeypatch):
    told = io.StringIO()
    stderr = next(one for one in logging.root.handlers if type(one) is logging.StreamHandler)
    monkeypatch.setattr(stderr, "stream", told)

    with override_settings(DEBUG=False):
        client.get("/fail/broken/")
        client.get("/finns-inte/")

    assert "ERROR django.request: Internal Server Error: /fail/broken/" in told.getvalue()
    assert "Traceback" in told.getvalue()
    assert "finns-inte" not in told.getvalue()


def test_a_database_that_is_away_says_when_to_come_back(client):
    response = client.get("/fail/away/")

    assert response.status_code == 503
    assert response["Retry-After"] == "5"


@pytest.mark.django_db
def test_a_query_that_takes_too_long_is_answered_as_overload(client):
    assert client.get("/slow/").status_code == 503


def test_a_wrong_method_keeps_the_list_of_right_ones(client):
    response = client.post("/read-only/")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert "site.css" in page(response)


def test_a_withdrawn_thing_says_when_and_why_in_the_language_of_the_reason(client):
    response = client.get("/withdrawn/")

    assert response.status_code == 410
    assert "4\u00a0mars\u00a02026" in page(response)
    assert '<span lang="sv">Samma projekt var infört två gånger.</span>' in page(response)


def test_a_form_without_its_cookie_is_refused_in_our_look():
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})

    assert response.status_code == 403
    assert "site.css" in page(response)
