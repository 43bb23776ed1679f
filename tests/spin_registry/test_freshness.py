"""Pages for everybody are made once for each state of the registry, and sent once."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from projects import publishing
from projects.search import following
from spin_registry import freshness
from spin_registry.freshness import code
from tests.factories import spin

pytestmark = pytest.mark.django_db

PAGES = ["/", "/en/", "/projekt/", "/en/projects/?q=spin", "/nyheter/", "/om/"]


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What is read has a name from now on, and another one after every call."""
    state = [uuid4().hex]
    monkeypatch.setattr(following, "generation", lambda: state[-1])
    return lambda: state.append(uuid4().hex)


@pytest.mark.parametrize("path", PAGES)
def test_who_has_a_page_is_told_so_until_something_changes(client, turn, path):
    page = client.get(path)
    assert page.status_code == 200
    assert page["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not page.cookies

    held = client.get(path, headers={"if-none-match": f'"other", {page["ETag"]}'})
    assert (held.status_code, held.content, held["ETag"]) == (304, b"", page["ETag"])
    assert "default-src 'none'" in held["Content-Security-Policy"]

    turn()
    again = client.get(path, headers={"if-none-match": page["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != page["ETag"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_once_until_something_changes(client, turn, path, django_assert_num_queries):
    made = client.get(path)

    with django_assert_num_queries(0):
        kept = client.get(path)

    assert kept.content == made.content
    assert dict(kept.headers) == dict(made.headers)
    assert kept["Content-Language"] == ("en" if path.startswith("/en/") else "sv")


def test_what_has_changed_is_shown_when_the_state_has_another_name(client, turn):
    project = spin().project
    address = f'href="{project.get_absolute_url()}"'
    assert address in client.get("/projekt/").content.decode()

    publishing.withdraw(project, reason_sv="Fel.")

    assert address in client.get("/projekt/").content.decode()
    turn()
    assert address not in client.get("/projekt/").content.decode()


def test_whoever_is_signed_in_is_answered_for_their_eyes_only(client, turn, admin_client):
    own = admin_client.get("/", headers={"if-none-match": client.get("/")["ETag"]})

    assert own.status_code == 200
    assert own["Cache-Control"] == "private, no-cache"
    assert "ETag" not in own

    turn()
    admin_client.get("/projekt/")
    assert client.get("/projekt/")["Cache-Control"].startswith("public")


def test_only_pages_that_are_there_carry_a_name(client, turn):
    for answer in (
        client.get("/finns-inte/"),
        client.get("/projekt/?sort=nonsens"),
        client.get("/admin/login/"),
        client.get("/healthz"),
        client.post("/projekt/"),
    ):
        assert "ETag" not in answer, answer.request["PATH_INFO"]


def test_a_withdrawn_project_is_gone_though_its_page_was_kept(client, turn):
    project = spin().project
    address = project.get_absolute_url()
    etag = client.get(address)["ETag"]
    publishing.withdraw(project, reason_sv="Fel.")
    turn()

    gone = client.get(address, headers={"if-none-match": etag})
    assert gone.status_code == 410
    assert "ETag" not in gone


def test_a_head_is_answered_like_its_page_and_leaves_no_empty_one(client, turn):
    head = client.head("/")

    page = client.get("/")
    assert (head["ETag"], head.content) == (page["ETag"], b"")
    assert b"</html>" in page.content


def test_every_host_gets_its_own_addresses(client, turn, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]

    for host in ("one.example", "two.example"):
        page = client.get("/projekt/", headers={"host": host}).content.decode()
        assert f'<link rel="canonical" href="http://{host}/projekt/">' in page


def test_what_nobody_follows_has_no_name(client):
    assert "ETag" not in client.get("/")


def test_a_page_too_long_to_keep_is_made_anew(client, turn, monkeypatch):
    monkeypatch.setattr(freshness, "KEPT_BYTES", 100)
    made = client.get("/")

    with CaptureQueriesContext(connection) as asked:
        again = client.get("/")

    assert len(asked) > 0
    assert again.content == made.content


@pytest.mark.parametrize(
    ("answer", "is_for_all"),
    [
        ({}, True),
        ({"status": 404}, False),
        ({"headers": {"Vary": "Cookie"}}, False),
        ({"headers": {"Cache-Control": "no-store"}}, False),
        ({"headers": {"ETag": '"own"'}}, False),
    ],
)
def test_only_a_whole_page_that_varies_by_nothing_is_for_all(answer, is_for_all):
    assert freshness.is_for_all(HttpResponse(b"", **answer)) is is_for_all


def test_an_answer_with_a_cookie_is_for_nobody_else():
    answer = HttpResponse(b"")
    answer.set_cookie("who", "somebody")

    assert not freshness.is_for_all(answer)


def test_what_settings_say_on_pages_is_part_of_their_name(settings):
    code.cache_clear()
    before = code()
    settings.DATA_LICENCE = "https://example.org/licence"
    code.cache_clear()

    assert code() != before

    code.cache_clear()
