"""An administrator asks for a name to go, a reviewer reads where it stands, and approves."""

from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse

from projects.keyholders import PASSWORD
from projects.models import Redaction
from projects.redacting import job
from tests.factories import OrganisationFactory, ProjectFactory
from tests.projects.admin.typed_forms import as_sent
from tests.projects.importing.files import uploaded
from tests.projects.redacting.making import approved, redaction

pytestmark = pytest.mark.django_db

ADD = "/admin/projects/redaction/add/"
NAME = "Påhittade Personsson"


@pytest.fixture(autouse=True)
def started(monkeypatch, settings, tmp_path) -> list[bool]:
    """Note that the work was started, and start nothing."""
    settings.RELEASE_ROOT = tmp_path / "releases"
    found: list[bool] = []
    monkeypatch.setattr(job, "start", lambda: found.append(True))
    return found


def page(one: Redaction) -> str:
    return reverse("admin:projects_redaction_change", args=[one.pk])


def answer(client: Any, one: Redaction, word: str) -> Any:
    url = reverse("admin:projects_redaction_answer", args=[one.pk])
    found = client.post(url, {word: "1"}, follow=True)
    one.refresh_from_db()
    return found


def ask(client: Any, **fields: str) -> Any:
    sent = {"name": NAME, "ground": "erasure", "case_number": "Dnr 7"} | fields
    return client.post(ADD, as_sent(client.get(ADD)) | sent, follow=True)


def test_one_asks_and_another_approves(as_role, started, django_capture_on_commit_callbacks):
    ProjectFactory(title_sv=f"{NAME} visar vägen", published=True)
    administrator, reviewer = as_role("administrator"), as_role("reviewer")

    asked = ask(administrator, name="  Påhittade\u00a0 Personsson ")

    one = Redaction.objects.get()
    assert (one.name, one.by.username, one.state) == (NAME, "administrator", "waiting")
    assert "Någon annan måste godkänna det" in asked.text
    assert "Ta bort namnet överallt" not in asked.text
    assert "Någon annan måste godkänna det." in answer(administrator, one, "approve").text
    assert (one.state, started) == ("waiting", [])

    read = reviewer.get(page(one)).text
    assert f"<q>{NAME} visar vägen</q>" in read
    with django_capture_on_commit_callbacks(execute=True):
        answer(reviewer, one, "approve")
    assert (one.state, one.decided_by.username, started) == ("approved", "reviewer", [True])

    job.run()
    told = reviewer.get(page(one)).text
    assert NAME not in told
    assert "Inget belopp har rörts" in told
    assert NAME not in reviewer.get("/admin/projects/redaction/").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "Personsson"}, "Skriv förnamn och efternamn"),
        ({"name": "A <b>"}, "Skriv förnamn och efternamn"),
        ({"name": "a" * 101}, "101"),
        ({"name": "a\x0bb"}, "osynligt styrtecken"),
        ({"case_number": f"Dnr {NAME}"}, "skriv inte namnet i det"),
        ({"ground": "önskan"}, "önskan"),
    ],
)
def test_what_cannot_be_asked_for_is_said_in_the_form(office, fields, said):
    answer = ask(office, **fields)

    assert said in answer.text
    assert not Redaction.objects.exists()


def test_the_name_of_a_legal_person_is_no_personal_data(office):
    OrganisationFactory(name="Region Exempel", number="2021000001")

    assert "namnet på en juridisk person" in ask(office, name="Region exempel").text
    assert not Redaction.objects.exists()


def test_either_of_two_lets_the_name_stay_and_it_is_forgotten(as_role, office):
    one = redaction()

    answer(as_role("reviewer"), one, "decline")

    assert (one.state, one.name) == ("declined", "")
    assert "redan besvarad" in answer(office, one, "approve").text


def test_while_a_file_may_hold_the_name_nothing_is_approved(as_role, started):
    uploaded()
    one = redaction()

    assert "En fil är på väg in" in answer(as_role("reviewer"), one, "approve").text
    assert (one.state, started) == ("waiting", [])


def test_what_was_interrupted_goes_on(as_role, started):
    one = approved()
    reviewer = as_role("reviewer")
    assert "låt det fortsätta" in reviewer.get(page(one)).text

    answer(reviewer, one, "go_on")

    assert started == [True]


def test_whoever_could_sign_in_as_the_second_person_gets_no_approval(as_role, started):
    one = redaction()
    reviewer = as_role("reviewer")
    user = type(one.by).objects.get(username="reviewer")
    LogEntry.objects.log_actions(one.by.pk, [user], CHANGE, PASSWORD)

    assert "Någon annan måste godkänna det." in answer(reviewer, one, "approve").text
    assert started == []


def test_an_answer_is_one_of_those_there_are(as_role):
    url = reverse("admin:projects_redaction_answer", args=[redaction().pk])

    assert as_role("reviewer").post(url, {"other": "1"}).status_code == 400
    assert as_role("editor").post(url, {"approve": "1"}).status_code == 403
