"""An editor types an article, with every tool and by the keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from news.models import Article
from tests.drilling import drilled
from tests.news.factories import ArticleFactory, library_picture

pytestmark = pytest.mark.browser

ADD = "/admin/news/article/add/"
QUOTE = (
    '<figure class="quote"><blockquote><p>Vi bygger en bro.</p></blockquote>'
    "<figcaption>Anna Ek, rektor, Umeå</figcaption></figure>"
)
TABLE = (
    "<table><caption>Delarna</caption><tbody>"
    '<tr><th scope="col"><p>Fond</p></th><th scope="col"><p>Kronor</p></th></tr>'
    "<tr><td><p>ERUF</p></td><td><p>9 735 500</p></td></tr></tbody></table>"
)


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def tool_named(page: Page, name: str) -> Locator:
    return page.locator(".body-toolbar").first.get_by_role("button", name=name, exact=True)


def put_caret(page: Page, place: Locator, tool: str) -> None:
    """Click into a text; the editor has put the caret there once the tool for it is pressed."""
    place.click()
    expect(tool_named(page, tool)).to_have_attribute("aria-pressed", "true")


def press(page: Page, tool: str) -> None:
    """Reach a tool by the Tab key's order, and press it as a keyboard does."""
    tool_named(page, tool).focus()
    page.keyboard.press("Enter")


def type_all(page: Page, *texts: str) -> None:
    """Type into one field after the other, and press Enter in the last."""
    page.keyboard.type(texts[0])
    for text in texts[1:]:
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_every_tool_is_used_by_the_keyboard(page, live_server, signed_in):
    signed_in(page, "editor")
    page.goto(live_server.url + ADD)
    page.locator("#id_title_sv").fill("Rubriken")
    page.locator("[contenteditable=true]").first.focus()

    press(page, "Rubrik")
    type_all(page, "En bro")
    press(page, "Underrubrik")
    type_all(page, "Över älven")
    press(page, "Fetstil")
    page.keyboard.type("fet")
    press(page, "Fetstil")
    press(page, "Kursiv")
    type_all(page, " lutar")
    press(page, "Punktlista")
    page.keyboard.type("punkt")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    press(page, "Numrerad lista")
    page.keyboard.type("ett")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Vi bygger en bro.")
    press(page, "Citat")
    type_all(page, "Anna Ek", "rektor, Umeå")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Se ")
    press(page, "Länk")
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    address = page.get_by_label("Länkens adress").first
    assert address.evaluate("input => input.validationMessage").startswith("En adress börjar")
    address.fill("/projekt/")
    page.keyboard.press("Enter")
    page.keyboard.type(" om bron")
    press(page, "Tabell")
    type_all(page, "2", "", "Delarna")
    for cell in ("Fond", "Kronor", "ERUF"):
        page.keyboard.type(cell)
        page.keyboard.press("Tab")
    page.keyboard.type("9 735 500")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "byline_sv"
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()

    assert Article.objects.get().body_sv == (
        "<h2>En bro</h2><h3>Över älven</h3><p><strong>fet</strong><em> lutar</em></p>"
        f"<ul><li><p>punkt</p></li></ul><ol><li><p>ett</p></li></ol>{QUOTE}"
        f'<p>Se <a href="/projekt/">/projekt/</a> om bron</p>{TABLE}'
    )


def test_a_quotation_and_a_table_are_changed_where_they_stand(page, live_server, signed_in):
    article = ArticleFactory(body_sv=f"{QUOTE}{TABLE}<blockquote><p>Utan namn.</p></blockquote>")
    signed_in(page, "editor")
    page.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    text = page.locator("[contenteditable=true]").first

    put_caret(page, text.locator("figure p"), "Citat")
    press(page, "Citat")
    assert page.locator("#id_body_sv_quote_name").input_value() == "Anna Ek"
    assert page.locator("#id_body_sv_quote_role").input_value() == "rektor, Umeå"
    type_all(page, "Eva Ek", "lektor")
    put_caret(page, text.locator("td").first, "Tabell")
    press(page, "Tabell")
    row = page.get_by_role("group", name="Tabell", exact=True).filter(visible=True)
    row.get_by_role("button", name="Ny rad under").click()
    row.get_by_role("button", name="Ta bort kolumnen").click()
    page.keyboard.press("Escape")
    put_caret(page, text.locator("blockquote p").last, "Citat")
    press(page, "Citat")
    page.get_by_role("button", name="Inget citat").filter(visible=True).click()
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()

    article.refresh_from_db()
    assert article.body_sv == (
        f"{QUOTE.replace('Anna Ek, rektor, Umeå', 'Eva Ek, lektor')}"
        '<table><caption>Delarna</caption><tbody><tr><th scope="col"><p>Kronor</p></th></tr>'
        "<tr><td><p>9 735 500</p></td></tr><tr><td></td></tr></tbody></table>"
        "<p>Utan namn.</p>"
    )


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "dark"), drilled(320, "light"), drilled(1280, "light")]
)
def test_everybody_can_use_the_rows_of_the_tools_and_read_what_they_wrote(
    open_page, live_server, signed_in, axe, width, scheme
):
    wide = TABLE.replace("ERUF", "Europeiska&nbsp;regionala&nbsp;utvecklingsfonden&nbsp;(ERUF)")
    article = ArticleFactory(slug="spin", body_sv=f"{QUOTE}{wide}", published=True)
    page = open_page(width=width, scheme=scheme)
    signed_in(page, "editor")
    page.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    for tool in ("Citat", "Länk", "Tabell", "Bild"):
        press(page, tool)
        page.locator(".body-row").filter(visible=True).wait_for()

        assert axe(page) == [], tool
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tool
    page.goto(f"{live_server.url}/nyheter/spin/")

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.get_by_role("group", name="Tabell")
    box.focus()
    page.keyboard.press("ArrowRight")
    if width == 320:
        assert box.evaluate("box => box.scrollWidth > box.clientWidth")
        page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_a_picture_in_the_text_is_one_of_ours(page, live_server, signed_in, heard):
    kept = library_picture((32, 20))
    signed_in(page, "editor")
    page.goto(live_server.url + ADD)
    page.locator("#id_title_sv").fill("Rubriken")
    page.locator("[contenteditable=true]").first.focus()
    page.keyboard.type("Text.")

    press(page, "Bild")
    type_all(page, "https://example.org/bild.png")
    address = page.locator("#id_body_sv_picture_src")
    expect(address).to_be_focused()
    assert "ingen bild" in address.evaluate("input => input.validationMessage")
    address.fill("")
    type_all(page, kept.url, "En ritning.", "Ritad av oss")
    expect(page.locator(".body-text figcaption")).to_have_text("Ritad av oss")
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()

    assert Article.objects.get().body_sv == (
        f'<p>Text.</p><figure><img src="{kept.url}" alt="En ritning." width="32" '
        'height="20"><figcaption>Ritad av oss</figcaption></figure>'
    )
