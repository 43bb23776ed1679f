"""Whoever writes the index may be killed at any moment, and nothing is lost or said twice."""

import datetime
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from django.conf import settings as site

from projects import publishing
from projects.models import Organisation, Project
from projects.search import building
from projects.search.asked import asked
from projects.search.counting import COUNTS
from projects.search.engine import Engine
from projects.search.executor import Answers
from projects.search.following import Follower
from projects.search.postgres import Postgres
from projects.search.query import Query, Seen
from tests.drilling import drilled
from tests.factories import ProjectFactory
from tests.projects.search.indexed import agreed_file, elsewhere, read

EVERYTHING = 1_000
PATIENCE = 60
"""Seconds."""


@pytest.fixture
def begin(settings, tmp_path: Path) -> Iterator[Callable[[], int]]:
    """Begin a follower in a process of its own, and return its number."""
    settings.INDEX_ROOT = tmp_path
    environment = os.environ | elsewhere(tmp_path)
    environment["DJANGO_SETTINGS_MODULE"] = "spin_registry.settings"
    command = [sys.executable, "-m", "tests.projects.search.forking"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, cwd=site.BASE_DIR, **pipes) as forking:
        begun: list[int] = []

        def begin() -> int:
            forking.stdin.write("\n")
            forking.stdin.flush()
            begun.append(int(forking.stdout.readline()))
            return begun[-1]

        yield begin
        for one in begun[-1:]:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [4, drilled(50)])
def test_an_index_whose_writer_is_killed_often_agrees_with_postgresql(begin, times) -> None:
    rng = Random(9)  # noqa: S311 - nothing to guess
    ProjectFactory.create_batch(20, published=True)
    building.build()
    whole = seconds_to_commit(begin, rng)
    states = set()

    for number in range(times):
        follower = begin()
        change(rng, number)
        time.sleep(rng.uniform(0, whole))
        change(rng, number + times)
        time.sleep(rng.uniform(0, whole / 2))
        os.kill(follower, signal.SIGKILL)
        states.add(read().generation)

    agrees(after_one_step())
    assert len(states) > times / 20  # some live to commit, however busy the machine is


def seconds_to_commit(begin: Callable[[], int], rng: Random) -> float:
    """Return how long a follower takes here from its start to its first commit."""
    before, began = read().generation, time.monotonic()
    follower = begin()
    change(rng, 100)
    while read().generation == before:
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.01)
    os.kill(follower, signal.SIGKILL)
    return time.monotonic() - began


def change(rng: Random, number: int) -> None:
    """Publish a project, withdraw one, change some, or rename an organisation."""
    keys = list(Project.objects.published().values_list("pk", flat=True))
    match number % 4:
        case 0:
            ProjectFactory(slug=f"ny-{number}", title_sv=f"Ny satsning {number}", published=True)
        case 1:
            publishing.withdraw(Project.objects.get(pk=rng.choice(keys)), reason_sv="Fel.")
        case 2:
            some = Project.objects.filter(pk__in=rng.sample(keys, 5))
            some.update(acronym=f"N{number}", ends_on=datetime.date(2027, 1, 1 + number % 28))
        case 3:
            taking_part = Organisation.objects.filter(participations__project__in=keys)
            one = taking_part.order_by("pk").first()
            Organisation.objects.filter(pk=one.pk).update(name=f"Namn {number}")


def after_one_step() -> Engine:
    """Return the index as whoever comes next uses it, after one step."""
    follower = Follower()
    while follower.lock is None:  # the system takes the lock from a killed process a little later
        follower.step()
    assert follower.builder is None
    assert follower.engine is not None
    follower.writer = None
    os.close(follower.lock)
    return follower.engine


def agrees(index: Engine) -> None:
    postgres = Postgres()
    for text in ["", "ny satsning", "namn", "projekt", "-ny"]:
        for seen in Seen:
            query = Query(asked=asked(text), is_asked=bool(text), seen=seen)
            hits = postgres.hits(query, 0, EVERYTHING)
            assert index.hits(query, 0, EVERYTHING) == hits
            assert index.overview(query) == postgres.overview(query)
            assert index.counts(query, COUNTS) == postgres.counts(query, COUNTS)
    everything = replace(Query(), seen=Seen.ALL)
    shown = index.rows(everything, 0, EVERYTHING)
    assert shown == Answers(None).rows(everything, 0, EVERYTHING)
    for language in ["sv", "en"]:
        assert agreed_file(index, language).count(b"\r\n") > 1
