"""The index follows whatever changes, and is not used when it cannot be known to."""

import datetime
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from news.models import Article
from projects import publishing
from projects.models import Change, Place, Project, PublicationState
from projects.search import building, following
from projects.search.asked import asked
from projects.search.counting import COUNTS
from projects.search.documents import STATUSES
from projects.search.executor import executor
from projects.search.following import Follower, Reader
from projects.search.postgres import Postgres
from projects.search.query import Query, Seen
from tests.factories import (
    OrganisationFactory,
    ParticipationFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
)
from tests.projects.search.indexed import database_url

pytestmark = pytest.mark.django_db

ALL = Query(seen=Seen.ALL)


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.INDEX_ROOT = tmp_path / "index"
    return settings.INDEX_ROOT


@pytest.fixture
def new_follower(folder: Path) -> Iterator[Callable[[], Follower]]:
    """Make followers, as that many processes would; they let go of the folder after the test."""
    made: list[Follower] = []

    def new() -> Follower:
        made.append(Follower())
        return made[-1]

    yield new
    for one in made:
        leave(one)


@pytest.fixture
def follower(new_follower: Callable[[], Follower]) -> Follower:
    """The one follower of an index that was made when there was nothing."""
    building.build()
    follower = new_follower()
    follower.step()
    return follower


@pytest.fixture
def nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever makes an index, in a process of its own, give up at once."""
    monkeypatch.setenv("DEBUG", "neither yes nor no")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Put Django's clock forward."""
    now = timezone.now

    def forward(by: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + by)

    return forward


def leave(follower: Follower) -> None:
    """Let go of what the end of its process would let go of."""
    if follower.builder is not None:
        follower.builder.kill()
        follower.builder.wait()
    follower.writer = None
    if follower.lock is not None:
        os.close(follower.lock)
        follower.lock = None


def found(follower: Follower, text: str = "", **query: object) -> list[int]:
    """Return what the index finds, once sure that PostgreSQL finds the same."""
    selection = Query(asked=asked(text), is_asked=bool(text), **query)
    assert follower.engine is not None
    keys = follower.engine.hits(selection, 0, 100)
    assert keys == Postgres().hits(selection, 0, 100)
    assert follower.engine.overview(selection) == Postgres().overview(selection)
    assert follower.engine.counts(selection, COUNTS) == Postgres().counts(selection, COUNTS)
    return keys


def test_a_publication_is_found_after_one_step(follower: Follower) -> None:
    project = ProjectFactory(title_sv="Ångbåten", published=True)
    assert follower.engine.hits(ALL, 0, 10) == []

    follower.step()

    assert found(follower, "ångbåt") == found(follower) == [project.pk]


def test_what_psql_changes_is_followed(follower: Follower) -> None:
    projects = ProjectFactory.create_batch(3, published=True)
    follower.step()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_project SET starts_on = '2001-02-03', acronym = 'PSQL'")
    follower.step()

    assert sorted(found(follower, choices=(("year", (2001,)),))) == [one.pk for one in projects]
    facts = follower.engine.facts(Query(), 0, 10)
    assert {shown.acronym for _key, shown in facts} == {"PSQL"}


def test_what_is_deleted_is_gone(follower: Follower) -> None:
    project = ProjectFactory(title_sv="Ett utkast")
    follower.step()
    assert found(follower, seen=Seen.ALL) == [project.pk]

    project.delete()
    follower.step()

    assert found(follower, seen=Seen.ALL) == []


def test_a_withdrawn_project_is_withdrawn(follower: Follower) -> None:
    project = ProjectFactory(published=True)
    follower.step()

    publishing.withdraw(project, reason_sv="Fel.")
    follower.step()

    assert (found(follower), found(follower, seen=Seen.WITHDRAWN)) == ([], [project.pk])


