"""What every page has around it: the menu, the other language, the site's name."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

register = template.Library()

MENU = [
    (_("Projects"), "projects:list"),
    (_("News"), "news:list"),
    (_("Rounds"), "projects:rounds"),
    (_("Funders"), "projects:funders"),
    (_("Places"), "projects:places"),
    (_("Data"), "projects:data"),
    (_("About the registry"), "projects:about"),
]


@dataclass(frozen=True)
class MenuItem:
    """One entry of the main menu; `current` is empty, "page", or "true" for a page below it."""

    title: str | Promise
    url: str
    current: str


@dataclass(frozen=True)
class Version:
    """A page in one of the site's languages; `url` is a path with its query."""

    language: str
    name: str
    url: str
    is_current: bool


@register.simple_tag
def site_name() -> str | Promise:
    """Return the registry's name in the reader's language."""
    return settings.SITE_NAME


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[MenuItem]:
    """Return the collections that have a page, in the menu's order."""
    path = context["request"].path
    found = []
    for title, name in MENU:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        below = "true" if path.startswith(url) else ""
        found.append(MenuItem(title, url, "page" if path == url else below))
    return found


@register.simple_tag(takes_context=True)
def versions(context: Context) -> list[Version]:
    """Return the page in every language; where it has no twin, that language's start page."""
    request: HttpRequest = context["request"]
    return [
        Version(code, name, _in_language(request, code), code == get_language())
        for code, name in settings.LANGUAGES
    ]


def _in_language(request: HttpRequest, code: str) -> str:
    here = request.get_full_path()
    if code == get_language():
        return here
    there = translate_url(here, code)
    if there != here:
        return there
    with override(code):
        return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


@register.simple_tag
def page_numbers(page: Page) -> Iterator[str | int]:
    """Return the numbers to link from a page of a list, with ellipses for the rest."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def absolute(context: Context, path: str) -> str:
    """Return a path of this site with scheme and host, without its query."""
    return context["request"].build_absolute_uri(path.partition("?")[0])
