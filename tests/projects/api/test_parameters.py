"""What cannot be read is named, parameter by parameter, and nothing is guessed."""

import datetime
import json

import pytest
from django.utils import timezone

from projects.api.parameters import MomentField, key_of
from projects.models import Change, Project
from projects.open_data.changes import changed_since, known_until
from tests.factories import PlaceFactory, ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("fonder=eruf", "fonder"),
        ("page=2", "page"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=1_0", "limit"),
        ("fields=reference,secret", "fields"),
        ("after=P000001", "after"),
        ("changed_since=yesterday", "changed_since"),
        ("changed_since=0001-01-01", "changed_since"),
        ("changed_since=2026-02-30", "changed_since"),
        ("status=lost", "status"),
        ("min=5&max=1", "max"),
        ("sort=luck", "sort"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(client, query, parameter):
    response = client.get(f"/api/v1/projects/?{query}", headers={"accept-language": "en"})

    assert response.status_code == 400
    [error] = json.loads(response.content)["errors"]
    assert error["parameter"] == parameter
    assert error["detail"]


def test_decisions_are_chosen_by_the_reference_of_their_project(client):
    one, other = ProjectFactory.create_batch(2, published=True)

    found = client.get(f"/api/v1/decisions/?project={one.reference}&fields=project").json()
    none = client.get(f"/api/v1/decisions/?project=P0{other.reference[1:]}").json()

    assert found["items"] == [{"project": one.reference}]
    assert none["items"] == []


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        *(("P000123", 123), ("P1234567", 1234567), ("P0000123", None), ("P123", None)),
        *(("000123", None), ("P00012３", None), ("P" + "9" * 30, None), ("P000000", 0)),
    ],
)
def test_a_reference_is_the_key_of_a_project(reference, key):
    assert key_of(reference) == key


def test_a_place_in_one_list_is_none_in_another(client):
    ProjectFactory.create_batch(2, published=True)
    following = json.loads(client.get("/api/v1/projects/?limit=1").content)["next"]
    after = following.split("after=")[1]

    assert client.get(f"/api/v1/organisations/?after={after}").status_code == 400
    assert client.get(f"/api/v1/projects/?sort=title&after={after}").status_code == 400


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-01-31", "2026-01-30T23:00:00+00:00"),
        ("2026-01-31T12:00Z", "2026-01-31T12:00:00+00:00"),
        ("2026-01-31T12:00:00.5+02:00", "2026-01-31T10:00:00.500000+00:00"),
        ("2026-01-31T12:00:00 02:00", "2026-01-31T10:00:00+00:00"),
    ],
)
def test_a_moment_has_its_zone_and_a_day_begins_in_sweden(written, moment):
    found = MomentField().clean(written)

    assert found.astimezone(timezone.get_fixed_timezone(0)).isoformat() == moment


LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def test_a_change_is_remembered_when_it_is_forgotten():
    old, _other = ProjectFactory.create_batch(2, published=LONG_AGO)
    Change.objects.filter(project=old.pk).update(at=LONG_AGO + datetime.timedelta(days=30))
    Change.objects.exclude(project=old.pk).delete()

    Change.objects.all().forget(transaction=2**62, before=timezone.now())

    published = Project.objects.published()
    assert Change.objects.count() == 0
    assert list(changed_since(published, LONG_AGO + datetime.timedelta(days=9))) == [old]
    assert not changed_since(published, timezone.now()).exists()


def test_a_place_that_is_renamed_may_concern_any_project():
    ProjectFactory(published=LONG_AGO)
    Change.objects.all().delete()
    before = known_until() - datetime.timedelta(hours=1)
    assert not changed_since(Project.objects.published(), before).exists()

    place = PlaceFactory(code="24")
    place.name_sv = "Västerbotten"
    place.save()

    assert changed_since(Project.objects.published(), before).count() == 1