def test_an_organisation_that_is_renamed_is_found_by_its_new_name(follower: Follower) -> None:
    lead, funder = OrganisationFactory(name="Skeppsvarvet"), OrganisationFactory(name="Rederiet")
    project = ProjectFactory()
    ParticipationFactory(project=project, organisation=lead)
    grant(project, funder=funder)
    ProjectPlaceFactory(project=project)
    publishing.publish(project)
    follower.step()
    assert found(follower, "skeppsvarv") == [project.pk]

    lead.name = "Hamnen"
    lead.save()
    follower.step()

    [[_key, facts]] = follower.engine.facts(Query(), 0, 10)
    assert facts.leads == [["Hamnen", "Hamnen"]]


def test_a_project_that_is_moved_is_found_at_its_new_place_alone(follower: Follower) -> None:
    project = ProjectFactory(published=True)
    row = project.project_places.get()
    elsewhere = ProjectPlaceFactory(place__code="2580").place
    follower.step()
    assert found(follower, choices=(("county", (row.place_id,)),)) == [project.pk]

    here, row.place = row.place_id, elsewhere
    row.save()
    follower.step()

    assert found(follower, choices=(("county", (here,)),)) == []
    assert project.pk in found(follower, choices=(("municipality", (elsewhere.pk,)),))


def test_a_row_that_changes_hands_is_told_of_both(follower: Follower) -> None:
    one, other = ProjectFactory.create_batch(2, published=True)
    organisation = OrganisationFactory()
    row = ParticipationFactory(project=one, organisation=organisation, role="partner")
    chosen = (("organisation", (organisation.pk,)),)
    follower.step()
    assert found(follower, choices=chosen) == [one.pk]

    row.project = other
    row.save()
    follower.step()

    assert found(follower, choices=chosen) == [other.pk]


def test_a_scheduled_project_turns_public_when_its_moment_has_passed(follower, clock) -> None:
    project = ProjectFactory(published=timezone.now() + timedelta(hours=1))
    follower.step()
    follower.step()
    before = follower.engine.generation
    assert found(follower) == []

    clock(timedelta(hours=1, seconds=1))
    follower.step()

    assert found(follower) == [project.pk]
    assert follower.engine.generation != before


def test_a_scheduled_article_makes_a_new_generation_when_its_moment_has_passed(
    follower, clock
) -> None:
    Article.objects.create(
        slug="nyhet",
        title_sv="Nyhet",
        lead_sv="Ingress.",
        body_sv="<p>Text.</p>",
        state=PublicationState.PUBLISHED,
        published_at=timezone.now() + timedelta(hours=1),
    )
    follower.step()
    follower.step()
    before = follower.engine.generation

    clock(timedelta(hours=1, seconds=1))
    follower.step()
    after = follower.engine.generation
    follower.step()

    assert after != before
    assert follower.engine.generation == after


def test_a_status_turns_with_the_day(follower: Follower, clock) -> None:
    today, day = timezone.localdate(), timedelta(days=1)
    periods = [(today + day, today + 9 * day), (today - day, today), (today - day, today + 9 * day)]
    begins, ends, goes_on = (
        ProjectFactory(starts_on=first, ends_on=last, published=True).pk for first, last in periods
    )
    follower.step()

    def by_status() -> list[list[int]]:
        return [sorted(found(follower, choices=(("status", (key,)),))) for key in range(3)]

    assert [str(one) for one in STATUSES[:3]] == ["planned", "ongoing", "finished"]
    assert by_status() == [[begins], [ends, goes_on], []]

    clock(day)
    follower.step()

    assert by_status() == [[], [begins, goes_on], [ends]]


def test_yesterdays_index_is_not_used(follower: Follower, new_follower, clock) -> None:
    reading = new_follower()
    reading.step()
    assert reading.engine is not None

    clock(timedelta(days=1))
    reading.step()

    assert reading.engine is None


def test_the_generation_changes_with_every_change_and_with_nothing_else(
    follower: Follower, clock
) -> None:
    generations = [follower.engine.generation]
    for _ in range(3):
        ProjectFactory()
        follower.step()
        generations.append(follower.engine.generation)

    clock(timedelta(minutes=31))
    follower.step()
    follower.step()

    assert len(set(generations)) == 4
    assert follower.engine.generation == generations[-1]


