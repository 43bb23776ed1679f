"""The page where an error is reported, the same for a project, a round and an article."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.error_reports.forms import ErrorReportForm
from projects.models import ErrorReport
from spin_registry.access import limits
from spin_registry.errors import Text, error_page
from spin_registry.origin import is_from_here

ACTION = "error_report"
FROM_ELSEWHERE = Text(
    _("The form was sent from somewhere else"),
    _("Nothing was saved. Open the page of the registry itself, and write it there."),
)
TOO_OFTEN = _(
    "Many reports have come from your network within an hour, so this one was not sent. What you "
    "wrote stands below: send it in an hour."
)


@dataclass(frozen=True)
class Subject:
    """What an error is reported on: the column of a report that names it, and its title."""

    column: str
    row: Any
    title: tuple[str, str]

    @property
    def words(self) -> str:
        return self.title[0]

    @property
    def language(self) -> str:
        """The language of the title where it is not that of the page."""
        return "" if self.title[1] == get_language() else self.title[1]


def report_page(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Show the form, or keep what was sent and show the number of the case.

    The answer to a refused form holds what was typed: 400, or 429 with Retry-After.
    """
    if request.method != "POST":
        return _form(request, subject, ErrorReportForm(path=request.path))
    if not is_from_here(request):
        return error_page(request, 403, FROM_ELSEWHERE)
    form = ErrorReportForm(request.POST, path=request.path)
    if not limits.may_go_on(request, ACTION):
        form.add_error(None, TOO_OFTEN)
        answer = _form(request, subject, form.renewed(), status=429)
        answer["Retry-After"] = str(limits.seconds_until(ACTION))
        return answer
    if not form.is_valid():
        return _form(request, subject, form.renewed(), status=400)
    context = {"subject": subject, "report": keep(form, subject)}
    return render(request, "projects/error_reported.html", context | _told())


def keep(form: ErrorReportForm, subject: Subject) -> ErrorReport:
    """Return the case of a report; the same one where the same was sent before."""
    said = form.typed | {"language": get_language() or "sv", subject.column: subject.row}
    return ErrorReport.objects.get_or_create(key=form.key, defaults=said)[0]


def _form(
    request: HttpRequest, subject: Subject, form: ErrorReportForm, status: int = 200
) -> HttpResponse:
    context = {"subject": subject, "form": form} | _told()
    return render(request, "projects/error_report.html", context, status=status)


def _told() -> dict[str, Any]:
    return {"kept_days": settings.REPORT_KEPT_DAYS}
