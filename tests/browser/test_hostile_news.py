"""Hostile bodies that went past every form are shown to a visitor, and nothing runs."""

import re
from pathlib import Path

import pytest

from news.models import Article
from tests.drilling import drilled
from tests.news.factories import ArticleFactory
from tests.news.hostile import BODIES

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def test_as_written_some_of_the_bodies_do_run(browser):
    """What follows would prove nothing if none of them ran where nothing keeps it."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    ran = 0
    for body in ("script", "picture that fails", "svg", "details", "foreign object", "noscript"):
        page.goto("about:blank")
        page.set_content(BODIES[body], wait_until="commit")
        page.wait_for_timeout(50)
        ran += page.evaluate("Boolean(window.xss)")
    context.close()

    assert ran >= 4


def as_stored(body: str) -> str:
    """Return a body without the controls that the database keeps from every text."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", body)


@pytest.mark.parametrize(
    "names", [list(BODIES)[::6], drilled(list(BODIES))], ids=["some", "every one"]
)
def test_no_hostile_body_runs_or_asks_for_anything(open_page, live_server, heard, names):
    page = open_page()
    page.on("dialog", lambda dialog: (heard.append("dialog"), dialog.dismiss()))
    harmless = "<p>Här slutar den.</p>"
    article = ArticleFactory(slug="fientlig", published=True)

    short = "".join(
        f"<p>{n}</p>{body}" for n, body in enumerate(BODIES.values()) if len(body) < 400
    )
    alone = {name: BODIES[name] for name in names}
    for name, body in {**alone, "all the short ones": short}.items():
        Article.objects.filter(pk=article.pk).update(body_sv=f"{as_stored(body)}{harmless}")
        page.goto(live_server.url + "/nyheter/fientlig/")

        assert page.evaluate("window.xss") is None, name
        assert page.locator("h1").is_visible(), name
        strange = "script, style, svg, math, iframe, object, embed, form, [style], [onerror]"
        assert page.locator(".body").locator(strange).count() == 0, name
    assert [line for line in heard if "404" not in line] == []
    heard.clear()
