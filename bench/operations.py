"""What is measured: each page with the addresses that ask for it, and what it is held against."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from bench import drawing
from bench.config import SEED
from bench.drawing import Query, Row
from bench.servers import Server
from bench.turns import NotThereError, Operation, Request, Target

SAMPLE = 4000
PAGES = 200
READ_BEFORE = 6
"""Times that each page is read before it is measured, so that every process has met it."""
ASKED_BEFORE = 24
"""Pages far down the list that are asked for before any is measured, for the same reason."""
PER_PAGE = 20
FIELDS = ["decisions", "totals", "stated_figures", "participations", "places", "payments"]
FIELDS += ["reference", "slug", "url", "acronym", "title", "purpose", "results", "kind"]
FIELDS += ["status", "period", "priority", "missing_facts", "total_cost", "eligible_cost"]
FIELDS += ["corrections", "changed_facts", "approved_alone", "news", "sources", "published_at"]
"""Of what the API tells of a project, enough to ask for in orders that nobody asked before."""
DEEP = 10_000


@dataclass(frozen=True)
class Known:
    """What can be asked for: rows to draw words and filters from, pages by id and slug."""

    rows: list[Row]
    pages: list[tuple[int, str]]
    projects: int


def known(file: Path) -> Known:
    """Return a sample of the projects in the file, the same each time."""
    columns = "id, slug, title, purpose, names, funders, programmes, counties, years, status"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM projects ORDER BY id")]
        chosen = Random(SEED).sample(ids, min(SAMPLE, len(ids)))
        found = [
            connection.execute(f"SELECT {columns} FROM projects WHERE id = ?", [one]).fetchone()
            for one in chosen
        ]
    pages = [(row[0], row[1]) for row in found[:PAGES]]
    return Known([_row(row) for row in found], pages, len(ids))


def _row(row: tuple[Any, ...]) -> Row:
    names = ("funder", "programme", "county", "year")
    lists = {name: tuple(json.loads(value)) for name, value in zip(names, row[5:9], strict=True)}
    lists["status"] = (row[9],) if row[9] else ()
    names_of_one = (row[4] or "").split("\n")
    # A title is thought of more often than a sentence of the description.
    return Row((row[2], row[2], row[3], *names_of_one), tuple(sorted(lists.items())))


class Operations:
    """The operations, for two servers that hold the same projects."""

    def __init__(
        self, site: Server, datasette: Server, known: Known, cookie: str, articles: list[str]
    ) -> None:
        self.site, self.other, self.known, self.articles = site, datasette, known, articles
        self.signed_in = {"Cookie": cookie}
        self.made = {
            "search": self.search,
            "list": self.list,
            "filters": self.filters,
            "project": self.project,
            "api": self.api,
            "api_anew": self.api_anew,
            "repeat": self.repeat,
            "deep": self.deep,
            "suggest": self.suggest,
            "admin_list": self.admin_list,
            "admin_search": self.admin_search,
            "news": self.news,
            "article": self.article,
            "news_anew": self.news_anew,
            "article_anew": self.article_anew,
        }

    def search(self) -> Operation:
        return Operation("search", self.drawn(drawing.words), self.listed(), [self.datasette()])

    def list(self) -> Operation:
        return Operation("list", cycle([()]), self.listed(), [self.datasette()])

    def filters(self) -> Operation:
        asked = self.drawn(drawing.filters)
        return Operation("filters", asked, self.listed(), [self.empty(), self.datasette()])

    def project(self) -> Operation:
        pages = self.known.pages
        own = self.own(lambda page: f"/projekt/{page[1]}/")
        peer = Target("datasette", self.other, lambda page: (f"/bench/projects/{page[0]}", {}))
        return Operation("project", cycle(pages), own, [peer], warm=pages * READ_BEFORE)

    def api(self) -> Operation:
        """Ask for projects as JSON again and again, as the pages of `project` are read."""
        pages = self.known.pages
        own = self.own(lambda page: f"/api/v1/projects/P{page[0]:06}/")
        return Operation("api", cycle(pages), own, [self.row()], warm=pages * READ_BEFORE)

    def api_anew(self) -> Operation:
        """Ask for the same, made anew each time: fields in another order are another address."""
        chance = Random(SEED)
        pages = cycle(self.known.pages)
        asked = ((*next(pages), ",".join(chance.sample(FIELDS, len(FIELDS)))) for _ in count())
        own = self.own(lambda page: f"/api/v1/projects/P{page[0]:06}/?fields={page[2]}")
        return Operation("api_anew", asked, own, [self.row()])

    def row(self) -> Target:
        """Datasette's own JSON of the row of a project."""
        return Target("datasette", self.other, lambda page: (f"/bench/projects/{page[0]}.json", {}))

    def repeat(self) -> Operation:
        """Ask again for the list and a page of each project that is known, naming the ETag."""
        addresses = ["/projekt/", *(f"/projekt/{slug}/" for _, slug in self.known.pages[:20])]
        tags = {one: self.site.get(one)[1].get("etag") for one in addresses}
        if untagged := [one for one, tag in tags.items() if not tag]:
            raise NotThereError(f"{len(untagged)} of {len(tags)} pages have no ETag")
        pages = [(one, {"If-None-Match": tag}) for one, tag in tags.items()]
        # The list as often as all projects together.
        asked = [one for page in pages[1:] for one in (pages[0], page)]
        own = Target("product", self.site, lambda page: page, status=304)
        return Operation("repeat", cycle(asked), own, [self.empty()])

    def deep(self) -> Operation:
        """Ask for a page far down and for the first; what is added makes each address a new one.

        Each process sorts everything once, before the turns.
        """
        far = max(1, min(DEEP, self.known.projects // PER_PAGE))
        own = self.own(lambda again: f"/projekt/?page={far}&again={again}")
        peer = Target("first", self.site, lambda again: (f"/projekt/?page=1&again={again}", {}))
        return Operation("deep", count(ASKED_BEFORE), own, [peer], warm=range(ASKED_BEFORE))

    def suggest(self) -> Operation:
        own = self.own(lambda query: f"/forslag/?{urlencode({'q': query[0][1][:3]})}")
        return Operation("suggest", self.repeated(drawing.words), own, [self.empty()])

    def admin_list(self) -> Operation:
        return self.office("admin_list", cycle([()]))

    def admin_search(self) -> Operation:
        return self.office("admin_search", self.drawn(drawing.words))

    def news(self) -> Operation:
        return self.read(["/nyheter/"], "news")

    def article(self) -> Operation:
        return self.read(self.articles, "article")

    def read(self, addresses: Sequence[str], name: str) -> Operation:
        """Read pages again and again, which every process has made before."""
        own = self.own(lambda address: address)
        warm = [*addresses] * READ_BEFORE
        return Operation(name, cycle(addresses), own, [self.empty()], warm=warm)

    def news_anew(self) -> Operation:
        """Ask for the first page of one county's news; what is added makes each a new one."""
        codes = cycle(["24", "25", "14", "01"])
        asked = (f"/nyheter/?county={next(codes)}&again={again}" for again in count())
        return Operation("news_anew", asked, self.own(lambda one: one), [self.empty()])

    def article_anew(self) -> Operation:
        pages = cycle(self.articles)
        asked = (f"{next(pages)}?again={again}" for again in count())
        return Operation("article_anew", asked, self.own(lambda one: one), [self.empty()])

    def office(self, name: str, asked: Iterator[Query]) -> Operation:
        """Compare our back office with Django's, for somebody who is signed in."""

        def request(start: str, query: Query) -> Request:
            return f"{start}/projects/project/?{urlencode(query)}", self.signed_in

        own = Target("product", self.site, partial(request, "/admin"))
        peer = Target("admin", self.site, partial(request, "/bench/stock"))
        return Operation(name, asked, own, [peer])

    def drawn(self, draw: Any) -> Iterator[Query]:
        """Yield what nobody has asked before in this run."""
        chance = Random(f"{SEED} {draw.__name__}")
        drawn = drawing.distinct(partial(draw, chance, self.known.rows))
        return drawing.shuffled(drawn, chance)

    def repeated(self, draw: Any) -> Iterator[Query]:
        chance = Random(SEED)
        return (draw(chance, self.known.rows) for _ in cycle([0]))

    def own(self, address: Any) -> Target:
        return Target("product", self.site, lambda one: (address(one), {}))

    def listed(self) -> Target:
        return self.own(drawing.product_address)

    def datasette(self) -> Target:
        return Target("datasette", self.other, lambda query: (drawing.datasette_address(query), {}))

    def empty(self) -> Target:
        return Target("empty", self.site, lambda _: ("/bench/empty/", {}))
