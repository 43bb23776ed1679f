"""The whole list as CSV, held against Datasette's file of the same columns and PostgreSQL's COPY.

A file takes a server seconds or minutes, so that each is asked for one at a time. What counts is
the processor time of all of a server's processes, PostgreSQL's for the site's, as everywhere here.
"""

import csv
import http.client
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Event, Thread

import psycopg
from django.db import connection
from django.utils import timezone

from bench import servers
from bench.client import HOST
from bench.config import Config
from bench.database import address, fingerprint
from bench.meter import cpu_seconds, memory, processes, trees
from bench.report import LARGE, Result
from bench.servers import Server

OWN = "/projekt/hamta.csv"
SMALL = f"{OWN}?q=P000001"
THEIRS = "/files/files.csv?_stream=on&_size=max"
"""As Datasette's own form asks for all rows: in pages as large as it gives."""
BLOCK = 1 << 20
LOOK_SECONDS = 0.1
MOST_MIB, MOST_FIRST_MS = 64, 200
COPY = "COPY ({}) TO STDOUT (FORMAT csv, HEADER)"


@dataclass(frozen=True)
class Sent:
    """What one file cost: CPU seconds in all, of PostgreSQL alone, and until its first byte."""

    lines: int
    cpu: float
    database: float
    first: float
    extra_mib: float


def measured(config: Config, site: Server, made: object) -> Iterator[tuple[Result | None, str]]:
    """Yield a result where there is a peer to it, and the line that tells of it."""
    rounds = 1 if config.rows >= LARGE else config.rounds
    for _ in range(4):  # so that every process has begun, and is connected
        site.get(SMALL)
    own = [download(site, OWN) for _ in range(rounds)]
    yield None, f"{told('product', own)}\n{kept_to(own)}"
    file = exported(config, made)
    with servers.datasette(file) as peer:
        peer.get(THEIRS.replace("_stream=on&_size=max", "_size=1"))
        theirs = [download(peer, THEIRS) for _ in range(rounds)]
    yield result(config, "datasette", own, theirs), told("datasette", theirs)
    copied = [copy(config, site) for _ in range(rounds)]
    yield result(config, "copy", own, copied), told("copy", copied)


def result(config: Config, peer: str, own: list[Sent], theirs: list[Sent]) -> Result:
    mine, other = (1000 * median(one.cpu for one in sent) for sent in (own, theirs))
    ratio = round(mine / other, 9) if other else float("inf")
    return Result("csv", config.rows, peer, round(mine, 1), round(other, 1), ratio, 0.0, 0.0)


def told(name: str, sent: list[Sent]) -> str:
    """Return what the files of one server cost, by the median."""
    cpu, database = (median(getattr(one, name) for one in sent) for name in ("cpu", "database"))
    first, extra = 1000 * median(one.first for one in sent), median(one.extra_mib for one in sent)
    return (
        f"csv, {name}: {sent[0].lines} lines, CPU {cpu:.1f} s (PostgreSQL {database:.1f} s), "
        f"{first:.0f} ms of it until the first byte, {extra:.0f} MiB more than at rest"
    )


def kept_to(own: list[Sent]) -> str:
    """Return whether memory and the first byte are within their bounds, in the worst turn."""
    extra, first = max(one.extra_mib for one in own), 1000 * max(one.first for one in own)
    parts = [("more memory", extra, MOST_MIB, "MiB"), ("first byte", first, MOST_FIRST_MS, "ms")]
    return "\n".join(
        f"csv, {name}: at most {most} {unit}, "
        f"{'held' if found <= most else 'NOT HELD'} ({found:.0f} {unit})"
        for name, found, most, unit in parts
    )


def download(server: Server, path: str) -> Sent:
    """Read one file to its end and throw it away."""
    before = [cpu_seconds([root]) for root in server.roots]
    with (
        Highest(server.roots) as peak,
        closing(http.client.HTTPConnection(HOST, server.port)) as asked,
    ):
        asked.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = asked.getresponse()
        block = answer.read(1)
        first = cpu_seconds(server.roots) - sum(before)
        lines = 0
        while block:
            lines += block.count(b"\n")
            block = answer.read(BLOCK)
    if answer.status != http.client.OK:
        raise SystemExit(f"{path} answered {answer.status}")
    spent = [cpu_seconds([root]) - one for root, one in zip(server.roots, before, strict=True)]
    return Sent(lines, sum(spent), sum(spent[1:]), first, peak.mib)


