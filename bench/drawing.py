"""Draws what visitors might ask, by chance but the same each time, and nothing twice."""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

ONE_WORD = 0.55
CUT_SHORT = 0.3
PATIENCE = 20
HOPELESS = 100
"""Misses in a row: after so many a query gets a word more, or nothing new is left."""

_WORD = re.compile(r"[^\W_]{3,}")

type Query = tuple[tuple[str, str], ...]
"""Names of the list's parameters with their values."""

COLUMNS = {
    "county": "counties__arraycontains",
    "year": "years__arraycontains",
    "programme": "programmes__arraycontains",
    "funder": "funders__arraycontains",
    "status": "status__exact",
}
FACETS = [
    ("_facet_array", "funders"),
    ("_facet_array", "programmes"),
    ("_facet_array", "counties"),
    ("_facet_array", "years"),
    ("_facet", "status"),
]


@dataclass(frozen=True)
class Row:
    """A project as somebody who looks for it would think of it."""

    texts: tuple[str, ...]
    values: tuple[tuple[str, tuple[str, ...]], ...]


def words(chance: Random, rows: Sequence[Row], misses: int = 0) -> Query:
    """Draw one or two words of one text, the last of them sometimes only begun."""
    found: list[str] = []
    while not found:
        texts = [text for text in chance.choice(rows).texts if text]
        found = _WORD.findall(chance.choice(texts).lower()) if texts else []
    number = (1 if chance.random() < ONE_WORD else 2) + misses // PATIENCE
    chosen = chance.sample(found, min(number, len(found)))
    last = chosen[-1]
    if chance.random() < CUT_SHORT and len(last) > 3:
        chosen[-1] = last[: chance.randint(3, len(last) - 1)]
    return (("q", " ".join(chosen)),)


def filters(chance: Random, rows: Sequence[Row], misses: int = 0) -> Query:
    """Draw two filters that one project fulfils both, in the order of their names."""
    while True:
        known = [(name, values) for name, values in chance.choice(rows).values if values]
        number = 2 + misses // PATIENCE
        if len(known) >= 2:
            chosen = chance.sample(known, min(number, len(known)))
            return tuple(sorted((name, chance.choice(values)) for name, values in chosen))


def distinct[T: Hashable](draw: Callable[[int], T]) -> Iterator[T]:
    """Yield what is drawn and never the same twice; ends when nothing new comes any more.

    `draw` is told how many times in a row it has drawn something known.
    """
    known: set[T] = set()
    misses = 0
    while misses < HOPELESS:
        one = draw(misses)
        if one in known:
            misses += 1
            continue
        known.add(one)
        misses = 0
        yield one


def shuffled[T](drawn: Iterator[T], chance: Random, size: int = 4000) -> Iterator[T]:
    """Yield in another order: what is drawn late is longer, and would fall on the last rounds."""
    while chunk := [one for _, one in zip(range(size), drawn, strict=False)]:
        chance.shuffle(chunk)
        yield from chunk


def product_address(query: Query) -> str:
    return f"/projekt/?{urlencode(query)}" if query else "/projekt/"


def datasette_address(query: Query, kind: str = "", more: Query = ()) -> str:
    """Return the page of Datasette's table that asks the same, sorted as our list is."""
    asked: list[tuple[str, str]] = []
    for name, value in query:
        if name == "q":
            started = " ".join(f"{word}*" for word in value.split())
            asked += [("_searchmode", "raw"), ("_search", started)]
        else:
            asked.append((COLUMNS[name], value))
    return (
        f"/bench/projects{kind}?{urlencode([*asked, *FACETS, ('_sort_desc', 'decided_on'), *more])}"
    )
