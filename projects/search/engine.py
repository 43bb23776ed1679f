"""The index's answer: the same hits, order, counts and totals as PostgreSQL's, sooner."""

import datetime
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from tantivy import DocAddress, FieldType, Occur, Order
from tantivy import Query as Matching

from projects.money import Basis, Total, kronor
from projects.printing import Printed
from projects.search import index, organisations
from projects.search.asked import Asked, Lexeme, Term
from projects.search.index import PACKED, State
from projects.search.kept import Kept
from projects.search.lines import Lines
from projects.search.organisations import Hit
from projects.search.query import Overview, Query, Seen

MOST_KEYS = 65_000
"""Keys of a facet that are counted; a size below their number would give wrong counts."""
EXACT = 2**53
"""Sums come as floats, which hold every whole number up to here."""
LAST_DOC = (1 << 32) - 1
DEEP = 20_000
"""Places in an order from which on the whole order is kept rather than sorted again."""

ORDERS = {
    "-decided": "latest",
    "decided": "earliest",
    "-starts": "starts_last",
    "starts": "starts_first",
    "-granted": "granted_most",
    "granted": "granted_least",
    "relevance": "latest",
    "-relevance": "latest",
}
"""The column of each order, which descends; titles have theirs by language."""
SEEN = {Seen.PUBLIC: [Seen.PUBLIC.value], Seen.WITHDRAWN: [Seen.WITHDRAWN.value]}
EVERYBODY = ["public", "withdrawn", "draft"]
BASES = {"registered": Basis.REGISTERED_SUPPORT, "proposed": Basis.PROPOSED_SUPPORT}
COUNT_AND_SUMS = {"count": {"value_count": {"field": "pk"}}} | {
    f"{basis}_{name}": {"stats" if name == "low" else "sum": {"field": f"{basis}_{name}"}}
    for basis in BASES
    for name in index.SUMS
}
COLUMNS = {"funder": index.FUNDERS, "year": index.YEARS}
"""What facets are counted by that have not one column of their own."""


class RefusedError(Exception):
    """The index cannot answer this exactly; PostgreSQL can."""


