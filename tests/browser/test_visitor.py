"""A visitor finds SPIN and the news about it, in both languages, with and without JavaScript."""

import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.drilling import drilled
from tests.factories import spin
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.browser

SWEDISH = {
    "start": "/",
    "list": "/projekt/",
    "project": "/projekt/spin/",
    "round": "/omgangar/ovre-norrland-2016-06-15/",
    "article": "/nyheter/tva-finansiarer/",
    "amounts": ["9 735 500", "4 314 500", "4 350 000", "14 050 000", "14 085 500"],
    "rounding": "skillnaden ryms i avrundningen",
    "partnership": "Övre Norrland 15 juni 2016",
    "news": "Två finansiärer delar på SPIN",
}
ENGLISH = {
    "start": "/en/",
    "list": "/en/projects/",
    "project": "/en/projects/spin/",
    "round": "/en/rounds/ovre-norrland-2016-06-15/",
    "article": "/en/news/tva-finansiarer/",
    "amounts": ["9,735,500", "4,314,500", "4,350,000", "14,050,000", "14,085,500"],
    "rounding": "rounding",
    "partnership": "Upper Norrland, 15 June 2016",
    "news": "Two funders share SPIN",
}
PAGES = [
    "/",
    "/projekt/",
    "/projekt/?q=spin&county=24",
    "/projekt/spin/",
    "/nyheter/",
    "/nyheter/tva-finansiarer/",
    "/nyheter/tva-finansiarer/utskrift/",
    "/nyheter/flode.atom",
    "/finansiarer/",
    "/organisationer/",
    "/organisationer/tillvaxtverket/",
    "/partnerskap/",
    "/partnerskap/ovre-norrland/",
    "/omgangar/",
    "/omgangar/ovre-norrland-2016-06-15/",
    "/platser/",
    "/platser/24/",
    "/program/",
    "/program/ovre-norrland-2014/",
    "/om/",
    "/om/sok/",
]
A4 = {"width": 718, "height": 1047}
"""A sheet of A4 with margins of 10 mm, in CSS pixels."""


@pytest.fixture(autouse=True)
def registry(db: None) -> Any:
    """SPIN with its round, and an article about it."""
    it = spin()
    ArticleFactory(
        slug="tva-finansiarer",
        title_sv="Två finansiärer delar på SPIN",
        title_en="Two funders share SPIN",
        projects=[it.project],
        rounds=[it.round],
        published=True,
    )
    return it


def words(page: Page) -> str:
    """Return what the page's main part says, every space an ordinary one."""
    return re.sub(r"\s+", " ", page.locator("main").inner_text())


@pytest.mark.parametrize(
    ("javascript", "said"),
    [(True, SWEDISH), (False, ENGLISH), drilled(False, SWEDISH), drilled(True, ENGLISH)],
    ids=["script-sv", "no script-en", "no script-sv", "script-en"],
)
def test_a_visitor_finds_spin_and_the_news_about_it(open_page, live_server, javascript, said):
    page = open_page(javascript=javascript)
    page.goto(live_server.url + said["start"])
    page.fill("#q", "spin")
    page.press("#q", "Enter")

    expect(page).to_have_url(live_server.url + said["list"] + "?q=spin")
    expect(page.locator("#news + ul")).to_contain_text(said["news"])
    page.locator("#results h3 a").click()

    expect(page).to_have_url(live_server.url + said["project"])
    shown = words(page)
    assert [amount for amount in said["amounts"] if amount not in shown] == []
    assert said["rounding"] in shown
    assert "14 035 500" not in shown.replace(",", " ")

    page.locator(".facts").get_by_role("link", name=said["partnership"]).click()
    expect(page).to_have_url(live_server.url + said["round"])
    expect(page.locator("main")).to_contain_text("142")
    page.go_back()
    page.locator(".news a").click()
    expect(page).to_have_url(live_server.url + said["article"])
    page.locator(".card a").click()
    expect(page).to_have_url(live_server.url + said["project"])


def focused(page: Page) -> str:
    """Return the address that what is in focus leads to, and hold that it shows the focus."""
    # At the calendar within a field for a day it is the browser that shows the focus.
    style = page.evaluate(
        "const it = document.activeElement;"
        "it.matches(':focus') ? getComputedStyle(it).outlineStyle : 'of its own'"
    )
    assert style != "none", page.evaluate("document.activeElement.outerHTML")
    return str(page.evaluate("document.activeElement.getAttribute('href') || ''"))


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        focused(page)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"The Tab key never reaches {selector}.")


def test_a_visitor_needs_no_mouse(page, live_server):
    page.goto(live_server.url + "/")
    page.keyboard.press("Tab")
    assert focused(page) == "#content"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()

    tab_to(page, "#q")
    page.keyboard.type("samverkansplatt")
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + "/projekt/?q=samverkansplatt")

    tab_to(page, "#results h3 a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + "/projekt/spin/")


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 320)])
def test_a_filter_is_chosen_by_its_box_and_removed_by_its_chip(
    open_page, live_server, javascript, width
):
    page = open_page(javascript=javascript, width=width)
    page.goto(live_server.url + "/projekt/")
    facets = page.locator("details.facets")
    if width == 320:
        facets.locator("> summary").click()
    page.locator("[name=status][value=finished]").check()
    facets.locator("> button").click()

    expect(page).to_have_url(re.compile(r"[?&]status=finished(&|$)"))
    expect(page.locator("#results h3")).to_have_count(1)
    expect(page.locator("[name=status][value=finished]")).to_be_checked()

    page.locator(".chips .chip").click()
    expect(page.locator(".chips")).to_have_count(0)
    assert "status" not in page.url


@pytest.mark.drill
def test_the_other_language_is_one_press_away_from_each_page(page, live_server):
    for kind in ("start", "list", "project", "round", "article"):
        page.goto(live_server.url + SWEDISH[kind])
        page.get_by_role("link", name="English").click()
        expect(page).to_have_url(live_server.url + ENGLISH[kind])
        expect(page.locator("html")).to_have_attribute("lang", "en")

        page.get_by_role("link", name="Svenska").click()
        expect(page).to_have_url(live_server.url + SWEDISH[kind])


def test_a_visitor_gets_no_cookie(page, live_server):
    for path in PAGES:
        if not path.endswith(".atom"):  # which the browser would download
            page.goto(live_server.url + path)
        answer = Client().get(path)
        assert (answer.status_code, answer.has_header("Set-Cookie")) == (200, False), path
        assert not answer.cookies, path

    assert page.context.cookies() == []


def test_a_printed_page_leaves_out_the_menu_and_fits_its_sheet(page, live_server):
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    for kind in ("project", "article"):
        page.goto(live_server.url + SWEDISH[kind])

        expect(page.locator("header nav")).to_be_hidden()
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
