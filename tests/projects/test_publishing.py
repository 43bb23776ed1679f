"""A project's way to the public and back."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from projects import publishing
from projects.models import MissingFact, Project, PublicationState
from tests.factories import ProjectFactory, grant, make_public

pytestmark = pytest.mark.django_db

TOMORROW = datetime.timedelta(days=1)
LONG_AGO = datetime.datetime(2018, 6, 20, 8, tzinfo=datetime.UTC)


def ready() -> Project:
    """Return a draft that lacks nothing."""
    project = ProjectFactory(published=timezone.now() + TOMORROW)
    publishing.return_to_draft(project)
    return project


def test_publishing_shows_a_project_from_now() -> None:
    project = ready()

    publishing.publish(project)

    assert list(Project.objects.published()) == [project]
    assert project.is_published


def test_a_project_may_be_published_as_of_an_earlier_day() -> None:
    project = ready()

    publishing.publish(project, at=LONG_AGO)

    assert Project.objects.get().published_at == LONG_AGO


def test_what_is_lacking_is_named_in_the_order_people_read_it() -> None:
    project = ProjectFactory(ends_on=None)

    with translation.override("en"), pytest.raises(ValidationError) as refused:
        publishing.publish(project)

    assert refused.value.messages == [
        "Before it can be published the project needs a decision, a lead, a period, a place, "
        "or a note saying why not."
    ]
    assert Project.objects.get().state == PublicationState.DRAFT


def test_a_note_that_a_fact_is_unknown_lets_a_project_be_published() -> None:
    project = ready()
    project.participations.all().delete()
    MissingFact.objects.create(project=project, fact="lead", note_sv="Källan nämner ingen.")

    publishing.publish(project)

    assert project.is_published


def test_a_project_that_is_published_again_keeps_its_first_day_and_loses_the_note() -> None:
    project = ProjectFactory(published=LONG_AGO, withdrawn="Dubblett.")

    publishing.publish(project)

    project.refresh_from_db()
    assert (project.published_at, project.withdrawn_at) == (LONG_AGO, None)
    assert project.withdrawn_reason_sv == ""


def test_publishing_does_not_undo_what_was_recorded_meanwhile() -> None:
    project = ready()
    stale = Project.objects.get(pk=project.pk)
    grant(project, "1 000 000")

    publishing.publish(stale)

    assert Project.objects.get().at_least == 1_100_000


def test_withdrawing_says_when_and_why() -> None:
    project = ProjectFactory(published=True)

    publishing.withdraw(project, reason_sv=" Dubblett. ", reason_en="Duplicate.")

    project.refresh_from_db()
    assert (project.withdrawn_reason_sv, project.withdrawn_reason_en) == ("Dubblett.", "Duplicate.")
    assert project.published_at <= project.withdrawn_at <= timezone.now()
    assert list(Project.objects.withdrawn()) == [project]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_withdrawal_has_a_reason(reason: str) -> None:
    project = ProjectFactory(published=True)

    with pytest.raises(ValidationError):
        publishing.withdraw(project, reason_sv=reason)

    assert Project.objects.published().exists()


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
def test_only_what_is_public_is_withdrawn(state: str) -> None:
    project = ready()
    if state == "scheduled":
        publishing.publish(project, at=timezone.now() + TOMORROW)
    elif state == "withdrawn":
        project = ProjectFactory(published=True, withdrawn="Dubblett.")

    with pytest.raises(ValidationError):
        publishing.withdraw(project, reason_sv="Nej.")


def test_a_draft_is_sent_to_review_and_may_come_back() -> None:
    project = ProjectFactory()

    publishing.send_to_review(project)
    assert Project.objects.get().state == PublicationState.IN_REVIEW
    with pytest.raises(ValidationError):
        publishing.send_to_review(project)

    publishing.return_to_draft(project)
    assert Project.objects.get().state == PublicationState.DRAFT
    with pytest.raises(ValidationError):
        publishing.return_to_draft(project)


def test_a_scheduled_project_may_be_taken_off_the_schedule() -> None:
    project = ProjectFactory()
    make_public(project, at=timezone.now() + TOMORROW)

    publishing.return_to_draft(project)

    project.refresh_from_db()
    assert (project.state, project.published_at) == (PublicationState.DRAFT, None)


@pytest.mark.parametrize("withdrawn", ["", "Dubblett."])
def test_what_was_public_never_becomes_a_draft_again(withdrawn: str) -> None:
    project = ProjectFactory(published=True, withdrawn=withdrawn)

    with pytest.raises(ValidationError):
        publishing.return_to_draft(project)
