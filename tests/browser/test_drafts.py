"""What an editor types survives a crash, a lost session and a careless click."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from news.models import Article, KeptDraft
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.browser

ADD = "/admin/news/article/add/"


def status(page: Page):
    return page.locator(".draft-status")


def test_a_draft_is_kept_while_typing_and_restored_after_a_crash(
    open_page, live_server, signed_in, axe
):
    page = open_page()
    signed_in(page, "editor")
    page.goto(live_server.url + ADD)
    page.locator("#id_title_sv").fill("Halva titeln")
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Halva texten")
    expect(status(page)).to_have_text(re.compile(r"^Utkast sparat \d\d:\d\d$"))
    page.close()  # without asking: as a browser that falls over

    again = open_page(width=320, scheme="dark")
    signed_in(again, "editor")
    again.goto(live_server.url + ADD)
    notice = again.get_by_role("region", name="Osparade utkast")
    expect(notice).to_contain_text("”Halva titeln”")
    assert axe(again) == []
    assert again.evaluate("document.documentElement.scrollWidth") <= 320
    notice.get_by_role("link", name="Återställ").click()
    expect(again.locator("#id_title_sv")).to_have_value("Halva titeln")
    expect(again.locator("[contenteditable=true]").first).to_have_text("Halva texten")
    assert axe(again) == []
    again.locator("#id_lead_sv").fill("Ingressen.")
    again.locator("[name=_continue]").click()
    again.locator(".messagelist .success").wait_for()

    article = Article.objects.get()
    assert (article.title_sv, article.body_sv) == ("Halva titeln", "<p>Halva texten</p>")
    assert not KeptDraft.objects.exists()


@pytest.mark.drill  # as `news/test_drafting` does
def test_a_draft_is_restored_or_thrown_away_without_scripts(open_page, live_server, signed_in):
    article = ArticleFactory(title_sv="Ett")
    page = open_page()
    signed_in(page, "editor")
    page.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    page.locator("#id_title_sv").fill("Två")
    expect(status(page)).to_contain_text("Utkast sparat")
    page.close()

    plain = open_page(javascript=False)
    signed_in(plain, "editor")
    plain.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    plain.get_by_role("link", name="Återställ").click()
    expect(plain.locator("#id_title_sv")).to_have_value("Två")
    plain.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    plain.get_by_role("button", name="Kasta").click()

    expect(plain.locator("#id_title_sv")).to_have_value("Ett")
    expect(plain.get_by_role("button", name="Kasta")).to_have_count(0)
    assert not KeptDraft.objects.exists()


def test_whoever_is_signed_out_is_told_and_takes_what_was_typed_along(
    page, live_server, signed_in, heard
):
    article = ArticleFactory(title_sv="Ett")
    signed_in(page, "editor")
    page.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    Session.objects.all().delete()

    page.locator("#id_title_sv").fill("Två")
    expect(status(page)).to_contain_text("Du är utloggad")
    page.locator("[name=_continue]").click()
    page.wait_for_url("**/admin/login/**")
    asked = page.url
    signed_in(page, "editor")
    page.goto(asked)

    expect(page.locator("#id_title_sv")).to_have_value("Två")
    heard[:] = [line for line in heard if "401" not in line]


def test_whoever_leaves_with_something_unsaved_is_asked(page, live_server, signed_in):
    article = ArticleFactory(title_sv="Ett")
    asked: list[str] = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    signed_in(page, "editor")
    form = f"{live_server.url}/admin/news/article/{article.pk}/change/"
    page.goto(form)
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Mer text. ")
    page.get_by_role("link", name="Hem").first.click()
    page.wait_for_timeout(300)  # for a page that should not come
    assert (asked, page.url) == (["beforeunload"], form)
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()
    page.get_by_role("link", name="Hem").first.click()
    page.wait_for_url("**/admin/")

    assert asked == ["beforeunload"]
    article.refresh_from_db()
    assert "Mer text." in article.body_sv
