"""A picture in the library, in an article and before a visitor."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from news.models import Article, Picture
from tests.drilling import drilled
from tests.news.factories import ArticleFactory, library_picture
from tests.news.pictures import picture

pytestmark = pytest.mark.browser

LIST = "/admin/news/picture/"


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_picture_is_sent_to_the_library_and_chosen_without_scripts(
    open_page, live_server, signed_in, tmp_path
):
    file = tmp_path / "bild.png"
    file.write_bytes(picture("PNG", (1000, 500)).getvalue())
    article = ArticleFactory()
    page = open_page(javascript=False)
    signed_in(page, "editor")

    page.goto(live_server.url + LIST + "add/")
    page.locator("#id_picture_file").set_input_files(file)
    page.locator("[name=_save]").click()
    expect(page.locator(".kept-picture img")).to_be_visible()
    page.locator("#id_alt_sv").fill("En bro.")
    page.locator("[name=_save]").click()
    page.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    page.get_by_role("radio", name="En bro.").check()
    page.locator("[name=_save]").click()

    article.refresh_from_db()
    assert article.picture == Picture.objects.get()
    assert article.picture.widths == [480, 960, 1000]


def test_the_editor_of_a_text_offers_the_library(page, live_server, signed_in):
    kept = library_picture((1000, 500), alt_sv="En bro.", alt_en="A bridge.", credit="Registret")
    library_picture(alt_sv="Ett torg.")
    article = ArticleFactory()
    signed_in(page, "editor")
    page.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")

    tools = page.locator(".body-editor").first
    tools.get_by_role("button", name="Bild", exact=True).click()
    expect(tools.locator(".body-pictures button")).to_have_count(2)
    page.keyboard.type("bridge")
    expect(tools.locator(".body-pictures button")).to_have_count(1)
    tools.get_by_role("button", name="En bro.").click()
    page.keyboard.press("Enter")
    expect(tools.locator("figure img")).to_be_visible()
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()

    article.refresh_from_db()
    assert str(kept.figure("sv")) in article.body_sv


@pytest.mark.parametrize(("width", "file"), [(320, "-480.avif"), (1280, "-960.avif")])
def test_a_visitor_fetches_the_width_that_fits_and_what_is_below_late(
    open_page, live_server, width, file
):
    above = library_picture((2000, 1000))
    below = library_picture((2000, 900), alt_sv="Ett torg.")
    text = f"{'<p>Text.</p>' * 200}{below.figure('sv')}"
    ArticleFactory(slug="bron", picture=above, body_sv=text, published=True)
    assert Article.objects.get().text_pictures == [below.stem]
    page = open_page(width=width)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))

    page.goto(live_server.url + "/nyheter/bron/")
    page.get_by_alt_text("En ritning.").evaluate("image => image.decode()")
    first = [url for url in fetched if "/media/" in url]
    late = page.get_by_alt_text("Ett torg.")
    late.scroll_into_view_if_needed()
    late.evaluate("image => image.decode()")

    assert first == [f"{live_server.url}/media/news/{above.stem}{file}"]
    assert [url for url in fetched if below.stem in url] == [
        f"{live_server.url}/media/news/{below.stem}{file}"
    ]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), drilled(1280, "light")])
def test_everybody_can_use_the_library(open_page, live_server, signed_in, axe, width, scheme):
    kept = library_picture(credit="Registret")
    ArticleFactory(picture=kept)
    page = open_page(width=width, scheme=scheme)
    signed_in(page, "editor")

    for path in (LIST, f"{LIST}add/", f"{LIST}{kept.pk}/change/", "/admin/news/article/add/"):
        page.goto(live_server.url + path)

        found = axe(page)
        assert found == [], (path, *found)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
