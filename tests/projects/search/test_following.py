"""The index follows whatever changes, and is not used when it cannot be known to."""

import datetime
import json
import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from news.models import Article
from projects import publishing
from projects.models import Change, Project, PublicationState
from projects.search import building, following
from projects.search.counting import COUNTS
from projects.search.documents import STATUSES
from projects.search.engine import RefusedError
from projects.search.executor import executor
from projects.search.following import Follower
from projects.search.postgres import Postgres
from projects.search.query import Query, Seen
from tests.factories import (
    OrganisationFactory,
    ParticipationFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    make_public,
)
from tests.projects.search.indexed import found, leave

pytestmark = pytest.mark.django_db

ALL = Query(seen=Seen.ALL)


@pytest.fixture
def noon(clock: Callable[[timedelta], None]) -> None:
    """Let it be the next noon, so that no hour that a test puts the clock forward ends the day."""
    now = timezone.localtime()
    clock((now + timedelta(days=1)).replace(hour=12, minute=0) - now)


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
    assert {row.title for row in follower.engine.rows(Query(), 0, 10)} == {"PSQL"}


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

    assert [row.lead for row in follower.engine.rows(Query(), 0, 10)] == ["Hamnen"]


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
    noon, follower, clock
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
    noon, follower: Follower, clock
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
    follower: Follower, new_follower
) -> None:
    reading = new_follower()
    reading.step()
    assert reading.engine is not None

    past = time.time() - following.STALE - 1
    os.utime(follower.writer.path / following.ALIVE, (past, past))
    reading.step()

    assert reading.engine is None


def test_a_new_index_is_not_used_before_its_writer_has_caught_up(
    follower: Follower, new_follower
) -> None:
    reading = new_follower()
    building.build()

    reading.step()
    assert reading.engine is None

    follower.step()
    reading.step()
    assert reading.engine is not None


def test_a_process_that_only_reads_uses_no_index_of_another_registry(
    follower: Follower, new_follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "registry", lambda: "another")
    reading = new_follower()

    reading.step()

    assert (reading.writer, reading.engine) == (None, None)


def test_what_the_index_cannot_sum_exactly_it_counts_and_postgresql_sums(
    follower: Follower, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = ProjectFactory(title_sv="Mycket pengar")
    grant(project, "95 000 000 000 000")
    make_public(project)
    follower.step()
    monkeypatch.setattr(following, "_follower", follower)

    with pytest.raises(RefusedError):
        follower.engine.overview(Query())
    assert executor().count(Query()) == follower.engine.count(Query()) == 1
    assert executor().overview(Query()) == Postgres().overview(Query())
    assert executor().counts(Query(), COUNTS) == Postgres().counts(Query(), COUNTS)
    assert "Mycket pengar" in client.get("/projekt/").content.decode()


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


def test_the_state_of_an_index_is_plain_json(follower: Follower) -> None:
    state = follower.engine.state

    assert json.loads(json.dumps(state)) == [*state]


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
