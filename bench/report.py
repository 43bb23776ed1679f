"""What was found, as a table for a person and as rows for a program."""

import datetime
import json
import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.config import Config
from bench.meter import memory, processes, trees
from bench.servers import Server
from bench.turns import Cost

MOST = {
    ("search", "datasette"): (1 / 25, 1 / 60),
    ("list", "datasette"): (1 / 60, 1 / 200),
    ("filters", "empty"): (12, 15),
    ("project", "datasette"): (1 / 8, 1 / 8),
    ("api", "datasette"): (1 / 3, 1 / 3),
    ("csv", "datasette"): (1 / 5, 1 / 5),
    ("repeat", "empty"): (1.3, 1.3),
    ("deep", "first"): (1.2, 1.2),
    ("admin_search", "admin"): (1 / 20, 1 / 100),
    ("news", "empty"): (2.5, 2.5),
    ("article", "empty"): (1.5, 1.5),
}
"""The ratios that must not be passed, by operation and peer: up to 100 000 rows, and beyond."""
LARGE = 500_000


@dataclass(frozen=True)
class Result:
    """One operation held against one peer; milliseconds, CPU a request by the median of turns."""

    operation: str
    rows: int
    peer: str
    cpu_ms: float
    peer_cpu_ms: float
    ratio: float
    p50_ms: float
    p95_ms: float


def result(operation: str, rows: int, peer: str, own: Cost, other: Cost) -> Result:
    """Return what two costs say together; the latencies are the product's."""
    return Result(
        operation=operation,
        rows=rows,
        peer=peer,
        cpu_ms=round(own.cpu_ms, 3),
        peer_cpu_ms=round(other.cpu_ms, 3),
        ratio=round(own.cpu_ms / other.cpu_ms, 9) if other.cpu_ms else float("inf"),
        p50_ms=round(own.percentile_ms(50), 2),
        p95_ms=round(own.percentile_ms(95), 2),
    )


def ratio_text(ratio: float) -> str:
    """Return 0.05 as "1/20" and 1.5 as "1.5"."""
    if 0 < ratio < 1:
        return f"1/{1 / ratio:.{0 if ratio <= 0.1 else 1}f}"
    return f"{ratio:.1f}"


def line(cells: Iterable[str]) -> str:
    operation, rows, peer, *numbers = cells
    return f"{operation:<13}{rows:>9}  {peer:<10}" + "".join(f"{one:>12}" for one in numbers)


def heading() -> str:
    return line(["operation", "rows", "peer", "cpu ms", "peer ms", "ratio", "p50 ms", "p95 ms"])


def row(found: Result) -> str:
    """Return the line of the table."""
    numbers = [f"{found.cpu_ms:.2f}", f"{found.peer_cpu_ms:.2f}", ratio_text(found.ratio)]
    numbers += [f"{found.p50_ms:.1f}", f"{found.p95_ms:.1f}"]
    return line([found.operation, str(found.rows), found.peer, *numbers])


def missing(operation: str, rows: int, why: str) -> str:
    """Return the line of what could not be measured."""
    return f"{operation:<13}{rows:>9}  {why}"


def bounds(results: Iterable[Result]) -> list[str]:
    """Return for every result that has a bound whether it is held."""
    return [
        f"{one.operation} against {one.peer}: at most {ratio_text(most)}, "
        f"{'held' if one.ratio <= most else 'NOT HELD'} ({ratio_text(one.ratio)})"
        for one in results
        if (most := bound_of(one)) is not None
    ]


def bound_of(result: Result) -> float | None:
    """Return the ratio that a result may not pass, if it has one."""
    most = MOST.get((result.operation, result.peer))
    return most[result.rows >= LARGE] if most else None


def write(results: Iterable[Result], path: Path) -> None:
    path.write_text(json.dumps([asdict(one) for one in results], indent=1) + "\n")


def machine(versions: dict[str, str]) -> list[str]:
    """Return on what, when and with which versions this was measured."""
    known = {"Python": platform.python_version(), "Django": installed("django")} | versions
    named = ", ".join(f"{name} {number}" for name, number in known.items())
    today = datetime.datetime.now(tz=datetime.UTC).date()
    return [f"{cpu_model()}, {os.cpu_count()} cores, {sys.platform}, {today}", named]


def installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def cpu_model() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [one.partition(":")[2].strip() for one in lines if one.startswith("model name")]
    return names[0] if names else platform.machine()


def resident(name: str, server: Server) -> str:
    """Return the memory of the largest process that a server's first one is or began."""
    sizes: list[dict[str, Any]] = [memory(one.pid) for one in trees(processes(), server.roots[:1])]
    largest = max(sizes, key=lambda one: one.get("Pss", 0))
    resident, share = (round(largest[kind] / 1024) for kind in ("Rss", "Pss"))
    return f"{name}: {resident} MB resident in its largest process, {share} MB its share"


def introduction(config: Config, made: dict[str, Any]) -> list[str]:
    """Return what is about to be measured, and how long the database took to make."""
    took = ", ".join(f"{name} {seconds} s" for name, seconds in made["seconds"].items())
    return [
        f"{config.rows} projects, {config.rounds} rounds, {config.connections} connections",
        f"Made by: {took}",
    ]
