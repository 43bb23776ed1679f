"""The links to the files of a list, as its page offers them."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LINKS = [
    (gettext_lazy("CSV"), "csv", ""),
    (gettext_lazy("CSV for Excel"), "csv", "excel"),
    (gettext_lazy("Excel"), "xlsx", ""),
    (gettext_lazy("JSON"), "json", ""),
    (gettext_lazy("JSON Lines"), "jsonl", ""),
]
"""What a link says, the ending of its file, and who it is for."""
ROWS = {
    "projects": gettext_lazy("One row per project"),
    "splits": gettext_lazy("One row per part of the money, as decided"),
    "year": gettext_lazy("By year"),
    "fund": gettext_lazy("By fund"),
    "programme": gettext_lazy("By programme"),
    "priority": gettext_lazy("By priority"),
    "county": gettext_lazy("By county"),
}


def block(route: str, query: str, rows: Sequence[str] = ()) -> SafeString:
    """Return the files of a list; `query` is that of its page, `rows` what a row can be."""
    lines = "".join(_line(route, query, one, label=str(ROWS[one])) for one in rows)
    lines = lines or _line(route, query, "", label="")
    name = escape(_("Download"))
    style = f'<link rel="stylesheet" href="{escape(static("download.css"))}">'
    return SafeString(
        f'{style}<details class="download gap"><summary>{name}</summary><ul>{lines}</ul></details>'
    )


def _line(route: str, query: str, rows: str, *, label: str) -> str:
    links = "".join(
        _link(_address(route, query, rows, extension, reader), str(said), label)
        for said, extension, reader in LINKS
    )
    return f"<li>{f'<span>{escape(label)}</span>' if label else ''}{links}</li>"


def _link(address: str, said: str, label: str) -> str:
    """Return a link; who hears links alone hears what rows it has, too."""
    heard = f' aria-label="{escape(said)}: {escape(label)}"' if label else ""
    return f'<a href="{escape(address)}"{heard}>{escape(said)}</a> '


def _address(route: str, query: str, rows: str, extension: str, reader: str) -> str:
    more = {"rows": "" if rows in {"", "projects"} else rows, "for": reader}
    pairs = [query.removeprefix("?"), urlencode([pair for pair in more.items() if pair[1]])]
    path = reverse(route, args=[extension])
    return "?".join(filter(None, [path, "&".join(filter(None, pairs))]))
