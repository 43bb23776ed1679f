"""The page of the list as pieces of markup, for a shell to be filled with.

A page of the list has hundreds of links and choices. They are written here, in Python; all
that is the same on every page stands in `projects/project_list.html`.
"""

from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from projects.as_of import EARLIEST, LATEST, query_for
from projects.downloads.block import block
from projects.downloads.selections import SHAPES
from projects.facet_markup import chips, chosen, facet
from projects.listing import Found, Listing
from projects.printing import line
from projects.selection import query_of
from projects.templatetags.figures import date_text, number, total
from projects.templatetags.lists import basis
from projects.templatetags.site import page_numbers

NOTHING = SafeString("")
NOINDEX = SafeString('<meta name="robots" content="noindex">')


def pieces(listing: Listing, request: HttpRequest) -> dict[str, str]:
    """Return every piece of the page of a selection, by the name of its hole."""
    found, form = listing.found, listing.selection.form
    return {
        "title": _title(listing),
        "heading": listing.heading,
        "versions": _versions(listing, request),
        "other": _other(listing),
        "errors": NOTHING if found else _errors(listing),
        "as_of": _as_of(listing),
        "open": SafeString(" open" if form.errors else ""),
        "chosen": chosen(len(listing.chips)),
        "facets": SafeString("".join(map(facet, listing.facets))),
        "least": amount_field(form["min"], _("at least")),
        "most": amount_field(form["max"], _("at most")),
        "day": day_field(form["per"]),
        "words": form["q"].value() or "",
        "hidden": _hidden(listing),
        "chips": chips(
            listing.chips, clear=f"{reverse('projects:list')}{query_for(listing.selection.on)}"
        ),
        **(_found(found, listing) if found else {}),
    }


def _as_of(listing: Listing) -> str:
    """Return what is told as of a day and what is not, and the way back to today."""
    on = listing.selection.on
    if not (on and listing.found):
        return NOTHING
    said = _("Amounts as of %(day)s.") % {"day": date_text(on)}
    means = _(
        "Each project stands with the sum and the status that it had that day, by the decisions in"
        " force then. Which projects are shown, in what order, and all else is as of today."
    )
    today = query_of(listing.selection, page=[], per=[])
    return format_html(
        '<p class="note gap"><b>{}</b> {} <a href="{}">{}</a></p>',
        said,
        means,
        f"{reverse('projects:list')}{today}".removesuffix("?"),
        _("Show the list as of today"),
    )


def _errors(listing: Listing) -> str:
    """Return what cannot be shown, and the way to the first page where there is one."""
    form = listing.selection.form
    first = query_of(listing.selection, page=[]) if list(form.errors) == ["page"] else ""
    return render_to_string("projects/selection_errors.html", {"form": form, "first": first})


def _found(found: Found, listing: Listing) -> dict[str, str]:
    overview = found.overview
    return {
        "articles": _rendered("projects/article_list.html", articles=found.articles),
        "count": _count(overview.count),
        "sum": format_html('<p class="r"><span class="sum">{}</span></p>', total(overview.total))
        if overview.total.projects
        else NOTHING,
        "basis": _basis(found, is_by_part=listing.selection.is_by_part),
        "orders": _orders(found) if found.rows else NOTHING,
        "rows": _rows(found, listing),
        "withdrawn": _rendered("projects/selection_withdrawn.html", withdrawn=found.withdrawn),
        "pager": pager(found.page, listing),
        "download": _download(listing),
        "feed": _feed_link(listing),
    }


def _basis(found: Found, *, is_by_part: bool) -> str:
    """Return what the sum of a selection counts."""
    if not found.rows:
        return NOTHING
    said = basis(found.overview.total, found.overview.proposed)
    if found.overview.total.on:
        as_of = _("As of %(day)s.") % {"day": date_text(found.overview.total.on)}
        said = format_html("{} {}", as_of, said)
    if not is_by_part:
        return format_html('<p class="basis">{}</p>', said)
    whole = _(
        "Each project counts with its whole sum, also what other funders give and what reaches"
        " other places."
    )
    return format_html('<p class="basis">{} {}</p>', said, whole)


