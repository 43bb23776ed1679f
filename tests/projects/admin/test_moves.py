"""A project's steps to the public and back, by the buttons of the back office."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from projects.ledger import state_figure
from projects.models import Project, Role
from projects.money import Amount, Basis
from tests import factories
from tests.projects.admin.typed_forms import as_sent
from tests.projects.printing import spaced

pytestmark = pytest.mark.django_db


def step(project: Project, name: str) -> str:
    return reverse(f"admin:projects_project_{name}", args=[project.pk])


def read(client: Client, project: Project) -> dict[str, str]:
    """Return what a browser carries along of a project that is read now."""
    return {"seen_changes": client.get(step(project, "change")).context["seen_changes"]}


@pytest.fixture
def reviewer(as_role):
    return as_role("reviewer")


def test_a_reviewer_publishes_and_the_step_is_logged(reviewer):
    project = factories.spin(published=False).project
    response = reviewer.post(step(project, "publish"), read(reviewer, project), follow=True)

    project.refresh_from_db()
    assert project.is_published
    assert response.redirect_chain == [(step(project, "change"), 302)]
    assert LogEntry.objects.get(object_id=project.pk).user.username == "reviewer"


def test_what_is_missing_keeps_a_project_from_the_public(reviewer):
    project = factories.ProjectFactory()
    response = reviewer.post(step(project, "publish"), read(reviewer, project), follow=True)

    project.refresh_from_db()
    assert project.state == "draft"
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


CHANGES: dict[str, Callable[[Project], object]] = {
    "acronym": lambda one: Project.objects.filter(pk=one.pk).update(acronym="NIPS"),
    "English title": lambda one: Project.objects.filter(pk=one.pk).update(title_en="Platform"),
    "results": lambda one: Project.objects.filter(pk=one.pk).update(results_sv="Inga."),
    "precision": lambda one: Project.objects.filter(pk=one.pk).update(ends_on_precision="year"),
    "priority": lambda one: Project.objects.filter(pk=one.pk).update(
        priority=factories.PriorityFactory()
    ),
    "partner": lambda one: factories.ParticipationFactory(project=one, role=Role.PARTNER),
    "place": lambda one: factories.ProjectPlaceFactory(
        project=one, place=factories.PlaceFactory(code="2482")
    ),
    "programme": lambda one: one.splits.update(programme=factories.ProgrammeFactory()),
    "note": lambda one: one.missing_facts.create(fact="period", note_sv="Okänt.", note_en="No."),
    "stated figure": lambda one: state_figure(
        project=one,
        amount=Amount(Decimal(14_050_000)),
        basis=Basis.REGISTERED_SUPPORT,
        stated_on=one.decisions.first().source.known_on,  # type: ignore[union-attr]
        source=one.decisions.first().source,  # type: ignore[union-attr]
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_the_public_would_see_is_published_as_it_was_read(reviewer, change):
    project = factories.spin(published=False).project
    before = read(reviewer, project)
    CHANGES[change](project)

    again = reviewer.post(step(project, "publish"), before)
    project.refresh_from_db()
    was_public = project.is_published
    done = reviewer.post(step(project, "publish"), {"seen_changes": again.context["seen_changes"]})

    assert (again.status_code, was_public, done.status_code) == (409, False, 302)
    assert "Något har ändrats sedan du läste detta." in again.text
    project.refresh_from_db()
    assert project.is_published


def test_a_project_is_scheduled_as_it_was_read_and_the_time_is_kept(reviewer):
    project = factories.spin(published=False).project
    way = f"{step(project, 'schedule')}?seen_changes={read(reviewer, project)['seen_changes']}"
    project.splits.update(amount=1)

    again = reviewer.post(way, {"at": "2099-01-15 08:00"})
    said = {"at": again.context["at"], "seen_changes": again.context["seen_changes"]}
    reviewer.post(again.context["request"].path, said)

    assert again.status_code == 409
    assert "1\xa0kr" in again.text
    project.refresh_from_db()
    assert project.is_scheduled


def test_a_step_that_says_nothing_of_what_was_read_is_asked_to_read(reviewer):
    project = factories.spin(published=False).project

    assert reviewer.post(step(project, "publish")).status_code == 409


@pytest.mark.parametrize("name", ["publish", "review", "draft"])
def test_no_step_is_taken_by_reading(office, name):
    project = factories.spin(published=False).project

    assert office.get(step(project, name)).status_code == 405


def test_withdrawing_asks_for_a_reason_in_swedish(reviewer, client):
    project = factories.ProjectFactory(published=True)
    asked = reviewer.post(step(project, "withdraw"), {"reason_en": "Entered twice."})
    project.refresh_from_db()

    assert list(asked.context["form"].errors) == ["reason_sv"]
    assert asked.context["form"]["reason_en"].value() == "Entered twice."
    assert project.is_published

    reviewer.post(step(project, "withdraw"), {"reason_sv": "Inlagt två gånger."})
    project.refresh_from_db()
    assert project.withdrawn_reason_sv == "Inlagt två gånger."
    assert client.get(project.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("reason", ["", " ", "a\x0bb"])
def test_a_reason_that_is_none_withdraws_nothing(reviewer, reason):
    project = factories.ProjectFactory(published=True)

    assert reviewer.post(step(project, "withdraw"), {"reason_sv": reason}).status_code == 200
    project.refresh_from_db()
    assert project.is_published


def test_what_was_never_public_cannot_be_withdrawn_and_that_is_said(reviewer):
    project = factories.ProjectFactory()
    response = reviewer.post(step(project, "withdraw"), {"reason_sv": "Fel."}, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_a_project_is_scheduled_and_taken_off_the_schedule(reviewer, client):
    project = factories.spin(published=False).project
    later = {"at": "2099-01-15 08:00"}
    reviewer.post(step(project, "schedule"), read(reviewer, project) | later)
    project.refresh_from_db()

    assert project.is_scheduled
    assert client.get(project.get_absolute_url()).status_code == 404

    reviewer.post(step(project, "draft"))
    project.refresh_from_db()
    assert project.state == "draft"


@pytest.mark.parametrize(
    "at", ["", "i morgon", "2016-01-01", "0001-01-01", "99999-01-01", "2101-06-01"]
)
def test_a_time_that_is_not_to_come_schedules_nothing(reviewer, at):
    project = factories.spin(published=False).project
    response = reviewer.post(step(project, "schedule"), {"at": at})

    assert list(response.context["form"].errors) == ["at"]
    assert response.context["form"]["at"].value() == at


@pytest.mark.parametrize("at", ["0001-01-01 08:00", "1989-12-31 08:00", "2101-01-01 00:00"])
def test_a_time_outside_what_dates_may_be_is_refused_at_the_field(reviewer, at):
    project = factories.spin(published=False).project
    response = reviewer.post(step(project, "schedule"), {"at": at})

    assert response.context["form"].errors == {
        "at": ["Tidpunkter måste ligga mellan 1990 och 2100."]
    }


@pytest.mark.parametrize(
    ("at", "moment", "said"),
    [
        (
            "2097-06-20 09.00",
            "07:00 2097-06-20",
            "Schemalagt: blir publikt 20 juni 2097 kl. 09.00.",
        ),
        (
            "2097-10-27T02:30",
            "00:30 2097-10-27",
            "Schemalagt: blir publikt 27 oktober 2097 kl. 02.30 (sommartid). "
            "Klockan visar den tiden två gånger den natten: den första gäller.",
        ),
        (
            "2097-03-31 02:30",
            "01:00 2097-03-31",
            "Schemalagt: blir publikt 31 mars 2097 kl. 03.00. "
            "Klockan hoppar över den tiden den natten: 03.00 gäller.",
        ),
    ],
)
@pytest.mark.usefixtures("one_person")
def test_a_time_means_what_clocks_in_sweden_show_and_it_is_said_which(reviewer, at, moment, said):
    project = factories.spin(published=False).project
    response = reviewer.post(step(project, "schedule"), {"at": at}, follow=True)

    project.refresh_from_db()
    assert f"{project.published_at:%H:%M %Y-%m-%d}" == moment
    assert [spaced(str(one)) for one in response.context["messages"]] == [said]
    assert said.split(" ", 3)[3].split(".")[0] in spaced(response.text)


@pytest.mark.usefixtures("one_person")
def test_the_buttons_of_the_form_save_before_they_move(office):
    project = factories.spin(published=False).project
    for button, state in [("_review", "in_review"), ("_publish", "published")]:
        sent = as_sent(office.get(step(project, "change")))
        office.post(step(project, "change"), sent | {"title_en": button, button: "1"})
        project.refresh_from_db()

        assert (project.title_en, project.state) == (button, state)


def test_the_start_page_says_what_is_not_public_and_what_it_lacks(reviewer):
    factories.ProjectFactory(title_sv="Halvfärdigt")
    factories.spin()
    page = reviewer.get(reverse("admin:index")).content.decode()
    waiting = page[page.index('class="start"') :]

    assert "Halvfärdigt" in waiting
    assert "SPIN" not in waiting
