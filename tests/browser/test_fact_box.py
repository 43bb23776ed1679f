"""A fact box is copied, and shown in a frame on somebody else's page, in a real browser."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.drilling import drilled
from tests.factories import spin

pytestmark = pytest.mark.browser

BOX = "/projekt/spin/faktaruta/"


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], str]]:
    """A function that puts HTML on a site of its own and returns its address."""
    pages: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages[-1].encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def publish(html: str) -> str:
        icon = '<link rel="icon" href="data:,">'
        pages.append(f'<!doctype html><html lang="sv"><title>Regionen</title>{icon}{html}')
        return f"http://127.0.0.1:{server.server_port}/"

    yield publish
    server.shutdown()
    server.server_close()


def test_an_editor_elsewhere_copies_the_frame_and_shows_it(page, live_server, heard, elsewhere):
    spin()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto(live_server.url + "/projekt/spin/")
    page.get_by_role("link", name="Citera den här uppgiften").click()

    page.locator("[data-copies=as-frame]").click()
    expect(page.get_by_text("Kopierat.")).to_be_visible()
    address = elsewhere(page.evaluate("navigator.clipboard.readText()"))
    page.goto(address)
    box = page.frame_locator("iframe")
    expect(box.locator("b").first).to_have_text("ca 14,1 mn kr")
    expect(box.get_by_text("minst 14 050 000 kr, under 14 085 500 kr")).to_be_visible()
    frame = page.frames[1]
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.context.cookies() == []
    box.get_by_role("link", name="Projektregistret").click()
    expect(page).to_have_url(live_server.url + "/projekt/spin/")

    heard[:] = [said for said in heard if not said.startswith(f"request to {address}")]


def test_no_other_page_is_shown_in_a_frame(page, live_server, heard, elsewhere):
    spin()
    page.goto(elsewhere(f'<iframe src="{live_server.url}{BOX}" title="Rutan"></iframe>'))

    page.frames[1].wait_for_url("chrome-error://chromewebdata/")
    refused = [said for said in heard if "frame-ancestors" in said]
    assert refused
    heard.clear()


def test_without_scripts_the_text_is_there_to_be_selected(open_page, live_server):
    spin()
    page = open_page(javascript=False)
    page.goto(live_server.url + BOX)

    assert "14 050 000" in page.get_by_role("textbox", name="Som text").input_value().replace(
        "\u00a0", " "
    )
    expect(page.locator("[data-copies=as-text]")).to_be_hidden()


@pytest.mark.parametrize(("width", "scheme"), [(280, "dark"), drilled(1280, "light")])
def test_everybody_can_read_and_copy_a_box(open_page, live_server, axe, width, scheme):
    it = spin()
    page = open_page(width=width, scheme=scheme)

    for path in (
        BOX,
        "/en/projects/spin/fact-box/",
        f"{BOX}ram/",
        f"/omgangar/{it.round.slug}/faktaruta/",
        f"/omgangar/{it.round.slug}/faktaruta/ram/",
    ):
        page.goto(live_server.url + path)

        # A page within another's needs no heading and no landmark of its own.
        found = [one for one in axe(page) if "page-has-heading-one" not in one]
        assert found == [], (path, *found)
        if path.endswith("/ram/") or width >= 320:
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
