"""The one allow-list of news text: what an editor may write, on save and again on render."""

import re

import nh3
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from news.figures.references import WRITTEN

INLINE = {"br", "strong", "em", "a", "data"}
BLOCKS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "figure", "figcaption", "img"}
TABLES = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
TAGS = INLINE | BLOCKS | TABLES
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "img": {"src", "alt", "width", "height"},
    "data": {"value"},
}
# Attributes that hold one of these words and nothing else.
WORDS = {"figure": {"class": {"quote"}}, "th": {"scope": {"row", "col"}}}
# No mailto: staff addresses are not for the public.
SCHEMES = {"http", "https"}

MOST_CHARACTERS = 100_000
MOST_TAGS = 5_000
"""What nh3 reads in half a second however it is nested; beyond, it is shown without markup."""
MOST_PASSES = 5

_SIZE = re.compile("[1-9][0-9]{0,3}")
_FORMS = {
    ("img", "src"): re.compile(
        re.escape(settings.MEDIA_URL) + r"news/[0-9a-f]{32}(-[0-9]{2,4})?\.(webp|avif)"
    ),
    ("img", "width"): _SIZE,
    ("img", "height"): _SIZE,
    ("ol", "start"): _SIZE,
    ("data", "value"): re.compile(WRITTEN),
}


def _fitting(tag: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute if it has the form that it must have."""
    form = _FORMS.get((tag, attribute))
    return value if form is None or form.fullmatch(value) else None


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_fitting,
    tag_attribute_values=WORDS,
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)
_cleaner_of_all = nh3.Cleaner(tags=set(), attributes={})

# In what nh3 writes, no attribute holds the sign that ends a tag.
_STRANGE_PICTURE = re.compile(r"<img(?![^>]* src=)[^>]*>")
_EMPTY = re.compile(r"<(p|h2|h3|ul|ol|li|blockquote|figure|figcaption|caption)(?: [^>]*)?></\1>")
# An address that was refused leaves a link to nowhere.
_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)

# What no XML may hold; the database refuses the C0 controls already.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def sanitised(html: str) -> SafeString:
    """Return the HTML with nothing left but the tags, attributes and schemes of the allow-list.

    The one place where a text that somebody typed becomes safe to print: all of it has
    just been parsed and written anew by nh3, whatever was stored. Text without a word or a
    picture in it comes back empty, and what `settled` gives up comes back without markup.
    """
    kept = settled(html)
    if kept is None:
        return _without_markup(html)
    return SafeString(kept if has_words(kept) or "<img" in kept else "")


def settled(html: str) -> str | None:
    """Return the HTML cleaned until cleaning it again changes nothing.

    No parser then finds in it what nh3 did not. None where a text is longer, or of more
    tags, than any article needs: deeply nested, it would be read for minutes.
    """
    for _pass in range(MOST_PASSES):
        if len(html) > MOST_CHARACTERS or html.count("<") > MOST_TAGS:
            return None
        cleaned = _NOWHERE.sub(r"\1", _STRANGE_PICTURE.sub("", _cleaner.clean(html)))
        cleaned = _EMPTY.sub("", cleaned)
        if cleaned == html:
            return cleaned
        html = cleaned
    return None


def _without_markup(html: str) -> SafeString:
    words = re.sub("<[^<>]*>", " ", html).replace("<", "&lt;")
    return SafeString(" ".join(_cleaner_of_all.clean(words).split()))


def has_words(html: str) -> bool:
    """Answer whether anything is left to read when the tags are gone."""
    return bool(strip_tags(html).replace("&nbsp;", "").strip())


def fit_for_xml(text: str) -> str:
    """Return the text without the characters that would make a feed unreadable."""
    return _NOT_XML.sub("", text)
