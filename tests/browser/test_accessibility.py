"""axe-core finds nothing on a page, narrow or wide, light or dark, and no page scrolls sideways.

What a width moves it moves in light and dark alike, and what a colour hides it hides at every
width: a page narrow and light, then wide and dark, has shown both. `make test` has axe read each
public page one way, the next the other, for the next is made as this one is; `make drills` each
both ways.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.drilling import drilled
from tests.factories import ProjectFactory, spin
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.browser

WAYS: list[tuple[int, Any]] = [(320, "light"), (1280, "dark")]

WHERE_ONE_SEARCHES = [
    "/",
    "/projekt/",
    "/projekt/?q=spin",
    "/projekt/?county=24&status=finished&max=9000000&per=2018-06-20",
    "/projekt/?q=finnsinte",
    "/projekt/?year=0&sort=password",
    "/om/",
    "/om/sok/",
    "/finns-inte/",
]
WHERE_ONE_READS = [
    "/projekt/spin/",
    "/omgangar/ovre-norrland-2016-06-15/",
    "/nyheter/",
    "/nyheter/?county=99&project=spin",
    "/nyheter/2018/?county=24",
    "/nyheter/tva-finansiarer-delar-pa-spin/",
    "/nyheter/tva-finansiarer-delar-pa-spin/utskrift/",
    "/organisationer/tillvaxtverket/",
    "/partnerskap/ovre-norrland/",
    "/platser/24/",
    "/en/places/2480/",
    "/program/ovre-norrland-2014/",
]
WHERE_ONE_TAKES_DATA = [
    "/data/",
    "/data/pengar/",
    "/jamfor/?of=county&one=24&other=25",
    "/data/utgavor/",
    "/data/tackning/",
    "/data/kvalitet/",
    "/data/ordlista/",
    "/data/forteckningar/kohesio/",
    "/en/about/api/",
    "/en/about/accessibility/",
    "/projekt/spin/?per=2017-01-01",
    "/projekt/spin/fel/",
    "/projekt/spin/faktaruta/",
]
WHERE_ONE_LOOKS_UP = [
    "/finansiarer/",
    "/organisationer/",
    "/partnerskap/",
    "/omgangar/",
    "/platser/",
    "/program/",
    "/en/",
    "/en/projects/",
    "/en/projects/spin/",
    "/en/news/tva-finansiarer-delar-pa-spin/",
    "/data/citera/",
    "/data/kallor/",
    "/data/licens/",
    "/data/forteckningar/",
    "/om/tillganglighet/",
    "/om/personuppgifter/",
    "/en/data/money/",
]
REFUSED = {
    "/projekt/?year=0&sort=password": 400,
    "/nyheter/?county=99&project=spin": 400,
    "/finns-inte/": 404,
}


@pytest.fixture
def faults(live_server: Any, heard: list[str], axe: Callable) -> Callable:
    """A function that returns the faults of a page, which axe reads in one of the WAYS or in both.

    Read in one, it is the other that is next.
    """
    turns = cycle(WAYS)

    def faults(page: Page, path: str, *, ways: int = len(WAYS)) -> list[str]:
        page.set_viewport_size({"width": 320, "height": 900})
        visit(page, live_server.url + path, heard)
        found = [*too_wide(page), *read(page, axe, islice(turns, ways))]
        return [f"{path} {fault}" for fault in found]

    return faults


def visit(page: Page, url: str, heard: list[str]) -> None:
    """Open a page that answers as it should; of a refusal the browser tells in its console."""
    status = next((status for path, status in REFUSED.items() if url.endswith(path)), 200)
    response = page.goto(url)
    assert response is not None
    assert response.status == status, url
    assert status == 200 or str(status) in heard.pop()


def read(page: Page, axe: Callable, ways: Iterable[tuple[int, Any]]) -> Iterator[str]:
    """Yield what axe finds on a page at each width, in its colour."""
    for width, scheme in ways:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map(colour => colour.finished))")
        yield from (f"at {width}, {scheme}: {fault}" for fault in axe(page))


def too_wide(page: Page) -> list[str]:
    """Return what reaches past the right edge, where a page scrolls sideways."""
    found = page.evaluate(
        """() => {
            const edge = document.documentElement.clientWidth
            if (document.documentElement.scrollWidth <= edge) return []
            return [...document.body.querySelectorAll("*")]
                .filter(one => one.getBoundingClientRect().right > edge)
                .map(one => `${edge} px are too few for ${one.outerHTML.slice(0, 200)}`)
                .slice(-3).concat(`${edge} px are too few`)
        }"""
    )
    return list(found)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    "paths",
    [WHERE_ONE_SEARCHES, WHERE_ONE_READS, WHERE_ONE_TAKES_DATA],
    ids=["search", "read", "data"],
)
@pytest.mark.parametrize("ways", [1, drilled(2)])
def test_no_public_page_shuts_anybody_out(page, faults, paths, ways):
    assert [fault for path in paths for fault in faults(page, path, ways=ways)] == []


@pytest.mark.usefixtures("sample")
def test_no_page_where_one_looks_up_scrolls_sideways(open_page, live_server, heard):
    """Those where one searches and reads are held to it above."""
    page = open_page(width=320)
    for path in WHERE_ONE_LOOKS_UP:
        visit(page, live_server.url + path, heard)
        assert too_wide(page) == [], path


def test_the_page_where_one_signs_in_shuts_nobody_out(page, faults):
    assert faults(page, "/admin/login/") == []


@pytest.mark.parametrize("ways", [1, drilled(2)])
def test_the_back_office_shuts_nobody_out(page, signed_in, faults, ways):
    signed_in(page, "administrator")
    public, draft = spin().project.pk, ProjectFactory().pk
    pages = [f"{draft}/change/", f"{public}/change/", f"{public}/withdraw/"]
    paths = ["/admin/", *(f"/admin/projects/project/{one}" for one in ["", *pages])]

    assert [fault for path in paths for fault in faults(page, path, ways=ways)] == []


def test_the_form_of_an_article_shuts_nobody_out(page, signed_in, faults):
    signed_in(page, "editor")
    article = ArticleFactory(projects=[ProjectFactory()])

    assert faults(page, f"/admin/news/article/{article.pk}/change/") == []
