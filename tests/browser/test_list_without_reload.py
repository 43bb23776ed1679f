"""The list of projects shows another selection without loading its page anew."""

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import ProjectFactory, spin

pytestmark = pytest.mark.browser

FINISHED = "[name=status][value=finished]"


@pytest.fixture(autouse=True)
def registry(transactional_db: None) -> None:
    spin()
    starts_on, ends_on = date(2090, 1, 1), date(2091, 12, 31)
    ProjectFactory(title_sv="Vägar och broar", starts_on=starts_on, ends_on=ends_on, published=True)


@pytest.fixture
def shown(page: Page, live_server: Any) -> Page:
    """The list of both projects, on a page that is marked: a new page is without the mark."""
    open_list(page, live_server.url + "/projekt/")
    return page


def open_list(page: Page, url: str) -> None:
    page.goto(url)
    page.evaluate("document.body.dataset.marked = true")


def is_the_same_page(page: Page) -> bool:
    return bool(page.evaluate("document.body.dataset.marked === 'true'"))


def test_a_choice_is_shown_at_once_and_its_box_keeps_the_focus(shown, live_server):
    shown.locator(FINISHED).focus()
    before = shown.locator(FINISHED).bounding_box()
    shown.keyboard.press("Space")

    expect(shown).to_have_url(live_server.url + "/projekt/?status=finished")
    expect(shown.locator("#results h3")).to_have_text(["SPIN"])
    expect(shown.locator("h1")).to_have_text("Projekt: avslutat")
    expect(shown).to_have_title(re.compile("^Projekt: avslutat –"))
    expect(shown.locator(FINISHED)).to_be_checked()
    expect(shown.locator(FINISHED)).to_be_focused()
    expect(shown.locator("[role=status]")).to_have_text("1 projekt")
    expect(shown.locator("#selection")).not_to_have_attribute("aria-busy", "true")
    expect(shown.get_by_role("link", name="English")).to_have_attribute(
        "href", "/en/projects/?status=finished"
    )
    assert shown.locator(FINISHED).bounding_box()["y"] == pytest.approx(before["y"], abs=1)
    assert is_the_same_page(shown)


def test_a_box_stays_where_it_is_on_a_page_that_has_become_too_short_to_scroll(page, live_server):
    ProjectFactory.create_batch(20, starts_on=date(2018, 1, 1), published=True)
    open_list(page, live_server.url + "/projekt/")
    box = page.locator("[name=year][value='2016']")
    box.focus()
    box.evaluate("box => scrollBy(0, box.getBoundingClientRect().top - 20)")
    before = box.bounding_box()
    page.keyboard.press("Space")

    expect(page.locator("#results h3")).to_have_text(["SPIN"])
    assert before["y"] == pytest.approx(20, abs=1)
    assert box.bounding_box()["y"] == pytest.approx(before["y"], abs=1)


def test_a_chip_takes_its_choice_back(shown, live_server):
    shown.locator(FINISHED).check()
    shown.locator(".chips .chip").click()

    expect(shown).to_have_url(re.compile(r"/projekt/\?*$"))
    expect(shown.locator("#results h3")).to_have_count(2)
    expect(shown.locator("#count")).to_be_focused()
    assert is_the_same_page(shown)


def test_back_and_forward_show_what_was_shown(shown, live_server):
    shown.locator(FINISHED).check()
    expect(shown.locator("#results h3")).to_have_count(1)

    shown.go_back()
    expect(shown).to_have_url(live_server.url + "/projekt/")
    expect(shown.locator("#results h3")).to_have_count(2)
    expect(shown.locator(FINISHED)).not_to_be_checked()

    shown.go_forward()
    expect(shown.locator("#results h3")).to_have_count(1)
    expect(shown.locator(FINISHED)).to_be_checked()
    assert is_the_same_page(shown)


def test_words_and_amounts_are_sent_by_enter(shown, live_server):
    shown.locator("#id_q").fill("vägar")
    shown.locator("#id_q").press("Enter")
    expect(shown).to_have_url(live_server.url + "/projekt/?q=v%C3%A4gar")
    expect(shown.locator("#results h3")).to_have_text(["Vägar och broar"])
    expect(shown.locator("#id_q")).to_be_focused()
    expect(shown.locator("#id_q")).to_have_attribute("role", "combobox")

    shown.locator("#id_q").fill("")
    shown.locator("#id_min").fill("1 mn")
    shown.locator("#id_min").press("Enter")
    expect(shown).to_have_url(live_server.url + "/projekt/?min=1+mn")
    expect(shown.locator("#results h3")).to_have_text(["SPIN"])
    assert is_the_same_page(shown)


