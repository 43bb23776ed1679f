"""An index is made whole beside the one in use, and anew where that one cannot be used."""

import datetime
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from projects import publishing
from projects.management.commands.build_index import _while_there
from projects.models import Place, Project
from projects.search import building, following
from projects.search.documents import Document
from projects.search.executor import executor
from projects.search.following import Follower, Reader
from projects.search.query import Query, Seen
from projects.search.reading import batches_elsewhere
from tests.factories import ProjectFactory
from tests.projects.search.indexed import elsewhere, found, leave

pytestmark = pytest.mark.django_db

ALL = Query(seen=Seen.ALL)


@pytest.fixture
def nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever makes an index, in a process of its own, give up at once."""
    monkeypatch.setenv("DEBUG", "neither yes nor no")


def test_who_reads_an_old_index_goes_on_until_it_looks(follower: Follower, folder: Path) -> None:
    old = follower.engine
    project = ProjectFactory(published=True)
    old_hits = old.hits(ALL, 0, 10)

    building.build()

    assert [path.name for path in folder.glob("index-*")] == [building.current().name]
    assert old.hits(ALL, 0, 10) == old_hits == []
    follower.step()
    assert found(follower) == [project.pk]
    assert follower.engine.generation != old.generation


def test_a_change_while_the_index_is_made_is_read_again(new_follower, folder: Path) -> None:
    one, other = ProjectFactory.create_batch(2, published=True)

    def read(day: datetime.date, now: datetime.datetime) -> Iterator[list[Document]]:
        yield from building.batches(day, now)
        Project.objects.filter(pk=one.pk).update(starts_on=datetime.date(2001, 1, 1))
        publishing.withdraw(other, reason_sv="Fel.")

    building.build(read)
    follower = new_follower()
    follower.step()

    assert found(follower, choices=(("year", (2001,)),)) == found(follower) == [one.pk]


@pytest.mark.parametrize(
    "harm",
    [
        lambda index: (index.parent / "current").unlink(),
        lambda index: (index.parent / "current").write_bytes(b"\xff\x00index"),
        lambda index: (index.parent / "current").write_text("../.."),
        lambda index: (index.parent / "current").write_text("index-" + "x" * 5_000),
        lambda index: (index / "meta.json").unlink(),
        lambda index: (index / "meta.json").write_text("{"),
        lambda index: [path.write_bytes(b"") for path in index.glob("*.term")],
        lambda index: [path.write_bytes(b"x" * 99) for path in index.glob("*.store")],
        lambda index: [path.unlink() for path in index.glob("*.fast")],
        lambda index: (index / "lines").unlink(),
        lambda index: os.truncate(index / "lines", 9),
    ],
    ids=[
        "no name",
        "garbage",
        "elsewhere",
        "long",
        "no meta",
        "meta",
        "terms",
        "store",
        "no fast",
        "no lines",
        "lines",
    ],
)
def test_a_damaged_index_is_not_used_and_made_anew(
    new_follower, harm: Callable[[Path], object], monkeypatch, nothing_is_made: None
) -> None:
    project = ProjectFactory(published=True)
    building.build()
    harm(building.current())
    follower = new_follower()

    follower.step()

    assert (follower.engine, follower.builder is not None) == (None, True)
    monkeypatch.setattr(following, "_follower", follower)
    assert executor().hits(Query(), 0, 10) == [project.pk]


def test_an_index_that_could_not_be_made_is_not_tried_again_at_once(
    new_follower, monkeypatch, nothing_is_made: None
) -> None:
    follower = new_follower()
    follower.step()
    assert follower.builder.wait() != 0

    follower.step()
    assert follower.builder is None

    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + following.REST)
    follower.step()
    assert follower.builder is not None


@pytest.mark.parametrize("state", [{"registry": "another"}, None], ids=["another", "older state"])
def test_an_index_of_another_registry_or_code_is_not_used(
    new_follower, nothing_is_made: None, state: dict[str, str] | None
) -> None:
    building.build()
    rewrite_state(state)
    follower = new_follower()

    follower.step()

    assert (follower.engine, follower.builder is not None) == (None, True)


def rewrite_state(changes: dict[str, str] | None) -> None:
    """Let the index say that it was made of something else, or in the words of older code."""
    reader = Reader()
    reader.look()
    writer = building.index.writer(reader.index)
    state = reader.engine.state
    building.index.write_state(writer, state._replace(**changes) if changes else [*state][:3])
    writer.commit()


def test_a_place_that_is_renamed_asks_for_all_to_be_read_anew(follower: Follower) -> None:
    ProjectFactory(published=True)
    follower.step()

    Place.objects.filter(code="24").update(short_sv="Västerbottens")

    assert follower.writer.follow() is False


def test_what_was_swept_is_not_swept_again_while_an_older_transaction_runs(new_follower) -> None:
    """The transaction of the test is such a one."""
    ProjectFactory(published=True)
    Place.objects.filter(code="24").update(short_sv="Västerbottens")
    building.build()

    for _ in range(2):
        follower = new_follower()
        follower.step()

        assert follower.builder is None
        [row] = follower.engine.rows(Query(), 0, 10)
        assert "<span>Västerbottens</span>" in row.tail
        leave(follower)


@pytest.mark.django_db(transaction=True)
def test_a_missing_index_is_made_and_one_of_other_names_is_made_anew(
    folder: Path, new_follower, monkeypatch
) -> None:
    """By `manage.py build_index`, in a process of its own."""
    for name, value in elsewhere(folder).items():
        monkeypatch.setenv(name, value)
    project = ProjectFactory(published=True)
    follower = new_follower()

    follower.step()
    assert follower.engine is None
    assert follower.builder.wait() == 0
    follower.step()
    assert found(follower) == [project.pk]

    old = follower.engine
    Place.objects.filter(code="24").update(short_sv="Västerbottens")
    follower.step()
    assert follower.builder.wait() == 0
    assert old.hits(Query(), 0, 10) == [project.pk]
    follower.step()
    [row] = follower.engine.rows(Query(), 0, 10)
    assert "<span>Västerbottens</span>" in row.tail
    assert follower.engine.generation != old.generation


@pytest.mark.django_db(transaction=True)
def test_another_process_reads_the_same(folder: Path, monkeypatch) -> None:
    for name, value in elsewhere(folder).items():
        monkeypatch.setenv(name, value)
    ProjectFactory.create_batch(3, published=True)
    now = timezone.now()

    here, there = (
        sorted((one for batch in read(now.date(), now) for one in batch), key=lambda one: one.pk)
        for read in (building.batches, batches_elsewhere)
    )

    assert len(here) == 3
    assert there == here


def test_an_index_is_made_no_further_once_nobody_waits_for_it() -> None:
    def read(*_moment: object) -> Iterator[list[int]]:
        yield from [[1], [2]]

    assert list(_while_there(os.getppid(), read)()) == [[1], [2]]
    with pytest.raises(SystemExit):
        list(_while_there(os.getpid(), read)())


def test_an_index_whose_projects_cannot_be_read_is_not_used(
    folder: Path, nothing_is_made: None
) -> None:
    with pytest.raises(EOFError):
        building.build(batches_elsewhere)

    assert building.current() is None
