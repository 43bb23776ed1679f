"""The page of a list of news: what its template is given beside the articles."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from news.listing import Listing
from projects import facet_markup
from projects.selection import narrowed


def pieces(listing: Listing) -> dict[str, Any]:
    """Return what the template needs, as markup where there is much of it.

    `own` is the path that the page keeps whatever is chosen, `feed` the address of what it
    shows, `first` that of the first page where only the page is wrong.
    """
    year, narrowing = listing.year, listing.narrowing
    own = reverse("news:year", args=[year]) if year else reverse("news:list")
    title = _("News of %(year)s") % {"year": year} if year else _("News")
    has_errors = bool(listing.selection.form.errors)
    is_beyond = list(listing.selection.form.errors) == ["page"]
    return {
        "heading": title if has_errors else narrowed(title, listing.chips),
        "own": own,
        "feed": reverse("news:feed") + narrowing,
        "first": own + narrowing if is_beyond else "",
        "chosen": facet_markup.chosen(len(listing.chips)),
        "chips": facet_markup.chips(listing.chips, clear=own),
        "facets": SafeString("".join(map(facet_markup.facet, listing.facets))),
    }
