"""A project's form asks the database the same questions however many rows it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Place, ProjectPlace
from tests import factories

pytestmark = pytest.mark.django_db


def asked(office, project) -> list[str]:
    path = reverse("admin:projects_project_change", args=[project.pk])
    office.get(path)
    with CaptureQueriesContext(connection) as context:
        office.get(path)
    return [one["sql"] for one in context]


@pytest.fixture
def it():
    return factories.spin()


def with_places(it, count: int):
    it.project.project_places.all().delete()
    ProjectPlace.objects.bulk_create(
        ProjectPlace(project=it.project, place=place, meaning="affects", source=it.news)
        for place in Place.objects.filter(kind="municipality").order_by("pk")[:count]
    )
    return it.project


def test_a_form_takes_the_same_queries_however_many_places(office, it):
    few, many = (asked(office, with_places(it, count)) for count in (1, 30))

    assert len(few) == len(many) <= 50
