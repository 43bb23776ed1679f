"""A visitor finds a project from the start page, whatever browser they have."""

import pytest

from tests.drilling import drilled
from tests.factories import ProjectFactory, spin
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def registry(transactional_db: None) -> None:
    built = spin()
    ArticleFactory(published=True, title_sv="Två delar på SPIN", projects=[built.project])
    ProjectFactory(title_sv="Vägar och broar", published=True)


@pytest.mark.parametrize("javascript", [False, drilled(True)])
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/", "Projekt som nämner samverkansplatt"),
        drilled("/en/", "Projects that mention samverkansplatt"),
    ],
)
def test_a_visitor_finds_spin_from_the_start_page(
    open_page, live_server, javascript, path, heading
):
    page = open_page(javascript=javascript)
    page.goto(live_server.url + path)

    page.locator("#q").fill("samverkansplatt")
    page.locator("#q").press("Enter")

    assert page.get_by_role("heading", level=1).inner_text() == heading
    assert page.locator("ol.ledger h3").all_inner_texts() == ["SPIN"]
    assert page.context.cookies() == []


def test_a_choice_narrows_the_list_and_its_chip_takes_it_back(open_page, live_server):
    page = open_page(javascript=False)
    page.goto(live_server.url + "/en/projects/")

    page.get_by_label("Region Västerbotten").check()
    page.get_by_role("button", name="Show the projects").click()
    assert page.locator("ol.ledger h3").all_inner_texts() == ["SPIN"]

    page.get_by_role("link", name="Remove Funder: Region Västerbotten").click()
    assert page.locator("ol.ledger li").count() == 2


def test_a_day_is_chosen_and_left_again(open_page, live_server):
    page = open_page()
    page.goto(live_server.url + "/en/projects/")

    page.get_by_label("Day", exact=True).fill("2016-06-30")
    page.locator(".facets > .btn").click()
    page.get_by_text("Amounts as of 30 June 2016.").wait_for()
    assert "per=2016-06-30" in page.url
    assert page.get_by_text("nothing granted that day").count() == 2

    page.get_by_role("link", name="Show the list as of today").click()
    page.get_by_text("nothing granted that day").first.wait_for(state="detached")
    assert page.get_by_label("Day", exact=True).input_value() == ""
    assert "per=" not in page.url


@pytest.mark.drill  # `test_accessibility` opens the same with the sample registry
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "path", ["/", "/projekt/?q=spin&county=24&per=2018-06-20", "/en/projects/?q=nothing"]
)
def test_start_and_list_are_open_to_everybody(open_page, live_server, axe, path, width):
    page = open_page(width=width)
    page.goto(live_server.url + path)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
