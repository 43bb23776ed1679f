"""What a list can be narrowed by, as markup: facets with their choices, and chips.

A page has hundreds of them, which a template would take milliseconds for.
"""

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.facets import Facet
from projects.selection import Chip
from projects.templatetags.figures import number, page_language
from projects.wording import digits

NOTHING = SafeString("")
LONGEST_LABEL = 60


def chosen(count: int) -> str:
    """Return the words that open the facets, with how many choices are made."""
    if not count:
        return _("Filter")
    said = ngettext("Filter (%(counter)s chosen)", "Filter (%(counter)s chosen)", count)
    return said % {"counter": count}


def chips(shown: Sequence[Chip], *, clear: str) -> SafeString:
    """Return what is chosen, each with the way to be without it; `clear` is where nothing is."""
    if not shown:
        return NOTHING
    remove, title, all_of_them = (
        escape(one) for one in (_("Remove"), _("Chosen filters"), _("Clear all"))
    )
    links = "\n".join(
        f'<li><a class="chip" href="{escape(one.query)}"><span class="vh">{remove}</span>'
        f" {escape(one.title)}: {escape(one.label)}</a></li>"
        for one in shown
    )
    return SafeString(
        f'<ul class="chips" aria-label="{title}">{links}\n'
        f'<li><a href="{escape(clear)}">{all_of_them}</a></li></ul>'
    )


def facet(shown: Facet) -> SafeString:
    """Return a facet with its choices, and the button that shows more of them."""
    errors = "".join(f'<p class="error">{escape(one)}</p>' for one in shown.errors)
    return SafeString(
        f'<fieldset class="facet" id="id_{shown.name}"><legend>{escape(shown.title)}</legend>\n'
        f"<div>{errors}{_options(shown)}{_more(shown)}</div></fieldset>\n"
    )


def _options(facet: Facet) -> str:
    """Return the choices of a facet, each with how many it would leave."""
    pieces, language = [], page_language()
    for one in facet.options:
        head, tail = _option(facet.name, one.value, one.label)
        count = "" if one.count is None else f'<span class="n">{digits(language, one.count)}</span>'
        pieces.append(f"{head}{' checked' if one.is_chosen else ''}{tail}{count}</label>")
    return "\n".join(pieces)


@lru_cache(maxsize=20_000)
def _option(name: str, value: str, label: str) -> tuple[str, str]:
    """Return what stands before and after the place where a box is checked."""
    label = Truncator(capfirst(label)).chars(LONGEST_LABEL)
    head = f'<label class="opt"><input type="checkbox" name="{name}" value="{escape(value)}"'
    return head, f"><span>{escape(label)}</span>"


def _more(facet: Facet) -> str:
    """Return the button that opens a facet, as markup, where there is more to show.

    No link: what is ticked and typed and not yet sent goes along.
    """
    if not facet.is_counted and facet.is_foldable:
        said = _("Show and count")
    elif facet.more:
        many = ngettext("Show %(counter)s more", "Show %(counter)s more", facet.more)
        said = many % {"counter": number(facet.more)}
    else:
        return NOTHING
    return (
        f'<button class="more" name="open" value="{facet.name}" formaction="#id_{facet.name}">'
        f"{escape(said)}</button>"
    )
