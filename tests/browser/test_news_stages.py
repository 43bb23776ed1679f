"""Previews, review, scheduling, versions and corrections of news, in a real browser."""

import datetime
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news import publishing
from news.models import Article
from tests.browser.test_accessibility import too_wide
from tests.drilling import drilled
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def office(live_server):
    """A function that returns the address of a page of an article in the back office."""
    return lambda article, step="change": (
        f"{live_server.url}/admin/news/article/{article.pk}/{step}/"
    )


def test_a_preview_is_read_without_an_account_until_its_link_is_taken_back(
    page, office, signed_in, open_page, heard
):
    article = ArticleFactory(title_sv="Utkastet")
    signed_in(page, "editor")
    page.goto(office(article))
    page.get_by_role("link", name="Förhandslänk").click()
    page.get_by_role("button", name="Skapa en förhandslänk").click()
    address = page.get_by_label("Svenska").input_value()

    visitor = open_page(javascript=False)
    answer = visitor.goto(address)
    assert answer.headers["cache-control"] == "private, no-store"
    expect(visitor.get_by_role("heading", name="Utkastet")).to_be_visible()
    expect(visitor.get_by_role("complementary", name="Förhandsvisning")).to_contain_text(
        "Detta är inte publikt"
    )
    assert visitor.context.cookies() == []

    page.get_by_role("button", name="Ta tillbaka länken").click()
    page.locator(".messagelist .success").wait_for()
    assert visitor.goto(address).status == 410
    expect(visitor.get_by_role("heading", name="Förhandsvisningen är slut")).to_be_visible()
    heard[:] = [line for line in heard if "410" not in line]


@pytest.mark.drill  # as `news/test_scheduling` does
def test_an_article_for_the_hour_that_comes_twice_goes_out_at_the_first(
    page, live_server, office, signed_in, open_page, monkeypatch
):
    article = ArticleFactory(title_sv="Nattens nyhet")
    signed_in(page, "editor")
    page.goto(office(article))
    page.get_by_role("link", name="Publicera senare").click()
    page.locator("#id_at").fill("0001-01-01 02:30")
    page.locator(".step button[type=submit]").click()
    expect(page.locator(".errorlist")).to_contain_text("mellan 1990 och 2100")
    page.locator("#id_at").fill("2097-10-27 02:30")
    page.locator(".step button[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("den första gäller")
    expect(page.locator(".embargo")).to_contain_text("Embargo till")

    visitor = open_page(javascript=False)
    moment = Article.objects.get().published_at
    assert moment == datetime.datetime(2097, 10, 27, 0, 30, tzinfo=datetime.UTC)
    shown = visitor.get_by_role("link", name="Nattens nyhet")
    for seconds, count in [(-1, 0), (0, 1), (3600, 1)]:
        now = moment + datetime.timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        visitor.goto(live_server.url + "/nyheter/")
        expect(shown).to_have_count(count)


def test_a_changed_figure_is_corrected_in_the_open_and_a_version_comes_back(
    page, live_server, office, signed_in, open_page
):
    article = ArticleFactory(lead_sv="Regionen ger 4,3 miljoner.", published=True)
    signed_in(page, "editor")
    page.goto(office(article))
    page.locator("#id_lead_sv").fill("Regionen ger 4,5 miljoner.")
    page.locator("[name=_continue]").click()
    expect(page.locator("#id_correction_sv")).to_be_visible()
    expect(page.locator("#id_lead_sv")).to_have_value("Regionen ger 4,5 miljoner.")
    page.locator("#id_correction_sv").fill("Regionen ger 4,5 miljoner, inte 4,3.")
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()

    visitor = open_page(javascript=False)
    visitor.goto(live_server.url + article.get_absolute_url())
    expect(visitor.locator("section", has_text="Rättelser").last).to_contain_text("inte 4,3.")

    page.get_by_role("link", name="Versioner").click()
    expect(page.locator(".differences del")).to_contain_text("4,3")
    expect(page.locator(".differences ins")).to_contain_text("4,5")
    page.get_by_role("link", name="Återställ 1").click()
    page.locator("#id_correction_sv").fill("Det är 4,3 miljoner som det stod först.")
    page.get_by_role("button", name="Återställ versionen").click()
    page.locator(".messagelist .success").wait_for()
    article.refresh_from_db()
    assert article.lead_sv == "Regionen ger 4,3 miljoner."


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), drilled(1280, "light")])
def test_everybody_can_use_these_pages(open_page, office, signed_in, axe, width, scheme):
    article = ArticleFactory(title_sv="Först")
    article.title_sv = "Sedan"
    article.save()
    publishing.send_to_review(article)
    first = Article.pgh_event_model.objects.first().pgh_id
    page = open_page(width=width, scheme=scheme)
    signed_in(page, "administrator")

    steps = ["change", "schedule", "preview", "preview/link", "return", "versions"]
    for step in [*steps, f"versions/{first}/restore"]:
        page.goto(office(article, step))
        assert [*axe(page), *too_wide(page)] == [], step
