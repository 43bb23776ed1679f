"""Reports of errors, as readers send them and as the back office finds them."""

import datetime
from typing import Any

from django.utils import timezone

from projects.error_reports import tokens
from projects.models import ErrorReport
from tests.factories import ProjectFactory


def sent(path: str, seconds: float = 10, **fields: str) -> dict[str, str]:
    """Return what a browser sends of a form that was opened so many seconds ago."""
    opened = timezone.now() - datetime.timedelta(seconds=seconds)
    plain = {"wrong": "Beloppet är fel.", "right": "", "source": "", "email": "", "name": ""}
    return plain | {"opened": tokens.new(path, at=opened)} | fields


def error_report(**columns: Any) -> ErrorReport:
    """Return a report, by default a new one about a published project."""
    if not {"project", "round", "article"} & set(columns):
        columns["project"] = ProjectFactory(published=True)
    number = ErrorReport.objects.count()
    plain = {"key": f"{number:064x}", "language": "sv", "wrong": "Beloppet är fel."}
    return ErrorReport.objects.create(**plain | columns)


def answered(**columns: Any) -> ErrorReport:
    """Return a report whose answer stands on its page."""
    closed = {"state": "answered", "is_public": True, "answer_sv": "Beloppet är rättat."}
    return error_report(**closed | {"closed_at": timezone.now()} | columns)
