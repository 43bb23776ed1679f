"""Administrators and editors read what was reported, answer it, show the answer, and erase."""

import datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from projects.models import ErrorReport
from tests.factories import ProjectFactory, RoundFactory
from tests.news.factories import ArticleFactory
from tests.projects.admin.test_start import shown
from tests.projects.admin.typed_forms import as_sent
from tests.projects.reporting import answered, error_report

pytestmark = pytest.mark.django_db

LIST = "/admin/projects/errorreport/"


def form(report: ErrorReport) -> str:
    return reverse("admin:projects_errorreport_change", args=[report.pk])


def save(client: Any, report: ErrorReport, **fields: Any) -> Any:
    """Send the form of a report as it was opened, with other values in some fields."""
    sent = {name: value for name, value in as_sent(client.get(form(report))).items() if value}
    answer = client.post(form(report), sent | fields)
    report.refresh_from_db()
    return answer


@pytest.mark.parametrize("role", ["administrator", "editor"])
def test_a_case_is_taken_on_answered_and_shown(as_role, role):
    client, report = as_role(role), error_report(wrong="Beloppet\när fel", email="a&b@c.example")
    page = client.get(form(report)).text
    assert "Beloppet<br>är fel" in page
    assert (
        f'href="mailto:a%26b@c.example?subject=Din%20rapport%20{report.case_number}&amp;body="'
        in page
    )

    save(client, report, state="in_progress")
    assert (report.state, report.closed_at, report.by.username) == ("in_progress", None, role)
    save(client, report, state="answered", answer_sv="Rättat.", is_public="on")
    assert (report.state, report.is_public, report.answer_sv) == ("answered", True, "Rättat.")
    assert report.closed_on == timezone.localdate()
    assert "Rättat." in client.get(report.project.get_absolute_url()).text
    assert "wrong" not in as_sent(client.get(form(report)))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "answered"}, "Skriv svaret på svenska."),
        ({"is_public": "on"}, "Det som visas är besvarat eller avvisat, med ett svar på svenska."),
        ({"answer_sv": "a\x0bb"}, "Texten innehåller ett osynligt styrtecken."),
        ({"answer_sv": "a" * 2001}, "2001"),
    ],
)
def test_what_cannot_be_answered_so_is_said_in_the_form(office, fields, said):
    report = error_report()

    answer = save(office, report, **fields)

    assert answer.status_code == 200
    assert said in answer.text
    assert (report.state, report.is_public, report.answer_sv) == ("new", False, "")


def test_nothing_that_was_typed_can_be_written_over(office):
    report = error_report()
    save(office, report, state="in_progress", wrong="Annat", email="x@y.example", key="x")

    assert (report.wrong, report.email, report.state) == ("Beloppet är fel.", "", "in_progress")


def test_what_was_typed_is_erased_at_once_and_for_ever(office):
    report = error_report(right="HEMLIGT", email="a@b.example")
    page = office.get(form(report)).text
    erase = f"{LIST}{report.pk}/erase/"
    assert f'action="{erase}"' in page

    assert office.post(erase)["Location"] == form(report)
    office.post(erase)

    report.refresh_from_db()
    assert (report.wrong, report.right, report.email) == ("", "", "")
    assert LogEntry.objects.filter(object_id=str(report.pk)).count() == 1
    assert f'action="{erase}"' not in office.get(form(report)).text
    assert "HEMLIGT" not in office.get(form(report)).text
    assert "HEMLIGT" not in office.get(f"{LIST}{report.pk}/history/").text
    save(office, report, state="rejected")
    assert report.state == "rejected"
    assert office.post(f"{LIST}{'9' * 25}/erase/").status_code == 404


def test_the_start_page_says_what_waits_to_those_who_answer(as_role):
    report = error_report(project=ProjectFactory(published=True, acronym="SPIN"))
    answered()

    for role in ("administrator", "editor"):
        part = shown(as_role(role))["reports"]
        assert part.startswith(f"Rapporterade fel 1 {report.case_number}: SPIN nytt, ")
    assert "reports" not in shown(as_role("reviewer"))


def test_the_list_is_narrowed_by_what_reports_are_about(office):
    about = {
        "project": error_report(),
        "round": error_report(round=RoundFactory()),
        "article": error_report(article=ArticleFactory(published=True)),
    }
    for name, report in about.items():
        page = office.get(f"{LIST}?about={name}").context["cl"]
        assert list(page.result_list) == [report]
    assert len(office.get(f"{LIST}?about=%C3%A5").context["cl"].result_list) == 3
    assert len(office.get(f"{LIST}?state__exact=answered").context["cl"].result_list) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_form_take_the_same_queries(office, count, django_assert_num_queries):
    for _number in range(count):
        report = answered(closed_at=timezone.now() - datetime.timedelta(days=1))
        error_report(round=RoundFactory())
        error_report(article=ArticleFactory(published=True))
    office.get(LIST)

    with django_assert_num_queries(6):
        office.get(LIST)
    with django_assert_num_queries(6):
        office.get(form(report))
