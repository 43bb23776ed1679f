"""Visitors narrow the news, and what machines read of an article disturbs no browser."""

import datetime
import json

import pytest
from playwright.sync_api import expect

from tests.factories import spin
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.browser

THEN = datetime.datetime(2018, 6, 20, 7, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def news(transactional_db: None) -> None:
    ArticleFactory(slug="spin", title_sv="Om SPIN", projects=[spin().project], published=THEN)
    ArticleFactory(title_sv="Om annat", published=THEN)


def test_a_choice_narrows_the_news_at_once(page, live_server):
    page.goto(live_server.url + "/nyheter/")
    page.evaluate("document.body.dataset.marked = true")
    page.locator("[name=project][value=spin]").check()

    expect(page).to_have_url(live_server.url + "/nyheter/?project=spin")
    expect(page.locator("#results h3")).to_have_text(["Om SPIN"])
    expect(page.locator("[role=status]")).to_have_text("1 nyhet")
    assert page.evaluate("document.body.dataset.marked === 'true'")
    page.get_by_role("link", name="Rensa alla").click()
    expect(page.locator("#results h3")).to_have_text(["Om annat", "Om SPIN"])


def test_filters_are_folded_on_a_narrow_screen_and_work_without_scripts(browser, live_server):
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/nyheter/")
    box = page.locator("[name=project][value=spin]")
    expect(box).not_to_be_visible()

    page.locator("summary").click()
    box.check()
    page.get_by_role("button", name="Visa nyheterna").last.click()

    expect(page.locator("#results h3")).to_have_text(["Om SPIN"])
    context.close()


def test_the_policy_lets_linked_data_be(page, live_server):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(live_server.url + "/nyheter/spin/")

    block = page.locator("script[type='application/ld+json']")
    assert json.loads(block.inner_text())["headline"] == "Om SPIN"
    assert said == []
