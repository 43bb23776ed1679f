"""Rules of what belongs to a project: who takes part, where, what is unknown, what is stated."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from projects.models import MissingFact, Participation, Project, Role, StatedFigure, Subtotal
from tests.factories import (
    OrganisationFactory,
    ParticipationFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    RoundFactory,
    grant,
    state,
)
from tests.projects.models.refusing import breaks

pytestmark = pytest.mark.django_db


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@breaks("project_ends_after_it_starts")
def test_a_project_does_not_end_before_it_starts() -> None:
    ProjectFactory(starts_on=day("2016-08-01"), ends_on=day("2016-07-31"))


def test_a_project_may_end_the_day_it_starts() -> None:
    ProjectFactory(starts_on=day("2016-08-01"), ends_on=day("2016-08-01"))


@pytest.mark.parametrize("bounds", [{"at_least": -1}, {"at_least": 2, "at_most": 1}])
@breaks("project_bounds_are_ordered")
def test_the_bounds_of_a_project_are_ordered(bounds: dict[str, int]) -> None:
    Project.objects.filter(pk=ProjectFactory().pk).update(**bounds)


@pytest.mark.parametrize("bounds", [{"at_least": -1}, {"at_least": 2, "at_most": 1}])
@breaks("subtotal_bounds_are_ordered")
def test_the_bounds_of_a_subtotal_are_ordered(bounds: dict[str, int]) -> None:
    grant(ProjectFactory()).project.subtotals.update(**bounds)


@pytest.mark.parametrize("has_funder", [False, True])
@breaks("subtotal_is_one_per_basis_and_funder")
def test_a_project_has_one_subtotal_for_each_basis_and_funder(has_funder: bool) -> None:
    row = grant(ProjectFactory()).project.subtotals.filter(funder__isnull=not has_funder).first()
    row.pk = None
    Subtotal.objects.bulk_create([row])


@pytest.mark.parametrize("given", ["both", "neither"])
@breaks("participation_names_one_participant")
def test_one_participant_takes_part(given: str) -> None:
    if given == "both":
        ParticipationFactory(group_sv="kommuner")
    else:
        ParticipationFactory(organisation=None)


@breaks("participation_ends_after_it_starts")
def test_taking_part_does_not_end_before_it_begins() -> None:
    ParticipationFactory(from_on=day("2017-01-02"), until_on=day("2017-01-01"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((None, None), (None, None)),
        ((None, None), ("2018-01-01", None)),
        (("2017-01-01", "2018-01-01"), ("2018-01-01", None)),
        ((None, "2018-01-01"), ("2017-01-01", "2017-12-31")),
    ],
)
@breaks("participation_one_lead_at_a_time")
def test_a_project_has_one_lead_at_a_time(first: Any, second: Any) -> None:
    project = ProjectFactory()
    for from_on, until_on in (first, second):
        ParticipationFactory(project=project, from_on=day(from_on), until_on=day(until_on))


@breaks("participation_one_lead_at_a_time")
def test_a_partner_does_not_become_a_second_lead() -> None:
    project = ParticipationFactory().project
    ParticipationFactory(project=project, role=Role.PARTNER)
    project.participations.update(role=Role.LEAD)


def test_a_form_sees_a_second_lead_and_takes_no_other_project_s_for_one() -> None:
    """A project that is being entered has no number yet, and no other lead."""
    lead = ParticipationFactory()
    second = Participation(organisation=OrganisationFactory(), role="lead", project=lead.project)

    with override("en"), pytest.raises(ValidationError, match="one lead at a time"):
        second.full_clean()
    Participation(organisation=lead.organisation, role="lead", project=Project()).full_clean(
        exclude={"project"}
    )


def test_leads_may_follow_one_another_and_partners_are_many() -> None:
    project = ProjectFactory()
    ParticipationFactory(project=project, until_on=day("2017-12-31"))
    ParticipationFactory(project=project, from_on=day("2018-01-01"))
    ParticipationFactory.create_batch(2, project=project, role=Role.PARTNER)
    ParticipationFactory()  # leads another project

    assert project.participations.count() == 4


@breaks("participation_is_entered_once")
def test_an_organisation_has_a_role_once() -> None:
    first = ParticipationFactory(role=Role.PARTNER)
    Participation.objects.bulk_create(
        [Participation(project=first.project, organisation=first.organisation, role=first.role)]
    )


@breaks("project_place_is_entered_once")
def test_a_place_has_a_meaning_once() -> None:
    first = ProjectPlaceFactory()
    ProjectPlaceFactory(project=first.project)


@breaks("missing_fact_has_a_note")
def test_an_unknown_fact_has_a_note_to_the_public() -> None:
    MissingFact.objects.create(project=ProjectFactory(), fact="lead", note_sv="")


@breaks("missing_fact_is_entered_once")
def test_a_fact_is_marked_unknown_once() -> None:
    project = ProjectFactory()
    for _ in range(2):
        MissingFact.objects.create(project=project, fact="lead", note_sv="Uppgift saknas.")


@pytest.mark.parametrize("given", ["both", "neither"])
@breaks("stated_figure_is_about_one_thing")
def test_a_figure_is_about_a_project_or_a_round(given: str) -> None:
    figure = state(ProjectFactory(), "4,3 mn")
    columns = {"round": RoundFactory()} if given == "both" else {"project": None}
    StatedFigure.objects.filter(pk=figure.pk).update(**columns)


@breaks("stated_figure_states_something")
def test_a_stated_figure_states_something() -> None:
    figure = state(ProjectFactory(), "100")
    StatedFigure.objects.filter(pk=figure.pk).update(amount=None)


def test_saving_a_project_keeps_the_bounds_that_were_written_meanwhile() -> None:
    project = ProjectFactory()
    grant(project, "60 000")

    project.title_sv = "Ett nytt namn"
    project.save()

    project.refresh_from_db()
    assert (project.title_sv, project.at_least) == ("Ett nytt namn", Decimal(60_000))
    assert project.search


def test_saving_a_project_read_in_part_writes_that_part() -> None:
    part = Project.objects.only("acronym").get(pk=ProjectFactory(acronym="A").pk)
    Project.objects.update(title_sv="Ett nytt namn")

    part.acronym = "B"
    part.save()

    assert Project.objects.values_list("acronym", "title_sv").get() == ("B", "Ett nytt namn")


def test_a_reference_is_made_of_the_number_and_grows_with_it() -> None:
    project = ProjectFactory(pk=123)
    project.refresh_from_db()
    long = ProjectFactory(pk=12_345_678)
    long.refresh_from_db()

    assert (project.reference, long.reference) == ("P000123", "P12345678")


@pytest.mark.parametrize("starts", [None, "2017-01-01", "2017-06-01"])
@pytest.mark.parametrize("ends", [None, "2017-06-01", "2018-12-31"])
@pytest.mark.parametrize("cancelled", [None, "2017-06-01"])
def test_the_status_of_one_project_is_the_status_it_is_found_by(
    starts: str | None, ends: str | None, cancelled: str | None
) -> None:
    project = ProjectFactory(starts_on=day(starts), ends_on=day(ends), cancelled_on=day(cancelled))
    edges = [day("2016-12-31"), day("2017-01-01"), day("2017-05-31")]
    edges += [day("2017-06-01"), day("2017-06-02"), day("2019-01-01")]

    for on in edges:
        found = [
            status
            for status in ("planned", "ongoing", "finished", "cancelled")
            if Project.objects.with_status(status, on).exists()
        ]
        status = project.status(on)
        assert found == ([status.value] if status else [])
