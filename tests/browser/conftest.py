"""A real Chromium against the running site.

    @pytest.mark.browser
    def test_…(page, live_server, signed_in, axe):
        signed_in(page, "administrator")
        page.goto(live_server.url + "/admin/")
        assert axe(page) == []

Every page that a test opens is listened to: a console message, an uncaught error, a
violation of the content security policy or a request to another host fails the test.
`open_page(javascript=False, width=320, scheme="dark", locale="en-GB")` opens another page,
each with cookies of its own. What a test provokes on purpose it takes out of `heard`.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import Settings

from projects.sample.load import load_sample

NAMES = ("chromium", "chromium-browser", "google-chrome")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.hookimpl(tryfirst=True)  # before pytest-django puts such tests last
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every browser test a database whose rows the server sees, reference data included.

    One that fails is run once more, and named: two processes race in it on whatever machine.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="package")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """A headless Chromium of the machine's own; without one the test is skipped.

    Playwright keeps an event loop in this thread, in which Django refuses the database
    unless told otherwise, and in which it opens connections apart from all others: that
    one is handed what the test database held when it was made.
    """
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        missing = "There is no Chromium on this machine."
        pytest.fail(missing) if os.environ.get("BROWSER") == "required" else pytest.skip(missing)
    reference_data = connections["default"]._test_serialized_contents
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connections["default"]._test_serialized_contents = reference_data
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def sample(db: None, settings: Settings, tmp_path: Path) -> None:
    """The sample registry, with its pictures in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    load_sample()


@pytest.fixture
def heard() -> list[str]:
    """What the pages of this test complained of."""
    return []


@pytest.fixture
def open_page(browser: Browser, live_server: Any, heard: list[str]) -> Iterator[Callable]:
    """A function that opens a page with cookies of its own."""
    contexts = []

    def open_page(
        *, javascript: bool = True, width: int = 1280, scheme: Any = "light", locale: str = "sv-SE"
    ) -> Page:
        context = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale=locale,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        listen(page, live_server.url, heard)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


def listen(page: Page, site: str, heard: list[str]) -> None:
    """Write down what a page says that no page should; a violated policy speaks in the console."""
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((site + "/", "data:", "blob:"))
            else heard.append(f"request to {request.url}")
        ),
    )


@pytest.fixture
def page(open_page: Callable) -> Page:
    """A page 1280 pixels wide, light, in a Swedish browser."""
    return open_page()


@pytest.fixture
def signed_in(live_server: Any) -> Callable[[Page, str], User]:
    """A function that signs a page in as a member of the group of that name."""

    def sign_in(page: Page, role: str) -> User:
        user, _ = User.objects.get_or_create(username=role, defaults={"is_staff": True})
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return user

    return sign_in


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """A function that runs axe-core on a page: one line for each thing it finds.

    It asks the rules of `rules`, or else every rule that tells of a barrier, of the page as it
    is once it has loaded: half of one has no main landmark yet.
    """
    script = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

    def run(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
        page.wait_for_load_state()
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        found = page.evaluate(
            "runOnly => axe.run(document, {runOnly, resultTypes: ['violations']})",
            list(rules or AXE_RULES),
        )
        return [
            f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:200]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return run