def _rendered(template: str, **context: Any) -> str:
    """Return what a template says of the first thing it is given; nothing where that is empty."""
    return render_to_string(template, context) if next(iter(context.values())) else NOTHING


def _title(listing: Listing) -> str:
    on = listing.selection.on
    said = [listing.heading, _("as of %(day)s") % {"day": date_text(on)} if on else ""]
    page = listing.found.page.number if listing.found else 1
    if page > 1:
        said.append(_("page %(number)s") % {"number": number(page)})
    return ", ".join(filter(None, said))


def _download(listing: Listing) -> str:
    """Return the charts and the files of all that is selected, whatever page of it is shown."""
    query = query_of(listing.selection, page=[])
    of_today = query_of(listing.selection, page=[], per=[])
    charts = f"{reverse('projects:money')}{of_today}".removesuffix("?")
    link = format_html(
        '<p class="more"><a href="{}">{}</a></p>', charts, _("Where the money goes, in charts")
    )
    return link + block("projects:download", query, list(SHAPES))


def _feed(listing: Listing) -> str:
    """Return the address of the feed of all that is selected."""
    query = query_of(listing.selection, page=[], per=[])
    return reverse("projects:feed") + query.removesuffix("?")


def _feed_link(listing: Listing) -> str:
    said = _("Follow these projects as a feed (Atom)")
    return format_html('<p class="more"><a href="{}">{}</a></p>', _feed(listing), said)


@cache
def _addresses() -> list[tuple[str, str]]:
    """Return the path of the list in every language."""
    found = []
    for code in ("sv", "en"):
        with override(code):
            found.append((code, reverse("projects:list")))
    return found


def _query(listing: Listing) -> str:
    """Return what follows a path: no lone "?", which a link without a path needs."""
    return listing.address if len(listing.address) > 1 else ""


def _versions(listing: Listing, request: HttpRequest) -> str:
    """Return the links to the page in every language, and to its one true address.

    Of a page as of a day that is the page of today: robots need not read every day there was.
    """
    if not listing.found:
        return NOINDEX
    site = f"{request.scheme}://{request.get_host()}"
    query = query_of(listing.selection, per=[]).removesuffix("?")
    links: list[str] = [NOINDEX] if listing.selection.on else []
    for code, path in _addresses():
        address = escape(f"{site}{path}{query}")
        links.append(f'<link rel="alternate" hreflang="{code}" href="{address}">')
        if code == get_language():
            links.append(f'<link rel="canonical" href="{address}">')
    feed, named = escape(_feed(listing)), escape(_("Decisions"))
    links.append(
        f'<link rel="alternate" type="application/atom+xml" title="{named}" href="{feed}">'
    )
    return SafeString("\n".join(links))


def _other(listing: Listing) -> str:
    names = {"sv": "Svenska", "en": "English"}
    return format_html_join(
        "",
        '<li><a href="{}{}" lang="{}" hreflang="{}">{}</a></li>',
        (
            (path, _query(listing), code, code, names[code])
            for code, path in _addresses()
            if code != get_language()
        ),
    )


def amount_field(field: BoundField, label: str) -> SafeString:
    """Return one end of the amounts asked for."""
    name = field.html_name
    errors, told = _told(field)
    return SafeString(
        f'<div><label for="id_{name}">{escape(label)}</label>'
        f'<input id="id_{name}" name="{name}" value="{escape(field.value() or "")}"'
        f' autocomplete="off" inputmode="text"{told}>{errors}</div>'
    )


