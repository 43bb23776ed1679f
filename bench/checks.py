"""Whether both show the same: what differs is not worth comparing."""

import datetime
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench import page
from bench.drawing import Query, datasette_address, product_address
from bench.servers import Server

NAMES = {
    "county": "counties",
    "year": "years",
    "programme": "programmes",
    "funder": "funders",
    "status": "status",
}


def differences(site: Server, datasette: Server, file: Path, queries: list[Query]) -> Iterator[str]:
    """Yield in words what the two say differently of each selection."""
    for query in queries:
        address = product_address(query)
        status, _, html = site.get(address)
        if status != 200:
            yield f"{address} answered {status}"
            continue
        ours = page.read(html)
        theirs = answer(datasette, query)
        hits = theirs["filtered_table_rows_count"]
        if ours.hits != hits:
            yield f"{address} has {ours.hits} projects, Datasette {hits}"
        for words in (*counts(site, theirs, query), *sums(ours, file, query)):
            yield f"{address} {words}"


def answer(datasette: Server, query: Query) -> dict[str, Any]:
    """Return what Datasette says as JSON, with as many values of each facet as it gives."""
    address = datasette_address(query, ".json", (("_facet_size", "max"),))
    return json.loads(datasette.get(address)[2])


def counts(site: Server, theirs: dict[str, Any], query: Query) -> Iterator[str]:
    """Yield the counts that differ, of all values that ours show when a facet is opened.

    Ours count a parameter without regard to its own choice, so that a chosen one cannot be
    compared; nor can years to come, which ours show up to the last known end only.
    """
    chosen = {name for name, _ in query}
    facets = theirs["facet_results"]
    facets = facets.get("results", facets)
    this_year = str(datetime.date.today().year)  # noqa: DTZ011 - a day more or less is no matter
    for name in NAMES.keys() - chosen:
        found = {str(one["value"]): one["count"] for one in facets[NAMES[name]]["results"]}
        shown = opened(site, query, name)
        if found and not shown:
            yield f"shows no count of {name}, Datasette {len(found)}"
        for value, number in shown.items():
            if number != found.get(value, 0) and not (name == "year" and value > this_year):
                yield f"has {number} of {name} {value}, Datasette {found.get(value, 0)}"


def opened(site: Server, query: Query, name: str) -> dict[str, int]:
    """Return the counts of a facet that is asked to show all its values."""
    address = product_address((*query, ("open", name)))
    return page.read(site.get(address)[2]).counts.get(name, {})


def compared(site: Server) -> dict[str, int]:
    """Return how many values of each facet of the whole list are compared."""
    return {name: len(opened(site, (), name)) for name in NAMES}


def sums(ours: page.Page, file: Path, query: Query) -> Iterator[str]:
    """Yield the sum where it is printed otherwise than that of the exported rows would be."""
    if any(name == "q" for name, _ in query):
        return
    expected = printed(file, query)
    if (ours.sum or "") != expected:
        yield f"sums up to {ours.sum!r}, the exported rows to {expected!r}"


def printed(file: Path, query: Query) -> str:
    """Return the registered support of the exported rows as the site writes it."""
    from django.utils.html import strip_tags

    from projects.money import Basis, Total
    from projects.templatetags.figures import total

    conditions, values = ["has_support"], []
    for name, value in query:
        held = f"EXISTS (SELECT 1 FROM json_each({NAMES[name]}) WHERE value = ?)"
        conditions.append("status = ?" if name == "status" else held)
        values.append(value)
    select = (
        "SELECT count(*), sum(support_low), sum(support_high), sum(support_high IS NULL), "
        f"sum(unknown_parts), max(is_approximate) FROM projects WHERE {' AND '.join(conditions)}"
    )
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        number, low, high, is_open, unknown, approximate = connection.execute(
            select, values
        ).fetchone()
    if not number:
        return ""
    known = Total(
        at_least=_kronor(low),
        at_most=None if is_open else _kronor(high),
        unknown_parts=unknown,
        is_approximate=bool(approximate),
        basis=Basis.REGISTERED_SUPPORT,
        on=None,
        projects=number,
    )
    return page.plain(strip_tags(str(total(known))))


def _kronor(number: float) -> Decimal:
    return Decimal(f"{number:.2f}")
