"""Questions to ask of many projects and organisations."""

import datetime

import pytest
from django.utils import translation

from projects.models import Organisation, PlaceMeaning, Project
from tests.factories import (
    OrganisationFactory,
    ParticipationFactory,
    PlaceFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    make_public,
)

pytestmark = pytest.mark.django_db

PLACES = ["SE", "SE33", "24", "2480", "2482", "25", "01"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["2480"], {"SE33", "24", "2480"}),
        (["2482"], {"SE33", "24", "2482"}),
        (["24"], {"SE33", "24", "2480", "2482"}),
        (["25"], {"SE33", "25"}),
        (["01"], {"01"}),
        (["SE33"], {"SE33", "24", "25", "2480", "2482"}),
        (["SE"], set(PLACES)),
        (["01", "2482"], {"01", "SE33", "24", "2482"}),
        (["9999"], set()),
    ],
)
def test_a_place_finds_what_lies_in_it_and_around_it(asked: list[str], found: set[str]) -> None:
    for code in PLACES:
        ProjectPlaceFactory(project__slug=f"i-{code}", place=PlaceFactory(code=code))

    projects = Project.objects.in_place(*asked)

    assert sorted(project.slug for project in projects) == sorted(f"i-{code}" for code in found)


def test_a_project_with_many_places_is_found_once() -> None:
    project = ProjectFactory()
    for code in ("24", "2480", "2482"):
        ProjectPlaceFactory(project=project, place=PlaceFactory(code=code))
    ProjectPlaceFactory(project=project, place=PlaceFactory(code="2480"), meaning=PlaceMeaning.SEAT)

    assert list(Project.objects.in_place("24", "2480")) == [project]


@pytest.mark.parametrize(
    ("year", "is_found"), [(2016, False), (2017, True), (2018, True), (2019, True), (2020, False)]
)
def test_a_project_runs_in_the_years_its_period_has_a_day_of(year: int, is_found: bool) -> None:
    ProjectFactory(starts_on=datetime.date(2017, 12, 31), ends_on=datetime.date(2019, 1, 1))

    assert Project.objects.running_in(year).exists() == is_found


def test_a_project_of_unknown_end_runs_on_and_one_of_unknown_start_in_no_year() -> None:
    endless = ProjectFactory(ends_on=None)
    ProjectFactory(starts_on=None)

    assert list(Project.objects.running_in(2050)) == [endless]


def test_projects_are_found_by_those_whose_money_stands() -> None:
    funder, former = OrganisationFactory(), OrganisationFactory()
    standing = grant(ProjectFactory(), funder=funder).project
    proposed = grant(ProjectFactory(), funder=funder, kind="prioritised").project
    gone = grant(ProjectFactory(), funder=former)
    grant(gone.project, kind="revoked", supersedes=gone, splits=[])

    assert set(Project.objects.funded_by(funder)) == {standing, proposed}
    assert list(Project.objects.funded_by(former)) == []
    assert Project.objects.funded_by(funder, former).count() == 2


def test_the_public_meets_organisations_that_a_public_project_names() -> None:
    leading, funding = OrganisationFactory(), OrganisationFactory()
    deciding, unseen = OrganisationFactory(), OrganisationFactory()
    project = ParticipationFactory(organisation=leading).project
    grant(project, funder=funding)
    grant(project, funder=deciding, kind="rejected", splits=[])
    make_public(project)
    grant(ProjectFactory(), funder=unseen)

    assert set(Organisation.objects.public()) == {leading, funding, deciding}
    assert list(Organisation.objects.funders()) == [funding]


def test_what_a_withdrawn_project_named_was_public() -> None:
    ProjectFactory(published=True, withdrawn="Dubblett.")

    assert Organisation.objects.public().count() == 2


@pytest.mark.parametrize(
    ("language", "english", "said"),
    [
        ("sv", "In English", ("På svenska", "sv")),
        ("en", "In English", ("In English", "en")),
        ("en", "", ("På svenska", "sv")),
        (None, "In English", ("På svenska", "sv")),
    ],
)
def test_a_text_is_said_in_the_reader_s_language_or_in_swedish(
    language: str | None, english: str, said: tuple[str, str]
) -> None:
    project = Project(title_sv="På svenska", title_en=english)

    with translation.override(language):
        assert project.in_language("title") == said
        assert project.title == said[0]
