"""News text as pages show it: what the sanitiser let through, with what only a page needs."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from news.sanitising import sanitised


def shown(html: str) -> SafeString:
    """Return a text sanitised and ready for a page: a wide table scrolls in a box of its own.

    The box takes the focus, so that a keyboard can scroll it.
    """
    text = sanitised(html)
    if "<table>" not in text:
        return text
    box = format_html('<div class="wide" role="group" tabindex="0" aria-label="{}">', _("Table"))
    # The sanitiser leaves no attribute on a table, and in its texts this sign is escaped.
    boxed = text.replace("<table>", f"{box}<table>").replace("</table>", "</table></div>")
    return SafeString(boxed)
