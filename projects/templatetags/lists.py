"""The rows of lists, written in Python: a page has many."""

from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.money import Total
from projects.printing import line, printed, sum_of
from projects.rows import Row
from projects.templatetags.figures import bounds, ends_value, number, total_text

register = template.Library()


@register.simple_tag
def ledger_row(row: Row) -> SafeString:
    """A project in a list."""
    return line(printed(row))


@register.simple_tag
def row_sum(row: Row) -> SafeString:
    """What the project of a row got, or that it got nothing."""
    return SafeString(sum_of(row))


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
        ends = f'<span data-ends="{ends_value(total)}">{bounds(total)}</span>'
        granted = f"<b>{escape(said)}</b> {ends}. {others}"
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
