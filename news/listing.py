"""Everything a list of news shows of a selection."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.paginator import EmptyPage, Page, Paginator
from django.utils.translation import gettext_lazy

from news.about import About, articles
from news.filters import ArticleFilter
from news.models import Article
from projects.facets import Facet, facet
from projects.selection import Chip, chips, query_of

PER_PAGE = 20
BEYOND_END = ValidationError(gettext_lazy("The list ends before this page."), code="beyond")


@dataclass(frozen=True)
class Listing:
    """The news that an address selects; `page`, of keys, is None where it cannot be read.

    `years` are those in which anything fits, latest first, and the one that is asked for.
    """

    selection: ArticleFilter
    year: int | None
    years: list[int]
    chips: list[Chip]
    facets: list[Facet]
    opened: str
    page: Page | None
    articles: list[Article]

    @property
    def status(self) -> int:
        """What the page is answered with: 200, 404 beyond the last page, else 400."""
        if self.page is not None:
            return 200
        return 404 if self.selection.form.has_error("page", "beyond") else 400

    @cached_property
    def narrowing(self) -> str:
        """The query of the same choices from the first page on, or nothing without any."""
        return query_of(self.selection, page=[]).removesuffix("?")

    @property
    def query(self) -> str:
        """The one true query of this very page."""
        return query_of(self.selection).removesuffix("?")


def listing(selection: ArticleFilter, year: int | None, opened: str) -> Listing | None:
    """Return what the page of a selection, of one year or of all, shows.

    None for a year in which nothing was published.
    """
    everything = articles()
    of_year = [one for one in everything if year in (None, one.year)]
    if year and not of_year:
        return None
    fitting = selection.fitting(everything)
    page = _page(selection, [one.pk for one in fitting if year in (None, one.year)])
    return Listing(
        selection=selection,
        year=year,
        years=sorted({one.year for one in fitting} | ({year} if year else set()), reverse=True),
        chips=chips(selection),
        facets=_facets(selection, of_year, opened),
        opened=opened if opened in selection.multiple else "",
        page=page,
        articles=in_order(list(page), without=["body_sv", "body_en"]) if page else [],
    )


def latest(selection: ArticleFilter, most: int) -> list[Article]:
    """Return the latest articles that fit, for a feed."""
    return in_order([one.pk for one in selection.fitting(articles())[:most]])


def in_order(keys: Sequence[int], *, without: Sequence[str] = ()) -> list[Article]:
    """Return the articles of keys in their order; one withdrawn since then is left out.

    `without` names columns that nobody reads.
    """
    found = Article.objects.published().defer(*without).in_bulk(keys) if keys else {}
    return [found[key] for key in keys if key in found]


def _facets(selection: ArticleFilter, articles: list[About], opened: str) -> list[Facet]:
    """Return what the news can be narrowed by, each counted without regard to its own choices."""
    found = []
    for name in selection.multiple:
        fitting = selection.fitting(articles, without=name)
        counts = Counter(key for one in fitting for key in one.keys[name])
        found.append(facet(selection, name, counts, shows_all=name == opened))
    return [one for one in found if one.options]


def _page(selection: ArticleFilter, keys: list[int]) -> Page | None:
    if not selection.is_valid():
        return None
    try:
        return Paginator(keys, PER_PAGE).page(selection.page_number)
    except EmptyPage:
        selection.form.add_error("page", BEYOND_END)
        return None
