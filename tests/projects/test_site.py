"""The frame of every page."""

from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override


def rendered(source: str, path: str = "/", **more: object) -> str:
    request = RequestFactory().get(path)
    return Template("{% load site %}" + source).render(Context({"request": request, **more}))


PAGES = "{% versions as pages %}{% for p in pages %}{{ p.language }} {{ p.url }}|{% endfor %}"


def test_an_address_without_a_twin_leads_to_the_other_language_s_start():
    with override("sv"):
        assert rendered(PAGES, "/finns-inte/?q=1") == "sv /finns-inte/?q=1|en /en/|"
    with override("en"):
        assert rendered(PAGES, "/en/not-here/") == "sv /|en /en/not-here/|"


def test_an_absolute_address_drops_the_query():
    assert rendered("{% absolute '/projekt/?q=1' %}") == "http://testserver/projekt/"


def test_a_long_list_of_pages_is_elided():
    page = Paginator(range(300), 10).page(10)

    text = rendered("{% page_numbers page as n %}{{ n|join:' ' }}", page=page)

    assert text == "1 … 8 9 10 11 12 … 30"
