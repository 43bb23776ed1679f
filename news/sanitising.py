"""The one allow-list of news text: what an editor may write, on save and again on render."""

import re

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

TAGS = {"p", "br", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# No mailto: staff addresses are not for the public.
SCHEMES = {"http", "https"}

_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)

# What no XML may hold; the database refuses the C0 controls already.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def sanitised(html: str) -> SafeString:
    """Return the HTML with nothing left but the tags, attributes and schemes of the allow-list.

    The one place where a text that somebody typed becomes safe to print: all of it has
    just been parsed and written anew by nh3, whatever was stored. Text without a word in
    it comes back empty.
    """
    cleaned = _cleaner.clean(html)
    return SafeString(cleaned if has_words(cleaned) else "")


def has_words(html: str) -> bool:
    """Answer whether anything is left to read when the tags are gone."""
    return bool(strip_tags(html).replace("&nbsp;", "").strip())


def fit_for_xml(text: str) -> str:
    """Return the text without the characters that would make a feed unreadable."""
    return _NOT_XML.sub("", text)
