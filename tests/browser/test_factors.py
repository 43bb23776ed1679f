"""Signing in with more than a password, in a real browser with a device that it believes in."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page

from spin_registry.access.sessions import BEGAN

pytestmark = pytest.mark.browser

PASSWORD = "sju smala trappsteg"


@pytest.fixture(autouse=True)
def nobody_counted(live_server: Any) -> Iterator[None]:
    """Count no attempt of another test: the table belongs to no model, and is not emptied."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def anna(live_server: Any) -> User:
    user = User.objects.create_user("anna", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name="editor")[0])
    return user


@pytest.fixture
def device() -> Callable[[Page], None]:
    """A function that gives a page's browser a device that holds passkeys."""

    def give(page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    return give


@pytest.fixture
def site(live_server: Any) -> str:
    """The site by a name, for a number is no place that a passkey can belong to."""
    assert live_server.url.startswith("http://localhost:")
    return live_server.url


def press(page: Page, button: str) -> None:
    """Press what sends a form, and wait for the page that comes."""
    with page.expect_navigation():
        page.click(button)


def with_password(page: Page, site: str, way: str = "/admin/") -> None:
    page.goto(site + way)
    page.fill("#id_login", "anna")
    page.fill("#id_password", PASSWORD)
    press(page, "#login-form [type=submit]")


def code(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + steps))


def leave(page: Page) -> None:
    press(page, "#logout-form button")


@pytest.mark.drill  # as `spin_registry/access` does
def test_an_app_is_added_and_then_asked_for_and_a_recovery_code_helps(
    open_page, live_server, anna, axe
):
    page = open_page(width=320, scheme="dark")
    with_password(page, live_server.url)
    page.goto(live_server.url + "/admin/account/")
    assert axe(page) == []
    press(page, "text=Lägg till en autentiseringsapp")
    assert page.evaluate("document.querySelector('.qr').naturalWidth") > 0
    assert axe(page) == []
    secret = page.inner_text(".secret")
    page.fill("#id_code", code(secret))
    press(page, ".step button")
    spare = page.inner_text(".codes code")
    assert axe(page) == []
    leave(page)

    with_password(page, live_server.url, "/admin/news/article/?o=1")
    assert page.url == live_server.url + "/admin/login/code/"
    assert axe(page) == []
    page.fill("#id_code", "000000")
    press(page, "#code-form [type=submit]")
    assert "Det stämde inte." in page.inner_text("#code-form")
    page.fill("#id_code", code(secret, steps=1))
    press(page, "#code-form [type=submit]")
    assert page.url == live_server.url + "/admin/news/article/?o=1"
    leave(page)

    with_password(page, live_server.url)
    page.fill("#id_code", spare)
    press(page, "#code-form [type=submit]")
    assert page.url == live_server.url + "/admin/"


def test_a_passkey_signs_in_by_itself_and_as_second_factor(open_page, site, anna, device, axe):
    page = open_page()
    device(page)
    with_password(page, site)
    page.goto(site + "/admin/account/passkeys/add/")
    assert axe(page) == []
    page.fill("#id_name", "Telefonen")
    press(page, ".step button")
    page.wait_for_selector(".codes")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Telefonen"
    leave(page)

    page.goto(site + "/admin/login/?next=/admin/news/article/")
    assert axe(page) == []
    page.click("#passkey-form button")
    page.wait_for_url(site + "/admin/news/article/")
    leave(page)

    with_password(page, site)
    assert axe(page) == []
    page.click("#passkey-form button")
    page.wait_for_url(site + "/admin/")

    page.goto(site + "/admin/account/")
    assert "Telefonen" in page.inner_text(".factors")
    press(page, ".factors li >> text=Byt namn")
    page.fill("#id_name", "Nyckeln i lådan")
    press(page, ".step button")
    assert "Nyckeln i lådan" in page.inner_text(".factors")
    press(page, ".factors li >> text=Ta bort")
    assert axe(page) == []
    press(page, ".step button")
    assert Authenticator.objects.count() == 0


def test_a_browser_without_a_passkey_says_so_and_keeps_the_other_way_open(
    open_page, site, anna, device
):
    page = open_page()
    device(page)
    page.goto(site + "/admin/login/")
    page.click("#passkey-form button")
    page.wait_for_selector("#passkey-form [data-failed]:visible")

    with_password(page, site)
    assert page.url == site + "/admin/"


def test_without_javascript_there_is_no_button_that_does_nothing(open_page, live_server, anna):
    page = open_page(javascript=False)
    page.goto(live_server.url + "/admin/login/")

    assert not page.locator("#passkey-form").is_visible()
    with_password(page, live_server.url)
    assert page.url == live_server.url + "/admin/"


@pytest.mark.drill  # as `spin_registry/access` does
def test_who_guesses_is_told_to_wait(page, live_server, anna, axe):
    for _ in range(6):
        page.goto(live_server.url + "/admin/login/")
        page.fill("#id_login", "anna")
        page.fill("#id_password", "fel lösenord")
        press(page, "#login-form [type=submit]")

    assert "Vänta fem minuter" in page.inner_text(".errornote >> nth=0")
    assert axe(page) == []


@pytest.mark.drill  # as `spin_registry/access` does
def test_a_session_that_was_idle_or_too_long_asks_for_the_password_anew(page, live_server, anna):
    with_password(page, live_server.url)
    Session.objects.update(expire_date=timezone.now())
    page.goto(live_server.url + "/admin/news/article/")
    assert page.url == live_server.url + "/admin/login/?next=/admin/news/article/"

    with_password(page, live_server.url, "/admin/news/article/")
    page.wait_for_url(live_server.url + "/admin/news/article/")
    row = Session.objects.latest("expire_date")
    session = row.get_session_store_class()(row.session_key)
    session[BEGAN] = int(time.time()) - 8 * 3600 - 1
    session.save()
    page.reload()
    assert page.url == live_server.url + "/admin/login/?next=/admin/news/article/"
