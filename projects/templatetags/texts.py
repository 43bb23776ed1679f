"""Prints texts that have two languages; where one is missing the Swedish is shown, and marked."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.models.base import Bilingual
from projects.naming import Named

register = template.Library()

BETWEEN_PARAGRAPHS = re.compile(r"(?:\r\n|\r|\n){2,}")


@register.simple_tag
def text(row: Bilingual, field: str) -> SafeString | str:
    """A text in the reader's language; in a `<span lang="sv">` where only Swedish exists."""
    words, language = row.in_language(field)
    if not words or _is_read_in(language):
        return words
    return format_html('<span lang="{}">{}</span>', language, words)


@register.simple_tag
def said(row: Bilingual, field: str) -> str:
    """A text without any mark, for attributes."""
    return row.said(field)


@register.simple_tag
def printed(name: Named) -> SafeString | str:
    """A name, linked where it has a page and marked where it is in another language."""
    mark = format_html(' lang="{}"', name.language) if name.language else ""
    if name.url:
        return format_html('<a href="{}"{}>{}</a>', name.url, mark, name.words)
    return format_html("<span{}>{}</span>", mark, name.words) if mark else name.words


@register.simple_tag
def quoted(words: str) -> SafeString:
    """The words of a source, all of them Swedish, between the quotation marks of the page."""
    return format_html("<span{}>{}</span>", foreign("sv"), _("“%(words)s”") % {"words": words})


@register.simple_tag
def paragraphs(row: Bilingual, field: str) -> SafeString:
    """The same for running text: a `<p>` for each stretch between empty lines."""
    words, language = row.in_language(field)
    mark = foreign(language)
    stretches = (one.strip() for one in BETWEEN_PARAGRAPHS.split(words))
    return format_html_join("\n", "<p{}>{}</p>", ((mark, one) for one in stretches if one))


@register.simple_tag
def language_mark(row: Bilingual, field: str) -> SafeString | str:
    """The attribute ` lang="sv"` for an element whose text is in another language, or nothing."""
    words, language = row.in_language(field)
    return foreign(language) if words else ""


def foreign(language: str) -> SafeString | str:
    """Return the attribute for a text in a language, or nothing where the page is in it."""
    return "" if _is_read_in(language) else format_html(' lang="{}"', language)


def _is_read_in(language: str) -> bool:
    return language == (get_language() or "sv")
