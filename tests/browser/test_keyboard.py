"""A project is entered, counted, saved and published without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from projects.models import Project
from tests.factories import spin

pytestmark = pytest.mark.browser

MOST_TABS = 60


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has focus; it must then be seen, not only be there."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(IS_SEEN), f"{selector} is hidden behind something"
            return
    pytest.fail(f"{selector} is not reached by {MOST_TABS} presses of Tab")


# The middle of what has focus is its own, or of what it holds.
IS_SEEN = """() => {
    const one = document.activeElement
    const box = one.getBoundingClientRect()
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    return one.contains(top) || Boolean(top?.contains(one))
}"""


def choose(page: Page, field: str, text: str) -> None:
    """Choose by autocomplete: open, type a part of the name, take the first."""
    tab_to(page, f"[aria-labelledby~='select2-id_{field}-container']")
    page.keyboard.press("Enter")
    expect(page.locator(".select2-container--open .select2-search__field")).to_be_focused()
    page.keyboard.type(text)
    found = page.locator(".select2-results__option--highlighted", has_text=text)
    expect(found).to_be_visible()
    page.keyboard.press("Enter")


def test_a_project_is_entered_by_keyboard_alone(page, live_server, signed_in):
    it = spin(published=False)
    it.project.delete()
    signed_in(page, "administrator")
    page.goto(live_server.url + "/admin/")
    tab_to(page, "a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/project/add/")

    tab_to(page, "#id_title_sv")
    page.keyboard.type("Plattform i norr")
    tab_to(page, "#id_starts_on")
    page.keyboard.type("2016-08-01")
    tab_to(page, "#id_ends_on")
    page.keyboard.type("2019-11-30")
    choose(page, "default_source", it.news.title)
    choose(page, "splits-0-funder", it.region.name)
    tab_to(page, "#id_splits-0-amount")
    page.keyboard.type("4,3 mn")
    expect(page.locator("#reckoned-sum")).to_contain_text("4 250 000 till under 4 350 000")

    tab_to(page, "#stated_figures-group .add-row a")
    page.keyboard.press("Enter")
    page.focus("#stated_figures-0 input[name$=printed]")
    page.keyboard.type("4,3 mn")
    tab_to(page, "#id_stated_figures-0-basis")
    page.keyboard.type("beviljat")
    expect(page.locator("#id_stated_figures-0-printed_note")).to_contain_text("Stämmer")
    tab_to(page, "[name=_save]")
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist .success")).to_be_visible()
    project = Project.objects.get()
    assert (project.title_sv, project.stated_figures.count()) == ("Plattform i norr", 1)
    assert project.total.at_least == 4_250_000
