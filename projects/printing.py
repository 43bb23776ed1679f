"""The rows of lists as markup, written in Python: a page has many, and a template takes long.

The index keeps what this returns, so that a row is printed once for each change of a project
and not once for each reader.
"""

from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.rows import Row
from projects.search.marking import Marker
from projects.templatetags.figures import total, total_band


class Printed(NamedTuple):
    """A row: the texts in which words may be marked, and the markup around them.

    `head`, `middle` and `tail` are markup, all others plain text.
    """

    url: str
    title: str
    title_language: str
    subtitle: str
    subtitle_language: str
    purpose: str
    purpose_language: str
    lead: str
    head: str
    middle: str
    tail: str


def printed(row: Row) -> Printed:
    """Return a row as it is printed in the language that it was made in."""
    lead = escape(row.lead or _("lead unknown"))
    return Printed(
        url=row.url,
        title=row.title,
        title_language=row.title_language,
        subtitle=row.subtitle,
        subtitle_language=row.subtitle_language,
        purpose=row.purpose,
        purpose_language=row.purpose_language,
        lead=row.lead,
        head=f'<li class="row"><div class="a"><h3><a href="{escape(row.url)}"'
        f"{_language(row.title_language)}>",
        middle=f'</a></h3>\n<p><span class="org">{lead}</span>'
        f' <span class="funders">{escape(row.funders)}</span></p>',
        tail=f'</div>\n<p class="b"><span>{escape(row.places)}</span>'
        f"<span>{escape(row.period)}</span></p>\n"
        f'<p class="m">{sum_of(row)}'
        f"<small>{_below(row)}</small></p></li>",
    )


def line(row: Printed, marker: Marker | None = None) -> SafeString:
    """Return the markup of a row; with a marker the words that were searched for are marked."""
    if marker is None:
        return SafeString(f"{row.head}{escape(row.title)}{row.middle}{row.tail}")
    return SafeString(
        f"{row.head}{marker.marked(row.title)}{row.middle}{_found(row, marker)}{row.tail}"
    )


def _found(row: Printed, marker: Marker) -> str:
    """Return where the words stand in what the name does not say."""
    lines: list[tuple[str, str]] = []
    if row.subtitle and marker.finds(row.subtitle):
        lines.append((row.subtitle_language, marker.marked(row.subtitle)))
    quoted = marker.quoted(row.purpose)
    if quoted:
        lines.append((row.purpose_language, quoted))
    return "".join(f'<p class="found"{_language(code)}>{said}</p>' for code, said in lines)


def _language(code: str) -> str:
    return f' lang="{escape(code)}"' if code else ""


def sum_of(row: Row) -> str:
    """Return what a project got, or is proposed to get, as markup; that it got nothing in words."""
    if row.total is None:
        said = escape(_("no support") if row.is_of_today else _("nothing granted that day"))
        return f'<span class="amt unknown">{said}</span>'
    return total(row.total, proposed=row.is_proposed)


def _below(row: Row) -> str:
    if row.is_proposed:
        return _tag(_("prioritised, not granted"))
    band = total_band(row.total) if row.total else ""
    return band + _tag(_("cancelled")) if row.is_cancelled else band


def _tag(words: str) -> str:
    return f'<span class="tag">{escape(words)}</span>'