def test_what_is_typed_and_not_sent_stays_until_all_is_cleared(shown, live_server):
    shown.locator(FINISHED).check()
    expect(shown.locator("#results h3")).to_have_text(["SPIN"])
    shown.locator("#id_q").fill("spi")
    shown.locator("#id_min").fill("1 mn")

    shown.get_by_role("link", name="titel").click()
    expect(shown).to_have_url(live_server.url + "/projekt/?status=finished&sort=title")
    shown.locator(".chips .chip").click()
    expect(shown.locator("#results h3")).to_have_count(2)
    expect(shown.locator("#id_q")).to_have_value("spi")
    expect(shown.locator("#id_min")).to_have_value("1 mn")

    shown.locator("#id_min").press("Enter")
    expect(shown).to_have_url(live_server.url + "/projekt/?sort=title&min=1+mn&q=spi")
    shown.get_by_role("link", name="Rensa alla").click()
    expect(shown.locator("#id_q")).to_have_value("")
    expect(shown.locator("#id_min")).to_have_value("")
    assert is_the_same_page(shown)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_facet_is_opened_with_what_is_ticked_and_typed(open_page, live_server, javascript):
    page = open_page(javascript=javascript)
    page.goto(live_server.url + "/projekt/?open=priority")
    page.locator("#id_q").fill("spin")
    page.locator(FINISHED).check()
    page.locator("#id_fund .more").click()

    expect(page.locator("#results h3")).to_have_text(["SPIN"])
    expect(page.locator("#id_fund .opt")).not_to_have_count(0)
    expect(page.locator("#id_fund .more")).to_have_count(0)
    expect(page.locator("#id_priority .more")).to_have_count(1)
    expect(page.locator("#id_q")).to_have_value("spin")
    expect(page.locator(FINISHED)).to_be_checked()


def test_only_the_last_of_quick_choices_is_shown(shown, live_server):
    planned = "[name=status][value=planned]"
    shown.evaluate(
        "boxes => boxes.forEach(box => document.querySelector(box).click())", [FINISHED, planned]
    )

    expect(shown).to_have_url(live_server.url + "/projekt/?status=planned&status=finished")
    expect(shown.locator(FINISHED)).to_be_checked()
    shown.go_back()
    expect(shown).to_have_url(live_server.url + "/projekt/")


def test_the_pager_leads_to_the_top_of_the_results(page, live_server):
    ProjectFactory.create_batch(60, published=True)
    open_list(page, live_server.url + "/projekt/")
    page.locator(".pager [rel=next]").click()

    expect(page).to_have_url(live_server.url + "/projekt/?page=2")
    expect(page.locator("#count")).to_be_focused()
    expect(page.locator("#count")).to_be_in_viewport()
    assert page.locator("#results").bounding_box()["y"] == pytest.approx(24, abs=24)
    assert is_the_same_page(page)


def test_what_was_unfolded_stays_so(open_page, live_server):
    page = open_page(width=320)
    open_list(page, live_server.url + "/projekt/")
    page.locator(".facets > summary").click()
    page.locator(FINISHED).check()

    expect(page.locator("#results h3")).to_have_count(1)
    expect(page.locator("details.facets")).to_have_attribute("open", "")
    expect(page.locator(FINISHED)).to_be_in_viewport()
    page.locator(".facets > button").click()
    expect(page.locator("#count")).to_be_in_viewport()
    assert is_the_same_page(page)


def test_what_cannot_be_read_is_answered_by_a_page_of_its_own_and_set_right_in_it(
    shown, live_server, heard
):
    shown.locator("#id_max").fill("mycket")
    shown.locator("#id_max").press("Enter")
    expect(shown.locator(".errors")).to_be_visible()
    assert not is_the_same_page(shown)
    assert all("400" in heard.pop() for _ in range(2))

    shown.evaluate("document.body.dataset.marked = true")
    shown.locator("#id_max").fill("100 mn")
    shown.locator("#id_max").press("Enter")
    expect(shown.locator("#results h3")).to_have_count(2)
    expect(shown.locator(".errors")).to_have_count(0)
    assert is_the_same_page(shown)


def test_a_link_opened_in_a_tab_of_its_own_leaves_the_list_alone(shown):
    with shown.context.expect_page() as opened:
        shown.locator(".sort a").first.click(modifiers=["Control"])
    opened.value.close()

    expect(shown).to_have_url(re.compile(r"/projekt/$"))
    assert is_the_same_page(shown)