def copy(config: Config, site: Server) -> Sent:
    """Have PostgreSQL write the same columns of the same projects."""
    database = site.roots[-1:]
    before, first, lines = cpu_seconds(database), 0.0, 0
    with Highest(database) as peak, psycopg.connect(address(config)) as source:
        for block in blocks(source):
            first = first or cpu_seconds(database) - before
            lines += bytes(block).count(b"\n")
    spent = cpu_seconds(database) - before
    return Sent(lines, spent, spent, first, peak.mib)


def blocks(source: psycopg.Connection) -> Iterator[bytes | bytearray | memoryview]:
    with source.cursor() as cursor, cursor.copy(COPY.format(query()).encode()) as copied:
        yield from copied


def query() -> str:
    """Return the usual columns of all public projects, as PostgreSQL is asked for them."""
    from projects.downloads.columns import Asking
    from projects.downloads.projects import COLUMNS
    from projects.models import Project

    asking = Asking("sv", timezone.localdate(), "https://registry.example.org")
    usual = {f"cell_{one.name}": one.value(asking) for one in COLUMNS if one.is_usual and one.value}
    asked = Project.objects.published().order_by().annotate(**usual).values_list(*usual)
    statement, values = asked.query.sql_with_params()
    with connection.cursor() as cursor:
        return str(cursor.mogrify(statement, values))


def exported(config: Config, made: object) -> Path:
    """Write a file of one table for Datasette, unless it is there; return where it lies."""
    path, stamp = config.folder / "files.db", config.folder / "files.json"
    wanted = {"made": made, "on": str(timezone.localdate()), "code": source_of_columns()}
    if path.exists() and stamp.exists() and json.loads(stamp.read_text()) == wanted:
        return path
    between = path.with_suffix(".csv")
    for old in (stamp, path, path.with_suffix(".inspect.json")):
        old.unlink(missing_ok=True)
    with psycopg.connect(address(config)) as source, between.open("wb") as written:
        written.writelines(blocks(source))
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as target,
        between.open(encoding="utf-8", newline="") as text,
    ):
        rows = csv.reader(text)
        columns = [f'"{name.removeprefix("cell_")}" TEXT' for name in next(rows)]
        target.executescript("PRAGMA journal_mode = off; PRAGMA synchronous = off;")
        target.execute(f"CREATE TABLE files ({', '.join(columns)})")
        target.execute("BEGIN")
        marks = ", ".join("?" for _ in columns)
        target.executemany(f"INSERT INTO files VALUES ({marks})", rows)
        target.execute("COMMIT")
    between.unlink()
    stamp.write_text(json.dumps(wanted))
    return path


def source_of_columns() -> str:
    """Return a hash of the code that says what the columns are."""
    return fingerprint(["projects/downloads/*.py", "bench/files.py"])


class Highest:
    """How much more memory of their own processes took during a block than before it.

    What is only a file read into memory, or PostgreSQL's shared buffers, is not counted.
    """

    def __init__(self, roots: tuple[int, ...]) -> None:
        self.roots, self.done, self.peak = roots, Event(), 0
        self.watch = Thread(target=self._watch)

    def __enter__(self) -> "Highest":
        self.rest = own_memory(self.roots)
        self.watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.done.set()
        self.watch.join()

    @property
    def mib(self) -> float:
        return max(0, self.peak - self.rest) / 1024

    def _watch(self) -> None:
        while not self.done.wait(LOOK_SECONDS):
            self.peak = max(self.peak, own_memory(self.roots))


def own_memory(roots: tuple[int, ...]) -> int:
    """Return the kB that whole trees of processes hold by themselves."""
    found = 0
    for one in trees(processes(), roots):
        try:
            found += memory(one.pid).get("Anonymous", 0)
        except OSError:  # ended since it was listed
            continue
    return found
