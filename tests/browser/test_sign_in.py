"""The sign-in page in a real browser."""

import pytest


@pytest.mark.browser
def test_a_mistyped_password_is_said_and_no_cookie_of_a_session_is_set(page, live_server):
    page.goto(live_server.url + "/admin/")
    page.fill("#id_login", "nobody")
    page.fill("#id_password", "wrong password here")
    page.click("#login-form [type=submit]")

    assert page.locator(".errornote:visible").count() == 1
    assert "sessionid" not in {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.browser
def test_whoever_belongs_to_a_role_meets_the_back_office(page, live_server, signed_in):
    signed_in(page, "administrator")
    page.goto(live_server.url + "/admin/")

    assert page.url == live_server.url + "/admin/"
