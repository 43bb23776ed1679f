"""The rows of lists and the choices beside them, written in Python: a page has hundreds."""

from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.facets import Facet
from projects.money import Total
from projects.printing import line, printed
from projects.rows import Row
from projects.templatetags.figures import bounds, number, page_language, total_text
from projects.wording import digits

register = template.Library()

LONGEST_LABEL = 60


@register.simple_tag
def ledger_row(row: Row) -> SafeString:
    """A project in a list."""
    return line(printed(row))


@register.simple_tag
def basis(total: Total, proposed: Total) -> SafeString:
    """What a sum of registered support counts, and what it leaves out."""
    if total.projects:
        said = ngettext(
            "Registered support in %(number)s granted project,",
            "Registered support in %(number)s granted projects,",
            total.projects,
        ) % {"number": number(total.projects)}
        others = escape(_("Other funders may be missing."))
        granted = f"<b>{escape(said)}</b> {bounds(total)}. {others}"
    else:
        granted = f"<b>{escape(_('No granted support is registered.'))}</b>"
    return SafeString(f"{granted} {escape(_prioritised(proposed))}".rstrip())


def _prioritised(proposed: Total) -> str:
    if not proposed.projects:
        return ""
    return ngettext(
        "%(number)s project is prioritised but not granted: %(amount)s,"
        " which is counted in no sum.",
        "%(number)s projects are prioritised but not granted: %(amount)s,"
        " which is counted in no sum.",
        proposed.projects,
    ) % {"number": number(proposed.projects), "amount": total_text(proposed)}


@register.simple_tag
def facet_options(facet: Facet) -> SafeString:
    """The choices of a facet, each with the number of projects that it would leave."""
    pieces, language = [], page_language()
    for one in facet.options:
        head, tail = _option(facet.name, one.value, one.label)
        count = "" if one.count is None else f'<span class="n">{digits(language, one.count)}</span>'
        pieces.append(f"{head}{' checked' if one.is_chosen else ''}{tail}{count}</label>")
    return SafeString("\n".join(pieces))


@lru_cache(maxsize=20_000)
def _option(name: str, value: str, label: str) -> tuple[str, str]:
    """Return what stands before and after the place where a box is checked."""
    label = Truncator(capfirst(label)).chars(LONGEST_LABEL)
    head = f'<label class="opt"><input type="checkbox" name="{name}" value="{escape(value)}"'
    return head, f"><span>{escape(label)}</span>"
