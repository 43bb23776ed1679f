"""Everything that goes wrong below /api/ is told by RFC 9457, in the caller's language."""

import json
from typing import Any

import pytest
from django.test import Client, override_settings

from projects.api import openapi
from spin_registry.machines import Limit
from spin_registry.problems import PROBLEMS

pytestmark = pytest.mark.urls("tests.spin_registry.failing_urls")


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def problem(response: Any) -> dict[str, Any]:
    """Return the problem of an answer, which says what it must."""
    told = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Vary"] == "Accept-Language"
    assert told["status"] == response.status_code
    assert told["type"].endswith(f"/api/#problem-{response.status_code}")
    return told


@pytest.mark.parametrize(
    ("how", "status"),
    [
        *(("bad", 400), ("suspicious", 400), ("denied", 403), ("missing", 404)),
        *(("away", 503), ("broken", 500)),
    ],
)
def test_what_a_view_raises_becomes_a_problem(client, how, status):
    with override_settings(DEBUG=False):
        response = client.get(f"/api/fail/{how}/", headers={"accept-language": "en"})

    assert response.status_code == status
    assert problem(response)["title"] == str(PROBLEMS[status].title)
    assert ("Retry-After" in response.headers) == (status == 503)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/", 404),
        ("/api/v2/projects/", 404),
        ("/api/v1/projects/%00/", 400),
        ("/api/v1/projects/?q=%00", 400),
        (f"/api/v1/projects/?q={'a' * 8192}", 414),
    ],
)
def test_what_never_reaches_a_view_is_a_problem_too(client, address, status):
    response = client.get(address)

    assert response.status_code == status
    problem(response)


@pytest.mark.parametrize(
    ("asked", "language", "title"),
    [
        ("en-GB,sv;q=0.5", "en", "There is nothing here"),
        ("de, sv;q=0.8, en;q=0.5", "sv", "Här finns ingenting"),
        ("", "sv", "Här finns ingenting"),
    ],
)
def test_a_problem_is_told_in_the_language_that_is_asked_for(client, asked, language, title):
    response = client.get("/api/nothing", headers={"accept-language": asked})

    assert response.headers["Content-Language"] == language
    assert problem(response)["title"] == title


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_received(client, method):
    response = getattr(client, method)("/api/v1/projects/")

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    problem(response)


def test_who_accepts_no_json_is_told_so(client):
    response = client.get("/api/v1/", headers={"accept": "text/csv"})

    assert response.status_code == 406
    problem(response)


def test_an_address_that_asks_too_often_waits(client):
    with override_settings(API_REQUESTS_PER_MINUTE=2):
        answers = [client.get("/api/v1/") for _ in range(4)]

    # The minute may turn between two of them, and then begins anew.
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert 1 <= int(refused[0].headers["Retry-After"]) <= 60
    problem(refused[0])


def test_no_limit_is_a_limit_of_none(client):
    with override_settings(API_REQUESTS_PER_MINUTE=0):
        assert {client.get("/api/v1/").status_code for _ in range(5)} == {200}


def test_each_address_is_counted_by_itself_within_a_minute():
    limit = Limit()

    waits = [limit.wait(address, 1, now) for address, now in [("a", 60), ("b", 61), ("a", 70)]]

    assert waits == [0, 0, 50]
    assert limit.wait("a", 1, 120) == 0


def test_every_status_that_the_description_names_has_words():
    paths = openapi.document("https://example.org")["paths"].values()
    named = {int(status) for path in paths for status in path["get"]["responses"]}

    assert named - {200, 301, 304} <= set(PROBLEMS)


def test_addresses_of_one_customer_are_counted_together():
    limit = Limit()

    assert [limit.wait(f"2001:db8:0:1::{one}", 2, 0.0) for one in range(3)] == [0, 0, 60]
    assert limit.wait("2001:db8:0:2::1", 2, 0.0) == 0
    assert [limit.wait(one, 1, 0.0) for one in ("192.0.2.1", "192.0.2.2", "unknown")] == [0, 0, 0]
