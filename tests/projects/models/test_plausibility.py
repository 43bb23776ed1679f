"""Rules of warnings, and of what accepts them."""

import pytest
from django.contrib.auth.models import User

from projects.accepting import accept, withdraw_acceptance
from projects.models import AcceptedWarning, PlausibilityWarning
from projects.settlement import settle
from tests.factories import OrganisationFactory
from tests.projects.models.refusing import breaks
from tests.projects.warned import accepted_warning, warning

pytestmark = pytest.mark.django_db


def copied(row, **changed):
    """Store the same row once more, with some columns changed."""
    row.pk = None
    row._state.adding = True
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)


@breaks("warning_is_given_once")
def test_a_warning_is_given_once() -> None:
    copied(warning())


@breaks("warning_is_about_one_thing")
def test_a_warning_is_about_one_thing() -> None:
    copied(warning(), organisation=OrganisationFactory())


@breaks("warning_is_about_one_thing")
def test_a_warning_is_about_something() -> None:
    copied(warning(), project=None)


@breaks("warning_is_accepted_once")
def test_a_warning_is_accepted_once() -> None:
    copied(accepted_warning())


@breaks("accepted_warning_is_about_one_thing")
def test_an_acceptance_is_about_one_thing() -> None:
    copied(accepted_warning(), organisation=OrganisationFactory())


@breaks("accepted_warning_has_a_reason")
def test_a_warning_is_accepted_with_a_reason() -> None:
    AcceptedWarning.objects.filter(pk=accepted_warning().pk).update(reason="")


def test_an_accepted_warning_is_silent_until_what_it_speaks_of_changes() -> None:
    project = accepted_warning().project
    assert not PlausibilityWarning.objects.open().exists()
    assert PlausibilityWarning.objects.accepted().count() == 1

    project.title_sv = project.purpose_sv = "Bredband i fjällen"
    project.save()
    settle(project)

    assert PlausibilityWarning.objects.open().get().facts["title"] == "Bredband i fjällen"
    assert not PlausibilityWarning.objects.accepted().exists()


def test_an_acceptance_is_of_one_project_alone() -> None:
    accepted_warning()
    other = warning(slug="annat")

    assert PlausibilityWarning.objects.open().get() == other


def test_what_is_accepted_can_be_opened_again_and_leaves_its_versions() -> None:
    accepted = accepted_warning()
    silent = PlausibilityWarning.objects.get()

    assert withdraw_acceptance(silent)
    assert not withdraw_acceptance(silent)

    assert PlausibilityWarning.objects.open().get() == silent
    versions = AcceptedWarning.pgh_event_model.objects.order_by("pgh_id")
    assert [(one.pgh_label, one.by_id) for one in versions] == [
        ("insert", accepted.by_id),
        ("delete", accepted.by_id),
    ]


def test_of_two_who_accept_the_first_reason_stands() -> None:
    accepted = accepted_warning()
    other = User.objects.create(username="annan")
    accept(PlausibilityWarning.objects.get(), reason="Ett annat skäl.", by=other)

    assert AcceptedWarning.objects.get().reason == accepted.reason