class Engine:
    """The executor that asks one state of the index, which never changes while it is asked."""

    def __init__(self, searcher: Any, columns: Any, state: State, lines: Lines) -> None:
        self.searcher = searcher
        self.columns = columns
        self.state = state
        self._lines = lines
        self._orders: Kept[array[int]] = Kept(4)  # of addresses, eight bytes each
        self._counts: Kept[dict[int, int]] = Kept(4_000)
        self._overviews: Kept[Overview] = Kept(500)

    @property
    def generation(self) -> str:
        """Name what is answered from; no two states of a registry have the same."""
        return f"{self.state.made}.{self.state.serial}"

    @property
    def day(self) -> datetime.date:
        return datetime.date.fromisoformat(self.state.day)

    # What an executor answers

    def hits(self, query: Query, start: int, length: int) -> list[int]:
        if not self._is_any(query.seen):
            return []
        return self.keys_at(self.addresses(query, start, length))

    def keys_at(self, addresses: Sequence[DocAddress]) -> list[int]:
        return list(self.searcher.fast_field_values("pk", addresses))

    def count(self, query: Query) -> int:
        with suppress(RefusedError):
            return self.overview(query).count
        return self.searcher.search(self.matching(query), 1).count

    def overview(self, query: Query) -> Overview:
        found = query.ordered("-decided")
        return self._overviews.get(self.generation, found, lambda: self._overview(found))

    def counts(self, query: Query, facets: Iterable[str]) -> dict[str, dict[int, int]]:
        """Return the counts of facets, each kept by itself.

        A page asks for each facet without its own choices: what one choice leaves is asked
        for again and again, by pages that narrow it further.
        """
        found = query.ordered("-decided")
        kept = {name: self._counts.peek(self.generation, (found, name)) for name in facets}
        counts = {name: counted for name, counted in kept.items() if counted is not None}
        if missing := [name for name in kept if name not in counts]:
            counts |= self._facet_counts(found, missing)
        return counts

    def known(self, words: Collection[str]) -> dict[str, int]:
        counted = ((word, self.searcher.doc_freq("all", word)) for word in words)
        return {word: number for word, number in counted if number}

    def organisations(
        self, asked: Asked, start: int, length: int, *, public_only: bool
    ) -> list[Hit]:
        wanted = organisations.beginnings(asked)
        if not wanted:
            return []
        parts = [self._organisations(public_only=public_only), *map(self._beginning, wanted)]
        found = self.searcher.search(
            Matching.boolean_query([(Occur.Must, one) for one in parts]),
            length,
            offset=start,
            order_by_field="latest",
        )
        return [Hit(*index.read_stored(self.searcher, address)) for _key, address in found.hits]

    def organisation_count(self) -> int:
        return self.searcher.search(self._organisations(public_only=False), 1).count

    # Rows, which PostgreSQL would have to be asked for

    def rows(self, query: Query, start: int, length: int) -> list[Printed]:
        addresses = self.addresses(query, start, length)
        return [index.read_row(self.searcher, one, query.language) for one in addresses]

    def titled(self, asked: Asked, length: int, language: str) -> list[Printed]:
        query = Query(asked=asked, is_asked=True, order="relevance")
        tiers = self._tiers(query, ["title"])
        page = self._ranked(query, tiers, 0, length, self.searcher.num_docs)
        return [index.read_row(self.searcher, address, language) for address in page]

    def lines_at(self, addresses: Sequence[DocAddress], language: str) -> bytes:
        """Return the finished lines of projects, for a language that has them."""
        places = self.searcher.fast_field_values(index.LINES[language], addresses)
        return self._lines.read(places)

    # How

    def addresses(self, query: Query, start: int, length: int) -> list[DocAddress]:
        """Return where the hits from a place in the order on stand."""
        if query.finds_nothing:
            return []
        if start + length > DEEP:
            return self._deep(query, start, length)
        return self._page(query, start, length)

    def _page(self, query: Query, start: int, length: int) -> list[DocAddress]:
        """Return where the hits stand, sorted now; tier by tier where words rank."""
        if not ranks(query):
            _count, found = self._sorted(self.matching(query), query, start, length)
            return found
        known = self._overviews.peek(self.generation, query.ordered("-decided"))
        left = known.count if known else self.searcher.num_docs
        return self._ranked(query, self._tiers(query), start, length, left)

    def _ranked(
        self, query: Query, tiers: Iterable[Matching], start: int, length: int, left: int
    ) -> list[DocAddress]:
        """Return where hits stand, tier by tier while any of so many are `left` in those."""
        page: list[DocAddress] = []
        for tier in tiers:
            count, found = self._sorted(tier, query, start, length - len(page))
            page += found
            start, left = max(0, start - count), left - count
            if len(page) == length or left <= 0:
                break
        return page

    def _sorted(
        self, matching: Matching, query: Query, start: int, length: int
    ) -> tuple[int, list[DocAddress]]:
        """Return how many match, and where some of them stand, in the order."""
        field, order = self.order_of(query)
        found = self.searcher.search(
            matching, max(length, 1), order_by_field=field, offset=start, order=order
        )
        return found.count, [address for _key, address in found.hits[:length]]

    def order_of(self, query: Query) -> tuple[str, Order]:
        """Return the column that hits are sorted by, and which way."""
        if query.order.endswith("title"):
            language = "en" if query.language == "en" else "sv"
            return f"title_{language}", Order.Desc if query.order[0] == "-" else Order.Asc
        return ORDERS[query.order], Order.Desc

    def _deep(self, query: Query, start: int, length: int) -> list[DocAddress]:
        """Return where the hits far down an order stand; the whole order is kept."""
        kept = self._orders.get(self.generation, query, lambda: self._whole_order(query))
        return [DocAddress(one >> 32, one & LAST_DOC) for one in kept[start : start + length]]

    def _whole_order(self, query: Query) -> array[int]:
        page = self._page(query, 0, self.searcher.num_docs)
        return array("Q", (one.segment_ord << 32 | one.doc for one in page))

    def _overview(self, query: Query) -> Overview:
        return _overview(self._aggregated(query, (), COUNT_AND_SUMS))

    def _facet_counts(self, query: Query, facets: Collection[str]) -> dict[str, dict[int, int]]:
        """Return the counts of facets, and keep them.

        Who asks for several shows the selection, and will ask for its sums: the same pass
        tells them. Who asks for one has chosen in it, and shows less than this selection.
        """
        is_shown = len(facets) > 1
        found = self._aggregated(query, facets, COUNT_AND_SUMS if is_shown else {})
        if is_shown:
            with suppress(RefusedError):
                self._overviews.put(self.generation, query, _overview(found))
        counts = {facet: _counted(found, facet) for facet in facets}
        for facet, counted in counts.items():
            self._counts.put(self.generation, (query, facet), counted)
        return counts

    def _aggregated(
        self, query: Query, facets: Collection[str], sums: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Return what is counted and summed of a selection, by column."""
        asked = dict(sums) | {
            column: {"terms": {"field": column, "size": MOST_KEYS}}
            for facet in facets
            for column in COLUMNS.get(facet, [facet])
        }
        return self.searcher.aggregate(self.matching(query), asked)

    def matchings(self, query: Query) -> Iterator[Matching]:
        """Return what the hits match, one rank after the other where words rank them."""
        if ranks(query):
            yield from self._tiers(query)
        else:
            yield self.matching(query)

    def matching(self, query: Query, text: Matching | None = None) -> Matching:
        """Return what the projects of a selection match; `text` stands for the words."""
        if query.finds_nothing:
            return Matching.empty_query()
        parts = [(Occur.Must, self._seen(query.seen))]
        for parameter, keys in query.choices:
            field = "place" if parameter in {"county", "municipality"} else parameter
            parts.append((Occur.Must, self._any(field, keys)))
        if query.low is not None:
            parts.append((Occur.Must, self._range("support_high", query.low, None)))
        if query.high is not None:
            parts.append((Occur.Must, self._range("support_low", None, query.high)))
        if query.asked:
            parts += [(Occur.Must, text)] if text else self._words(query.asked)
            parts += [(Occur.MustNot, self._excluded(term)) for term in query.asked.excluded]
        return Matching.boolean_query(parts)

    def _words(self, asked: Asked) -> list[tuple[Occur, Matching]]:
        return [(Occur.Must, one) for one in self._groups(asked, "all", folded=True)]

    def _tiers(
        self, query: Query, fields: Sequence[str] = tuple(index.TEXTS)
    ) -> Iterator[Matching]:
        """Return what matches each rank and no better one, as `postgres.rank` has them."""
        better: list[Matching] = []
        for rank in self._ranks(query.asked, fields):
            # Whatever ranks has the words: that they stand somewhere need not be asked again.
            parts = [(Occur.Must, self.matching(query, rank))]
            parts += [(Occur.MustNot, one) for one in better]
            yield Matching.boolean_query(parts) if better else parts[0][1]
            better.append(rank)

    def _ranks(self, asked: Asked, fields: Sequence[str]) -> Iterator[Matching]:
        yield self._term("named", asked.whole)
        for folded in [False, True] if asked.may_fold else [False]:
            for field in fields:
                groups = self._groups(asked, field, folded=folded)
                parts = [(Occur.Must, one) for one in groups]
                yield Matching.boolean_query(parts) if parts else Matching.all_query()

    def _groups(self, asked: Asked, field: str, *, folded: bool) -> list[Matching]:
        return [
            _either([self._matches(term, field, folded=folded) for term in group])
            for group in asked.groups
        ]

    def _matches(self, term: Term, field: str, *, folded: bool) -> Matching:
        if len(term.words) > 1:
            return Matching.phrase_query(self.columns, field, list(term.words))
        return _either([self._lexeme(one, field) for one in term.lexemes(folded=folded)])

    def _lexeme(self, lexeme: Lexeme, field: str) -> Matching:
        if lexeme.is_beginning:
            return Matching.fuzzy_term_query(self.columns, field, lexeme.text, 0, prefix=True)
        return self._term(field, lexeme.text)

    def _excluded(self, term: Term) -> Matching:
        return self._matches(term, "all", folded=False)

    def _organisations(self, *, public_only: bool) -> Matching:
        seen = [organisations.SEEN] if public_only else [organisations.SEEN, organisations.UNSEEN]
        return _either([self._term("seen", value) for value in seen])

    def _beginning(self, word: str) -> Matching:
        found = (Lexeme(one, is_beginning=True) for one in organisations.lexemes(word))
        return _either([self._lexeme(one, index.ORGANISATION) for one in found])

    def _seen(self, seen: Seen) -> Matching:
        return _either([self._term("seen", value) for value in SEEN.get(seen, EVERYBODY)])

    def _is_any(self, seen: Seen) -> bool:
        """Whether any project is there for such eyes, which is told at once."""
        return any(self.searcher.doc_freq("seen", one) for one in SEEN.get(seen, EVERYBODY))

    def _any(self, field: str, keys: Sequence[int]) -> Matching:
        return _either([self._term(field, key) for key in keys])

    def _range(self, field: str, low: int | None, high: int | None) -> Matching:
        return Matching.range_query(self.columns, field, FieldType.Unsigned, low, high)

    def _term(self, field: str, value: Any) -> Matching:
        return Matching.term_query(self.columns, field, value, "basic")


def ranks(query: Query) -> bool:
    """Whether the order of a query is how well its words fit."""
    return bool(query.asked) and query.order.endswith("relevance")


def _either(matching: list[Matching]) -> Matching:
    if len(matching) == 1:
        return matching[0]
    return Matching.boolean_query([(Occur.Should, one) for one in matching])


def _counted(found: Mapping[str, Any], facet: str) -> dict[int, int]:
    """Return the number of projects by key of a facet."""
    columns = [_numbers(found[column]) for column in COLUMNS.get(facet, [facet])]
    if facet == "year":
        return _running(*columns)
    counts = columns[0]
    for more in columns[1:]:
        for key, number in more.items():
            counts[key] = counts.get(key, 0) + number
    return counts


def _numbers(found: Mapping[str, Any]) -> dict[int, int]:
    return {int(one["key"]): one["doc_count"] for one in found["buckets"]}


def _running(begun: dict[int, int], over: dict[int, int]) -> dict[int, int]:
    """Return how many projects run in each year, from how many have begun and are over in it."""
    counts, running = {}, 0
    for year in range(min(begun, default=0), max(over, default=0)):
        running += begun.get(year, 0) - over.get(year, 0)
        if running:
            counts[year] = running
    return counts


def _overview(found: Mapping[str, Any]) -> Overview:
    """Return the count and the totals. Raises RefusedError where they would not be exact."""
    return Overview(int(found["count"]["value"]), *(_total(found, basis) for basis in BASES))


def _total(found: Mapping[str, Any], basis: str) -> Total:
    """Return a total from the sums of its columns. Raises RefusedError for inexact ones."""
    bounded = found[f"{basis}_low"]
    if not bounded["count"]:
        return Total.empty(BASES[basis], None)
    low = _whole(bounded["sum"])
    spread, is_open, lacks = (
        _whole(found[f"{basis}_{name}"]["value"]) for name in index.SUMS if name != "low"
    )
    approximate, unknown = divmod(lacks, PACKED)
    return Total(
        at_least=kronor(low),
        at_most=None if is_open else kronor(low + spread),
        unknown_parts=unknown,
        is_approximate=bool(approximate),
        basis=BASES[basis],
        on=None,
        projects=int(bounded["count"]),
    )


def _whole(value: float | None) -> int:
    if value and value >= EXACT:
        raise RefusedError("a sum is too large to be exact")
    return int(value or 0)
