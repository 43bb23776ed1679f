"""A published project has a decision, a lead, a period and a place, or says why not."""

from collections.abc import Callable
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from projects import publishing
from projects.models import Fact, MissingFact, Project
from projects.models.completeness import FACTS
from tests.factories import ParticipationFactory, ProjectFactory, ProjectPlaceFactory, grant
from tests.projects.models.refusing import covering, refused, sql

pytestmark = pytest.mark.django_db

RULE = "project_is_complete_when_published"
covering(RULE)

HOW = {
    Fact.DECISION: lambda project: grant(project),
    Fact.LEAD: lambda project: ParticipationFactory(project=project),
    Fact.PLACE: lambda project: ProjectPlaceFactory(project=project),
}
TAKEN_AWAY: dict[Fact, Callable[[Project], object]] = {
    Fact.LEAD: lambda project: project.participations.all().delete(),
    Fact.PLACE: lambda project: project.project_places.all()._raw_delete("default"),
    Fact.PERIOD: lambda project: Project.objects.filter(pk=project.pk).update(ends_on=None),
}


def mark_unknown(project: Project, fact: Fact) -> None:
    MissingFact.objects.create(project=project, fact=fact, note_sv="Uppgift saknas i källan.")


def project_with(facts: set[Fact], marked: set[Fact] = frozenset()) -> Project:
    period = {} if Fact.PERIOD in facts else {"ends_on": None}
    project = ProjectFactory(**period)
    for fact in facts - {Fact.PERIOD}:
        HOW[fact](project)
    for fact in marked:
        mark_unknown(project, fact)
    return project


every_combination = pytest.mark.parametrize(
    "facts",
    [
        {fact for fact, is_chosen in zip(Fact, chosen, strict=True) if is_chosen}
        for chosen in product([False, True], repeat=len(Fact))
    ],
    ids=lambda facts: "+".join(sorted(facts)) or "nothing",
)


def database_lets_publish(project: Project) -> bool:
    try:
        with transaction.atomic():
            Project.objects.filter(pk=project.pk).update(
                state="published", published_at=timezone.now()
            )
            connection.check_constraints()
    except IntegrityError:
        return False
    return True


@every_combination
def test_what_a_project_lacks_is_what_the_database_refuses(facts: set[Fact]) -> None:
    project = project_with(facts)
    lacking = publishing.lacking(project)

    assert lacking == [fact for fact in Fact if fact not in facts]
    assert database_lets_publish(project) == (not lacking)


@every_combination
def test_what_is_neither_there_nor_marked_unknown_is_lacking(facts: set[Fact]) -> None:
    project = project_with(set(), marked=facts)
    lacking = publishing.lacking(project)

    assert lacking == [fact for fact in Fact if fact not in facts]
    assert database_lets_publish(project) == (not lacking)


@every_combination
def test_a_note_may_stand_for_each_fact_that_is_not_there(facts: set[Fact]) -> None:
    project = project_with(facts, marked=set(Fact) - facts)

    assert publishing.lacking(project) == []
    assert database_lets_publish(project)


def test_the_facts_of_the_model_and_of_the_triggers_are_the_same_in_the_same_order() -> None:
    assert Fact.values == FACTS


@pytest.mark.parametrize("fact", TAKEN_AWAY)
def test_a_published_project_keeps_its_last_fact_of_each_kind(fact: Fact) -> None:
    project = ProjectFactory(published=True)

    with refused(RULE):
        TAKEN_AWAY[fact](project)


@pytest.mark.parametrize("fact", Fact)
def test_a_published_project_keeps_the_note_that_stands_for_a_fact(fact: Fact) -> None:
    project = project_with(set(Fact) - {fact}, {fact})
    publishing.publish(project)

    with refused(RULE):
        sql("DELETE FROM projects_missingfact WHERE project_id = %s", project.pk)


@pytest.mark.parametrize("elsewhere", ["project", "role"])
def test_a_lead_is_not_updated_away_from_a_published_project(elsewhere: str) -> None:
    project = ProjectFactory(published=True)
    columns = {"project": ProjectFactory()} if elsewhere == "project" else {"role": "partner"}

    with refused(RULE):
        project.participations.update(**columns)


def test_parts_may_be_exchanged_in_any_order_within_one_transaction() -> None:
    project = ProjectFactory(published=True)

    with transaction.atomic():
        project.participations.all().delete()
        ParticipationFactory(project=project)
        connection.check_constraints()

    assert project.participations.count() == 1


def test_a_draft_or_withdrawn_project_may_lack_anything() -> None:
    for project in (ProjectFactory(), ProjectFactory(published=True, withdrawn="Dubblett.")):
        project.participations.all().delete()

    connection.check_constraints()


def test_a_project_is_not_published_anew_without_its_facts() -> None:
    project = ProjectFactory(published=True, withdrawn="Dubblett.")
    project.participations.all().delete()

    with pytest.raises(ValidationError):
        publishing.publish(project)
    project.refresh_from_db()
    assert project.is_withdrawn
