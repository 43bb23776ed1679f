"""Everything the list of projects shows of a selection."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.paginator import EmptyPage, Page, Paginator
from django.utils.translation import gettext_lazy

from news.models import Article
from projects.facets import FACETS, Facet, facets
from projects.filters import DatedFilter
from projects.looking_back import overview_on, rows_on
from projects.models import Project
from projects.printing import Printed
from projects.search import following
from projects.search.executor import Answers, executor
from projects.search.guessing import meant
from projects.search.kept import Kept
from projects.search.marking import Marker, marker
from projects.search.query import Overview, Query, Seen
from projects.selection import Chip, Order, chips, heading, orders, query_of

PER_PAGE = 20
WITHDRAWN_NAMED = 5
ARTICLES_ABOVE = 3
BEYOND_END = ValidationError(gettext_lazy("The list ends before this page."), code="beyond")

_texts: Kept[list[tuple[int, str]]] = Kept(1)
"""What news are searched by, in small letters; there are few enough to be kept."""


@dataclass(frozen=True)
class Listing:
    """A selection as its page shows it; `found` is None where it cannot be read."""

    selection: DatedFilter
    heading: str
    chips: list[Chip]
    facets: list[Facet]
    address: str
    opened: str
    found: "Found | None"

    @property
    def status(self) -> int:
        """What the page is answered with: 200, 404 beyond the last page, else 400."""
        if self.found:
            return 200
        return 404 if self.selection.form.has_error("page", "beyond") else 400


@dataclass(frozen=True)
class Instead:
    """What may have been meant by words that nothing has, and the address that asks for it."""

    words: str
    address: str


@dataclass(frozen=True)
class Found:
    """What a selection that could be read holds."""

    page: Page
    rows: list[Printed]
    overview: Overview
    orders: list[Order]
    withdrawn: list[Project]
    articles: list[Article]
    marker: Marker | None = None
    instead: Instead | None = None


class Places:
    """As many places as there are hits, for a paginator that never asks what stands in them."""

    def __init__(self, count: int) -> None:
        self.length = count

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, places: slice) -> range:
        return range(self.length)[places]


def listing(selection: DatedFilter, opened: str = "") -> Listing:
    """Return what the page of a selection shows."""
    answers, chosen = executor(), chips(selection)
    # First, since the pass that counts the facets tells how many hits there are, and their sums.
    counted = facets(selection, answers, opened)
    shown = None
    if selection.is_valid():
        try:
            shown = found(selection, answers)
        except EmptyPage:
            selection.form.add_error("page", BEYOND_END)
    return Listing(
        selection=selection,
        heading=heading(selection, chosen),
        chips=chosen,
        facets=counted,
        address=query_of(selection),
        opened=opened if opened in FACETS else "",
        found=shown,
    )


def found(selection: DatedFilter, answers: Answers) -> Found:
    """Return what a selection that can be read holds; EmptyPage beyond its last page."""
    query = selection.query
    overview = answers.overview(query)
    page = page_of(overview.count, selection.page_number)
    start = page.start_index() - 1 if overview.count else 0
    if on := selection.on:
        overview = overview_on(query, overview, on)
        rows = rows_on(answers.hits(query, start, PER_PAGE), on)
    else:
        rows = answers.rows(query, start, PER_PAGE)
    return Found(
        page=page,
        rows=rows,
        overview=overview,
        orders=orders(selection),
        withdrawn=withdrawn(query, answers),
        articles=articles(query),
        marker=marker(query.asked),
        instead=None if overview.count else instead(selection, answers),
    )


def page_of(count: int, number: int) -> Page:
    """Return a page of so many hits, 20 a page; EmptyPage beyond the end."""
    return Paginator(Places(count), PER_PAGE).page(number)  # type: ignore[arg-type]


def withdrawn(query: Query, answers: Answers) -> list[Project]:
    """Return the first projects that a narrowed selection would find, were they not withdrawn."""
    if query.is_whole:
        return []
    keys = answers.hits(query.seen_by(Seen.WITHDRAWN).ordered("decided"), 0, WITHDRAWN_NAMED)
    return list(Project.objects.filter(pk__in=keys).order_by("pk")) if keys else []


def articles(query: Query) -> list[Article]:
    """Return the latest news that have the words of a search in their title or lead."""
    if not query.asked:
        return []
    published = Article.objects.published().latest_first()
    texts = _texts.get(following.generation(), "texts", published.searched_texts)
    keys = [key for key, text in texts if query.asked.is_said_in(text)][:ARTICLES_ABOVE]
    return list(published.filter(pk__in=keys)) if keys else []


def instead(selection: DatedFilter, answers: Answers) -> Instead | None:
    """Return a search with words that are there, in place of some that nothing has."""
    words = meant(selection.query, answers)
    return Instead(words, query_of(selection, q=[words], page=[])) if words else None