def day_field(field: BoundField) -> SafeString:
    """Return the day that the amounts are asked for."""
    errors, told = _told(field)
    return SafeString(
        f'<div><label for="id_per">{escape(_("Day"))}</label>'
        f'<input id="id_per" type="date" name="per" value="{escape(field.value() or "")}"'
        f' min="{EARLIEST}" max="{LATEST}" autocomplete="off"{told}>{errors}</div>'
    )


def _told(field: BoundField) -> tuple[str, str]:
    """Return what is wrong with a field, and the attributes that tie it to that."""
    name = field.html_name
    errors = "".join(
        f'<p class="error" id="error_{name}">{escape(str(one))}</p>' for one in field.errors
    )
    return errors, f' aria-invalid="true" aria-describedby="error_{name}"' if errors else ""


def _hidden(listing: Listing) -> str:
    """Return what the form carries along unseen: the order, and the facet that is open."""
    form = listing.selection.form
    sort = "" if form["sort"].errors else form["sort"].value()
    carried = [("sort", sort), ("open", listing.opened)]
    return format_html_join(
        "", '<input type="hidden" name="{}" value="{}">', (one for one in carried if one[1])
    )


def _count(count: int) -> str:
    return ngettext("%(number)s project", "%(number)s projects", count) % {"number": number(count)}


def _orders(found: Found) -> str:
    links = [
        f'<b aria-current="true">{escape(one.label)}</b>'
        if one.is_current
        else f'<a href="{escape(one.query)}">{escape(one.label)}</a>'
        for one in found.orders
    ]
    said = escape(_("Sort by:"))
    return SafeString(f'<p class="sort gap"><span>{said}</span> {" ".join(links)}</p>')


def _rows(found: Found, listing: Listing) -> str:
    if not found.rows:
        words = listing.selection.given("q")
        has_filters = len(listing.chips) > len(words)
        context = {"instead": found.instead, "words": words, "has_filters": has_filters}
        return render_to_string("projects/selection_empty.html", context)
    rows = [line(row, found.marker) for row in found.rows]
    heads = [_("Project, lead, funders"), _("Place and period"), _("Registered support")]
    return format_html(
        '<p class="ledger-head" aria-hidden="true">{}</p>\n<ol class="ledger">{}</ol>',
        format_html_join("", "<span>{}</span>", ((head,) for head in heads)),
        SafeString("\n".join(rows)),
    )


def pager(page: Page, listing: Listing) -> str:
    """Return the links to the other pages of a selection."""
    if not page.paginator.count:
        return NOTHING
    many = {"first": page.start_index(), "last": page.end_index(), "count": page.paginator.count}
    said = _("%(first)s–%(last)s of %(count)s") % {
        name: number(value) for name, value in many.items()
    }
    links = _page_links(page, listing) if page.has_other_pages() else NOTHING
    return format_html(
        '<nav class="pager" aria-label="{}">{}<p class="dim">{}</p></nav>', _("Pages"), links, said
    )


def _page_links(page: Page, listing: Listing) -> SafeString:
    first = query_of(listing.selection, page=[])
    joint = "&" if len(first) > 1 else ""

    def address(to: int) -> str:
        return first if to == 1 else f"{first}{joint}page={to}"

    items = [_page_link(one, page.number, address) for one in page_numbers(page)]
    if page.has_previous():
        back = escape(address(page.previous_page_number()))
        items.insert(0, f'<a rel="prev" href="{back}">{escape(_("Previous"))}</a>')
    if page.has_next():
        on = escape(address(page.next_page_number()))
        items.append(f'<a rel="next" href="{on}">{escape(_("Next"))}</a>')
    listed = "\n".join(f"<li>{one}</li>" for one in items)
    return SafeString(f"<ul>{listed}</ul>")


def _page_link(one: Any, here: int, address: Callable[[int], str]) -> str:
    if not isinstance(one, int):
        return f"<span>{escape(one)}</span>"
    current = ' aria-current="page"' if one == here else ""
    return f'<a href="{escape(address(one))}"{current}>{number(one)}</a>'
