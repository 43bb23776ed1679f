"""What the registry suggests while one types: by keyboard, by mouse, and aloud."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.drilling import drilled
from tests.factories import ProjectFactory, spin

pytestmark = pytest.mark.browser

ANSWERS = {
    "sp": ["SPIN", "Spinnhuset", "Spindelnätet"],
    "spin": ["SPIN"],
    "xyz": [],
}


@pytest.fixture(autouse=True)
def registry(transactional_db: None) -> None:
    spin()
    ProjectFactory(title_sv="Vägar och broar", slug="vagar", published=True)


def suggestion(label: str, place: int) -> dict[str, str]:
    kind = ("place", "plats") if place else ("project", "projekt")
    url = "/platser/24/" if place else "/projekt/spin/"
    note = "SamverkansPlattform" if label == "SPIN" else ""
    return dict(
        zip(("kind", "kind_label"), kind, strict=True), label=label, note=note, url=url, lang="sv"
    )


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The words that the page asks suggestions for, which are answered from ANSWERS."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        words = dict(part.split("=") for part in route.request.url.split("?")[1].split("&"))["q"]
        asked.append(words)
        found = [suggestion(label, place) for place, label in enumerate(ANSWERS[words])]
        route.fulfill(json={"suggestions": found})

    page.route("**/forslag/?*", answer)
    return asked


@pytest.fixture
def box(page: Page, live_server: Any, asked: list[str]) -> Any:
    """The search box of the start page."""
    page.goto(live_server.url + "/")
    return page.locator("#q")


def options(page: Page) -> Any:
    return page.get_by_role("listbox", name="Förslag").get_by_role("option")


def chosen(page: Page) -> str:
    """Return the name of the option that the box points at, empty where it is none."""
    expression = """() => {
        const id = document.getElementById("q").getAttribute("aria-activedescendant")
        return id ? document.getElementById(id).querySelector("b").textContent : ""
    }"""
    return str(page.evaluate(expression))


def test_suggestions_come_when_one_stops_typing_and_are_counted_aloud(page, box, asked):
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("s")
    page.wait_for_timeout(300)
    box.press_sequentially("pin", delay=20)

    expect(options(page)).to_have_count(1)
    expect(options(page)).to_have_text("SPIN SamverkansPlattform projekt")
    expect(options(page).locator("span")).to_have_attribute("lang", "sv")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("1 förslag")
    assert asked == ["spin"]


def test_that_there_is_nothing_to_suggest_is_said_and_not_shown(page, box, asked):
    box.press_sequentially("xyz")

    expect(page.get_by_role("status")).to_have_text("Inga förslag")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".options")).to_be_hidden()


def test_arrows_go_round_the_list_by_way_of_the_box(page, box):
    box.press_sequentially("sp")
    expect(options(page)).to_have_count(3)
    found = []
    for key in ["Down", "Down", "Down", "Down", "Up", "Up"]:
        page.keyboard.press(f"Arrow{key}")
        found.append(chosen(page))

    assert found == ["SPIN", "Spinnhuset", "Spindelnätet", "", "Spindelnätet", "Spinnhuset"]
    expect(page.locator("[aria-selected=true] b")).to_have_text("Spinnhuset")
    expect(box).to_be_focused()

    page.keyboard.press("Home")
    assert chosen(page) == ""
    assert box.evaluate("box => box.selectionStart") == 0


def test_enter_on_a_suggestion_leads_to_its_page(page, box, live_server):
    box.press_sequentially("sp")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(live_server.url + "/projekt/spin/")


def test_enter_with_nothing_chosen_searches(page, box, live_server):
    box.press_sequentially("spin")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Enter")

    expect(page).to_have_url(live_server.url + "/projekt/?q=spin")


def test_a_press_on_a_suggestion_leads_to_its_page(page, box, live_server):
    box.press_sequentially("sp")
    options(page).nth(1).click()

    expect(page).to_have_url(live_server.url + "/platser/24/")


def test_escape_closes_the_list_before_it_empties_the_box_and_down_opens_it_again(page, box, asked):
    box.press_sequentially("sp")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box).to_have_value("sp")

    page.keyboard.press("ArrowDown")
    assert chosen(page) == "SPIN"
    assert asked == ["sp"]

    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_tab_leaves_the_box_and_its_list(page, box):
    box.press_sequentially("sp")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name="Sök")).to_be_focused()
    expect(page.locator(".options")).to_be_hidden()


def test_an_error_of_the_server_shows_nothing(page, live_server, heard):
    page.route("**/forslag/?*", lambda route: route.fulfill(status=503, body="Nej"))
    page.goto(live_server.url + "/")
    with page.expect_response("**/forslag/?*"):
        page.locator("#q").press_sequentially("spin")
    page.wait_for_timeout(100)

    expect(page.locator(".options")).to_be_hidden()
    assert "503" in heard.pop()


def test_the_boxes_of_the_list_and_of_an_error_suggest_as_well(page, live_server, asked, heard):
    for path, box in [("/projekt/", "#id_q"), ("/finns-inte/", "#q")]:
        page.goto(live_server.url + path)
        page.locator(box).press_sequentially("sp")
        expect(options(page)).to_have_count(3)

    assert "404" in heard.pop()


@pytest.mark.parametrize("width", [320, drilled(1280)])
@pytest.mark.parametrize("scheme", ["dark", drilled("light")])
def test_an_open_list_shuts_nobody_out(page, box, axe: Callable, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    box.press_sequentially("sp")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
