"""An editor writes and publishes, and visitors read, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.drilling import drilled
from tests.factories import spin
from tests.news.factories import ArticleFactory, library_picture
from tests.news.pictures import picture

pytestmark = pytest.mark.browser

ADD = "/admin/news/article/add/"


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def test_an_editor_writes_an_article_with_a_picture_and_publishes_it(
    page, live_server, signed_in, open_page, tmp_path
):
    spin()
    file = tmp_path / "bild.png"
    file.write_bytes(picture("PNG", (320, 200)).getvalue())
    signed_in(page, "editor")
    page.goto(live_server.url + ADD)

    page.locator("#id_title_sv").fill("Två finansiärer delar på SPIN")
    page.locator("#id_lead_sv").fill("Tillsammans uppges det bli 14,1 miljoner.")
    body = page.locator("[contenteditable=true]").first
    expect(body).to_have_attribute("role", "textbox")
    body.click()
    tools = page.locator(".body-toolbar").first.get_by_role("button")
    tools.nth(0).click()
    page.keyboard.type("Rubrik")
    page.keyboard.press("Enter")
    page.keyboard.type("Texten med ")
    tools.nth(2).click()
    page.keyboard.type("fet stil")
    tools.nth(2).click()
    page.keyboard.type(" och ")
    tools.nth(7).click()
    page.keyboard.type("/projekt/spin/")
    page.keyboard.press("Enter")
    page.locator("#id_picture_file").set_input_files(file)
    page.locator("#id_picture_alt_sv").fill("En ritning.")
    page.locator("[name=_continue]").click()
    page.locator("[name=_publish]").click()
    page.locator(".messagelist .success").wait_for()

    article = Article.objects.get()
    assert article.is_published
    assert article.body_sv == (
        "<h2>Rubrik</h2><p>Texten med <strong>fet stil</strong> och "
        '<a href="/projekt/spin/">/projekt/spin/</a></p>'
    )
    visitor = open_page(javascript=False)
    visitor.goto(live_server.url + "/nyheter/")
    visitor.get_by_role("link", name="Två finansiärer delar på SPIN").click()
    expect(visitor.locator(".body strong")).to_have_text("fet stil")
    image = visitor.get_by_alt_text("En ritning.")
    image.evaluate("image => image.decode()")
    assert image.evaluate("image => image.currentSrc").endswith(".avif")
    assert visitor.context.cookies() == []


def test_the_editor_keeps_what_is_there_and_drops_what_is_pasted_around_it(
    page, live_server, signed_in
):
    text = (
        "<h2>Rubrik</h2><h3>Under</h3><ul><li><p>ett</p></li></ul><ol><li><p>två</p></li></ol>"
        '<blockquote><p>sagt</p></blockquote><p><a href="https://example.org">bort</a></p>'
    )
    article = ArticleFactory(body_sv=text)
    signed_in(page, "editor")
    page.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    body = page.locator("[contenteditable=true]").first
    body.locator("p").last.click()
    page.wait_for_timeout(300)  # for the editor to have put the caret where it was clicked
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    page.evaluate(
        """html => {
            const sent = new DataTransfer()
            sent.setData("text/html", html)
            const target = document.querySelector("[contenteditable=true]")
            target.dispatchEvent(new ClipboardEvent("paste", {
                clipboardData: sent, bubbles: true, cancelable: true
            }))
        }""",
        '<b style="font-weight:normal"><p style="color:red" onclick="x()">in'
        '<b style="font-size:9px">klistrat</b> <span style="font-style:italic">lutar</span></p></b>'
        '<table><tr><td style="width:3cm">cell</td></tr></table><script>alert(1)</script>',
    )
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()

    article.refresh_from_db()
    assert article.body_sv.startswith(text.removesuffix("</a></p>"))
    assert "in<strong>klistrat</strong> <em>lutar</em>" in article.body_sv
    assert "<td><p>cell</p></td>" in article.body_sv
    assert not re.search("style|onclick|script", article.body_sv)


def test_without_scripts_the_text_is_written_as_html(open_page, live_server, signed_in):
    page = open_page(javascript=False)
    signed_in(page, "editor")
    page.goto(live_server.url + ADD)

    page.locator("#id_title_sv").fill("Rubriken")
    page.locator("#id_body_sv").fill("<p>Texten</p>")
    page.locator("[name=_save]").click()

    assert Article.objects.get().body_sv == "<p>Texten</p>"


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), drilled(1280, "light")])
def test_everybody_can_read_the_news_and_use_their_form(
    open_page, live_server, signed_in, axe, width, scheme
):
    it = spin()
    article = ArticleFactory(
        slug="spin",
        kicker_sv="Digitalisering",
        byline_sv="Registrets redaktion",
        body_sv="<p>Text.</p><h2>Rubrik</h2><ul><li>punkt</li></ul><blockquote>sagt</blockquote>",
        picture=library_picture((320, 200)),
        projects=[it.project],
        rounds=[it.round],
        organisations=[it.university],
        published=True,
    )
    page = open_page(width=width, scheme=scheme)
    signed_in(page, "editor")

    for path in (
        "/nyheter/",
        "/nyheter/spin/",
        "/en/news/spin/",
        "/nyheter/spin/utskrift/",
        f"/admin/news/article/{article.pk}/change/",
    ):
        page.goto(live_server.url + path)

        found = axe(page)
        assert found == [], (path, *found)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
