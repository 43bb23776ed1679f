"""What this site said at a moment, whatever has been decided or corrected since."""

import datetime

import pytest
from django.utils import timezone

from projects.models import Decision, DecisionKind, Entry
from tests.factories import ProjectFactory, grant, make_public, spin, state

pytestmark = pytest.mark.django_db

JANUARY, MAY = (datetime.datetime(2021, month, 1, tzinfo=datetime.UTC) for month in (1, 5))
JUNE = datetime.datetime(2021, 6, 1, tzinfo=datetime.UTC)


def asked(client, project, at: datetime.datetime) -> dict:
    moment = at.isoformat().replace("+00:00", "Z")
    answer = client.get(f"/api/v1/projects/{project.slug}/?published_at={moment}")
    assert answer.status_code == 200
    return answer.json()


def support(told: dict) -> tuple[str, str, str] | None:
    totals = {one["basis"]: one for one in told["totals"]}
    total = totals.get("registered_support")
    return total and (total["at_least"], total["at_most"], total["on"])


def ids(told: dict) -> list[int]:
    return [one["id"] for one in told["decisions"]]


def test_a_mistake_is_told_until_it_was_corrected(client):
    project = ProjectFactory()
    wrong = grant(project, "41 000", recorded_at=JANUARY)
    make_public(project, at=JANUARY)
    change = {"entry": Entry.CORRECTION, "reason_sv": "Skrivfel.", "recorded_at": JUNE}
    right = grant(project, "14 000", supersedes=wrong, **change)

    before, since = asked(client, project, MAY), asked(client, project, JUNE)

    assert support(before) == ("41000.00", "41000.00", "2021-05-01")
    assert support(since) == ("14000.00", "14000.00", "2021-06-01")
    assert (ids(before), ids(since)) == ([wrong.pk], [right.pk])
    assert (before["decisions"][0]["superseded_by"], before["corrections"]) == (None, [])
    assert before["decisions"][0]["splits"][0]["counts_in"]
    assert [one["id"] for one in since["corrections"]] == [right.pk]


def test_an_amendment_is_told_since_it_was_recorded_whatever_its_day(client):
    it = spin()
    before = timezone.now()
    rows = {"fund": it.eruf, "supersedes": it.granted, "decided_on": datetime.date(2018, 9, 1)}
    grant(it.project, "10 000 000", kind=DecisionKind.AMENDED, **rows)

    then, now = asked(client, it.project, before), asked(client, it.project, timezone.now())

    assert support(then)[:2] == ("14050000.00", "14085499.99")
    assert support(now)[:2] == ("14314500.00", "14349999.99")
    said = Decision.objects.filter(project=it.project).as_published(before).order_by("pk")
    assert ids(then) == [one.pk for one in said]


def test_a_figure_that_nobody_had_entered_proves_nothing(client):
    project = ProjectFactory(published=MAY)
    grant(project, "4,3 mn", recorded_at=MAY)
    state(project, "4,45 mn")

    then = asked(client, project, MAY)

    assert then["stated_figures"] == []


def test_nothing_was_said_of_what_was_not_public(client):
    project = ProjectFactory(published=MAY)

    answer = client.get(f"/api/v1/projects/{project.slug}/?published_at=2021-04-30")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_day_and_a_moment_are_not_asked_for_at_once(client):
    project = ProjectFactory(published=True)

    answer = client.get(f"/api/v1/projects/{project.slug}/?per=2021-05-01&published_at=2021-05-01")

    assert answer.status_code == 400
    assert [one["parameter"] for one in answer.json()["errors"]] == ["published_at"]
