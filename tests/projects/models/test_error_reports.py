"""Rules of reported errors, what history keeps of them, and which change a page."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from projects.models import Change, ErrorReport
from tests.factories import ProjectFactory, RoundFactory
from tests.projects.models.refusing import breaks
from tests.projects.reporting import answered, error_report

pytestmark = pytest.mark.django_db


@breaks("errorreport_is_about_one_thing")
def test_a_report_is_about_something() -> None:
    error_report(project=None)


@breaks("errorreport_is_about_one_thing")
def test_a_report_is_about_no_two_things() -> None:
    error_report(project=ProjectFactory(), round=RoundFactory())


@breaks("errorreport_says_something_until_erased")
def test_a_report_says_something() -> None:
    error_report(wrong="")


@pytest.mark.parametrize("column", ["wrong", "right", "source", "email"])
@breaks("errorreport_says_something_until_erased")
def test_what_is_erased_holds_nothing(column: str) -> None:
    error_report(**{"wrong": ""} | {column: "a@b.example"}, erased_at=timezone.now())


@breaks("errorreport_answered_has_an_answer")
def test_what_is_answered_has_an_answer() -> None:
    answered(answer_sv="", is_public=False)


@pytest.mark.parametrize("wrong", [{"state": "new", "closed_at": None}, {"answer_sv": ""}])
@breaks("errorreport_shown_has_an_answer")
def test_nothing_is_shown_without_an_answer(wrong: dict[str, Any]) -> None:
    answered(**{"state": "rejected"} | wrong)


@pytest.mark.parametrize("wrong", [{"closed_at": None}, {"state": "in_progress"}])
@breaks("errorreport_closed_has_a_time")
def test_what_is_closed_has_a_time_and_nothing_else_has(wrong: dict[str, Any]) -> None:
    answered(is_public=False, **wrong)


def test_a_report_is_closed_from_the_day_that_it_was_closed_first() -> None:
    report, anna, bo = error_report(), *(User.objects.create(username=it) for it in ("anna", "bo"))
    report.state = "answered"
    report.close_or_open(anna)
    first = report.closed_at
    report.close_or_open(bo)
    assert (report.closed_at, report.by) == (first, bo)

    report.state = "in_progress"
    report.close_or_open(anna)
    assert (report.closed_at, report.by) == (None, anna)


def test_history_never_held_what_the_reporter_typed() -> None:
    typed = {"wrong": "HEMLIGT1", "right": "HEMLIGT2", "source": "HEMLIGT3"}
    report = error_report(**typed, email="hemligt@exempel.se")
    ErrorReport.objects.filter(pk=report.pk).update(state="in_progress")

    kept = [str(vars(event)) for event in report.events.all()]

    assert len(kept) == 2
    assert not any("hemligt" in event.lower() for event in kept)


def test_what_was_typed_is_erased_so_many_days_after_closing(settings: Settings, capsys) -> None:
    settings.REPORT_KEPT_DAYS = 7
    now = timezone.now()
    ago = {days: now - datetime.timedelta(days=days, minutes=1) for days in (6, 7)}
    kept = [error_report(email="a@b.example"), answered(closed_at=ago[6])]
    gone = answered(closed_at=ago[7], right="a", source="b", email="a@b.example")

    call_command("erase_reports")

    assert capsys.readouterr().out == "1 reports were erased.\n"
    gone.refresh_from_db()
    assert (gone.wrong, gone.right, gone.source, gone.email) == ("", "", "", "")
    assert gone.erased_at is not None
    assert gone.answer_sv == "Beloppet är rättat."
    left = ErrorReport.objects.filter(erased_at__isnull=True).order_by("pk")
    assert list(left) == kept


def test_only_what_is_shown_has_pages_made_anew() -> None:
    project = ProjectFactory(published=True)
    Change.objects.all().delete()
    report = error_report(project=project)
    ErrorReport.objects.filter(pk=report.pk).update(state="in_progress")
    assert Change.objects.count() == 0

    shown = {"state": "answered", "answer_sv": "Rättat.", "closed_at": timezone.now()}
    ErrorReport.objects.filter(pk=report.pk).update(**shown, is_public=True)
    assert Change.objects.count() == 1
    ErrorReport.objects.filter(pk=report.pk).update(is_public=False)
    assert Change.objects.count() == 2
    report.delete()
    assert Change.objects.count() == 2