def test_old_changes_are_dropped_and_late_ones_kept(follower: Follower, clock) -> None:
    now = timezone.now()
    old = Change.objects.create(transaction=3, at=now - timedelta(days=8))
    late = Change.objects.create(transaction=3, at=now - timedelta(days=6))

    clock(timedelta(minutes=31))
    follower.step()

    assert list(Change.objects.filter(pk__in=[old.pk, late.pk])) == [late]


def test_several_processes_read_what_one_of_them_writes(follower: Follower, new_follower) -> None:
    reading = new_follower()
    reading.step()

    project = ProjectFactory(published=True)
    reading.step()
    assert (reading.writer, reading.engine.hits(ALL, 0, 10)) == (None, [])
    follower.step()
    reading.step()

    assert found(reading) == [project.pk]


def test_another_process_writes_when_the_one_that_wrote_is_gone(
    follower: Follower, new_follower
) -> None:
    heir = new_follower()
    leave(follower)
    project = ProjectFactory(published=True)

    heir.step()

    assert found(heir) == [project.pk]


def test_an_index_that_nobody_has_written_of_late_is_not_used(
    follower: Follower, new_follower, folder: Path
) -> None:
    reading = new_follower()
    reading.step()
    assert reading.engine is not None

    past = time.time() - following.STALE - 1
    os.utime(folder / "alive", (past, past))
    reading.step()

    assert reading.engine is None


def test_an_index_is_not_used_for_long_after_the_last_look(
    follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()
    assert follower.engine is not None

    monkeypatch.setattr(time, "monotonic", lambda: now + following.STALE + 1)

    assert follower.engine is None


def test_without_a_follower_postgresql_answers() -> None:
    project = ProjectFactory(published=True)

    assert (following.engine(), following.generation()) == (None, None)
    assert executor().hits(Query(), 0, 10) == [project.pk]


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

    def change(_count: int) -> None:
        Project.objects.filter(pk=one.pk).update(starts_on=datetime.date(2001, 1, 1))
        publishing.withdraw(other, reason_sv="Fel.") if other.state == "published" else None

    building.build(tell=change)
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
    ],
    ids=["no name", "garbage", "elsewhere", "long", "no meta", "meta", "terms", "store", "no fast"],
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
        [[_key, facts]] = follower.engine.facts(Query(), 0, 10)
        assert facts.places == ["Västerbottens"]
        leave(follower)


# What only real transactions show.


@pytest.mark.django_db(transaction=True)
def test_transactions_that_commit_in_another_order_than_they_began_are_both_taken_in(
    follower: Follower,
) -> None:
    first, second = ProjectFactory.create_batch(2, published=True)
    follower.step()
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Project.objects.filter(pk=first.pk).update(starts_on=datetime.date(2001, 1, 1))
            begun.set()
            assert go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(10)
    Project.objects.filter(pk=second.pk).update(starts_on=datetime.date(2001, 1, 1))
    chosen = (("year", (2001,)),)
    for _ in range(3):
        follower.step()
        assert found(follower, choices=chosen) == [second.pk]
    go_on.set()
    thread.join()
    follower.step()

    assert sorted(found(follower, choices=chosen)) == [first.pk, second.pk]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_there(follower: Follower) -> None:
    with transaction.atomic():
        ProjectFactory(published=True)
        transaction.set_rollback(True)
    before = follower.engine.generation

    follower.step()

    assert (found(follower), follower.engine.generation) == ([], before)


@pytest.mark.django_db(transaction=True)
def test_a_missing_index_is_made_and_one_of_other_names_is_made_anew(
    folder: Path, new_follower, monkeypatch
) -> None:
    """By `manage.py build_index`, in a process of its own."""
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("INDEX_ROOT", str(folder))
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
    [[_key, facts]] = follower.engine.facts(Query(), 0, 10)
    assert facts.places == ["Västerbottens"]
    assert follower.engine.generation != old.generation


def test_the_state_of_an_index_is_plain_json(follower: Follower) -> None:
    state = follower.engine.state

    assert json.loads(json.dumps(state)) == [*state]
