"""Measures the product against its peers and prints one table."""

import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import django

from bench import checks, database, drawing, export, files, report, servers
from bench.config import HOME, SEED, Config, read
from bench.operations import Known, Operations, known
from bench.turns import NotThereError, measure
from spin_registry import embedded
from spin_registry.database import leave

MOST_DIFFERENCES = 20


def main() -> None:
    """Measure; ends with 1 where the two do not show the same."""
    config = read()
    signal.signal(signal.SIGTERM, leave)
    with ExitStack() as stack:
        try:
            stack.enter_context(embedded.running(HOME))
        except embedded.EmbeddedDatabaseError as error:
            sys.exit(str(error))
        database.apply(database.environment(config))
        django.setup()
        say("Preparing; kept for the next time.")
        servers.install_datasette()
        made = database.prepare(config)
        file = export.export(config, made["made of"])
        datasette = stack.enter_context(servers.datasette(file))
        site = stack.enter_context(servers.product(config, database.postmaster()))
        print(*introduction(config, made, datasette), sep="\n", flush=True)
        asked = known(file)
        compare(site, datasette, file, asked)
        results = measured(config, Operations(site, datasette, asked, *people_and_news()))
        results += list(sent(config, site, made["made of"]))
        print(
            "",
            report.resident("Product", site),
            report.resident("Datasette", datasette),
            *report.bounds(results),
            sep="\n",
            flush=True,
        )
        if config.json:
            report.write(results, config.json)


def introduction(config: Config, made: dict, datasette: servers.Server) -> list[str]:
    versions = {
        "PostgreSQL": database.server_version(),
        "tantivy": report.installed("tantivy"),
        **servers.datasette_versions(datasette),
    }
    return [*report.machine(versions), *report.introduction(config, made)]


def people_and_news() -> tuple[str, list[str]]:
    """Return the cookie of somebody who is signed in, and the addresses of some articles."""
    from django.db import connection

    from news.models import Article

    cookie = database.session_cookie()
    articles = [one.get_absolute_url() for one in Article.objects.published()[:20]]
    connection.close()
    return cookie, articles


def compare(site: servers.Server, datasette: servers.Server, file: Path, asked: Known) -> None:
    """Ask both the same few things; ends the process with 1 where the answers differ."""
    chance = Random(SEED)
    drawn = drawing.distinct(lambda misses: drawing.filters(chance, asked.rows, misses))
    selections = [query for query, _ in zip(drawn, range(8), strict=False)]
    numbers = [(("q", f"P{pk:06}"),) for pk, _ in asked.pages[:2]]
    queries: list[drawing.Query] = [(), *numbers, *selections]
    found = list(checks.differences(site, datasette, file, queries))
    for words in found[:MOST_DIFFERENCES]:
        print(f"DIFFERENT: {words}")
    if found:
        sys.exit(f"{len(found)} differences; nothing was measured.")
    shown = ", ".join(f"{name} {number}" for name, number in checks.compared(site).items())
    print(f"Both show the same for {len(queries)} selections; values counted in the list: {shown}")


def measured(config: Config, operations: Operations) -> list[report.Result]:
    """Measure one operation after the other, each printed as soon as it is known."""
    print(f"\n{report.heading()}", flush=True)
    results = []
    for name, make in operations.made.items():
        if config.operations and name not in config.operations:
            continue
        try:
            operation = make()
            own, *others = measure(operation, config)
        except NotThereError as error:
            print(report.missing(name, config.rows, str(error)), flush=True)
            continue
        for peer, other in zip(operation.peers, others, strict=True):
            results.append(report.result(name, config.rows, peer.name, own, other))
            print(report.row(results[-1]), flush=True)
    return results


def sent(config: Config, site: servers.Server, made: object) -> Iterator[report.Result]:
    """Measure whole files, each told as soon as it is known."""
    if config.operations and "csv" not in config.operations:
        return
    for found, line in files.measured(config, site, made):
        print(line, flush=True)
        if found:
            print(report.row(found), flush=True)
            yield found


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
