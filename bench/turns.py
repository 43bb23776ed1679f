"""Lets the compared take turns, and says what a request cost each of them."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import median, quantiles
from typing import Any

from bench.config import CHECKOUT, Config
from bench.meter import cpu_seconds
from bench.servers import Server

FEWEST = 3
MOST = 4000
"""Requests in a turn; few where each takes the peer half a minute."""

type Request = tuple[str, dict[str, str]]
"""An address and its headers."""


class NotThereError(Exception):
    """The page cannot be measured; the text says why."""


@dataclass(frozen=True)
class Target:
    """Who is asked, how one question is put to it, and the status that its answers must have."""

    name: str
    server: Server
    request: Callable[[Any], Request]
    status: int = 200


@dataclass(frozen=True)
class Operation:
    """What is asked of the product and of its peers. `warm` is asked of each beforehand."""

    name: str
    asked: Iterator[Any]
    product: Target
    peers: list[Target]
    warm: Sequence[Any] = ()


@dataclass
class Cost:
    """What all turns of one target found: CPU seconds a request, by turn, and all waits."""

    cpu: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def cpu_ms(self) -> float:
        return 1000 * median(self.cpu)

    def percentile_ms(self, percent: int) -> float:
        return 1000 * quantiles(self.waits, n=100, method="inclusive")[percent - 1]


def measure(operation: Operation, config: Config) -> list[Cost]:
    """Return the costs of the product and then of its peers; NotThereError where it cannot be."""
    targets = [operation.product, *operation.peers]
    counts = [calibrated(one, operation, config) for one in targets]
    costs = [Cost() for _ in targets]
    for _ in range(config.rounds):
        asked = take(operation, max(counts))
        for target, count, cost in zip(targets, counts, costs, strict=True):
            cpu, waits = turn(target, asked[:count], config)
            cost.cpu.append(cpu / len(waits))
            cost.waits += waits
    return costs


def calibrated(target: Target, operation: Operation, config: Config) -> int:
    """Return how many requests fill a turn, found by asking ever more; that warms it up, too.

    A turn is measured in processor time, so that a busy machine does not make it a short one.
    """
    if operation.warm:
        turn(target, operation.warm, config)
    count = FEWEST
    while True:
        cpu, waits = turn(target, take(operation, count), config)
        if cpu > config.seconds / 4 or count * 4 > MOST:
            return min(MOST, max(FEWEST, round(len(waits) * config.seconds / max(cpu, 0.01))))
        count *= 4


def take(operation: Operation, count: int) -> list[Any]:
    """Return the next questions; NotThereError when nothing new can be asked."""
    asked = list(islice(operation.asked, count))
    if len(asked) < FEWEST:
        raise NotThereError("there are too few different questions to ask")
    return asked


def turn(target: Target, asked: Sequence[Any], config: Config) -> tuple[float, list[float]]:
    """Return the CPU seconds that the answers cost together, and the seconds each took."""
    order = {
        "port": target.server.port,
        "connections": config.connections,
        "requests": [target.request(one) for one in asked],
    }
    before = cpu_seconds(target.server.roots)
    done = subprocess.run(
        [sys.executable, "-m", "bench.client"],
        cwd=CHECKOUT,
        check=True,
        start_new_session=True,  # Ctrl-C is for the one that asks; it then ends this, too
        input=json.dumps(order).encode(),
        stdout=subprocess.PIPE,
    )
    cpu = cpu_seconds(target.server.roots) - before
    answers = json.loads(done.stdout)
    refuse_bad(target, Counter(status for status, _ in answers))
    return cpu, [seconds for _, seconds in answers]


def refuse_bad(target: Target, statuses: Counter[int]) -> None:
    """Raise NotThereError unless every answer has the status that it must have."""
    bad = {status: number for status, number in statuses.items() if status != target.status}
    if not bad:
        return
    if set(statuses) == {404}:
        raise NotThereError("not there")
    words = ", ".join(f"{number} times {status}" for status, number in sorted(bad.items()))
    raise NotThereError(f"{target.name} answered {words} of {statuses.total()}")
