"""The keys of a whole selection in its order, a window at a time, with flat memory."""

from array import array
from collections.abc import Iterable, Iterator, Sequence

from tantivy import DocAddress, FieldType, Occur
from tantivy import Query as Matching

from projects.search.engine import Engine
from projects.search.executor import Answers
from projects.search.postgres import Postgres
from projects.search.query import Query
from spin_registry.patience import patience

FIRST = 200
"""Keys of the first window, so that a file begins at once."""
WINDOW = 20_000
CHUNK = 1_000
"""Keys that the database is asked for at once."""


def chunks(answers: Answers, query: Query) -> Iterator[Sequence[int]]:
    """Yield the keys of all hits in the order of the query, some hundreds at a time.

    The first are there at once, and no more than a window of them is held together: the
    index is asked from the last key of one window for the next. PostgreSQL, which sorts anew
    for each question, is asked once, also for what the index sorts by texts: it would hold all
    of those.
    """
    if answers.engine is None or not has_ranges(query):
        yield from _parts(_sorted_once(query))
        return
    for addresses in addresses_of(answers.engine, query):
        yield answers.engine.keys_at(addresses)


def addresses_of(engine: Engine, query: Query) -> Iterator[Sequence[DocAddress]]:
    """Yield where the hits of an order that has ranges stand, in the same way."""
    return _parts(_windows(engine, query))


def has_ranges(query: Query) -> bool:
    """Whether the index sorts by numbers, and so can be asked for those below one."""
    return not query.order.endswith(("title", "granted"))


def _parts[Hit](windows: Iterable[Sequence[Hit]]) -> Iterator[Sequence[Hit]]:
    for window in windows:
        for start in range(0, len(window), CHUNK):
            yield window[start : start + CHUNK]


def _sorted_once(query: Query) -> Iterator[Sequence[int]]:
    """Yield all keys as eight bytes each; the order is PostgreSQL's of one moment."""
    with patience():
        found = Postgres().ordered(query).values_list("pk", flat=True)
        keys = array("Q", found.iterator(chunk_size=WINDOW))
    yield keys


def _windows(engine: Engine, query: Query) -> Iterator[Sequence[DocAddress]]:
    if query.finds_nothing:
        return
    length = FIRST
    for matching in engine.matchings(query):
        below: int | None = None
        while True:
            found = _below(engine, matching, query, below, length)
            yield [address for _key, address in found]
            if len(found) < length:
                break
            below, length = found[-1][0], WINDOW


def _below(
    engine: Engine, matching: Matching, query: Query, below: int | None, length: int
) -> list:
    """Return the next hits of an order that descends, below the key of the last one."""
    field, order = engine.order_of(query)
    if below is not None:
        rest = Matching.range_query(
            engine.columns, field, FieldType.Unsigned, None, below, include_upper=False
        )
        matching = Matching.boolean_query([(Occur.Must, matching), (Occur.Must, rest)])
    return engine.searcher.search(matching, length, order_by_field=field, order=order).hits
