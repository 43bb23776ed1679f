"""Downloads: what a list shows, as a file."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.as_of import day_asked
from projects.downloads import selections
from projects.downloads.asking import wish
from projects.downloads.columns import Asking
from projects.downloads.sending import answer
from projects.downloads.workbooks import MOST_ROWS, TooManyRowsError
from projects.filters import DatedFilter
from projects.selection import query_of
from projects.templatetags.figures import number
from spin_registry.errors import Text, error_page


@require_safe
def projects(request: HttpRequest, extension: str) -> HttpResponseBase:
    """Send the selection of projects that the address makes, as a file; with `per` as of a day."""
    on = day_asked(request.GET)
    selection = DatedFilter(request.GET)
    page = request.build_absolute_uri(reverse("projects:list")) + query_of(selection, page=[])
    if not selection.is_valid():
        return refused(
            request,
            [f"{name}: {one}" for name, found in selection.form.errors.items() for one in found],
        )
    try:
        wanted = wish(request.GET, list(selections.SHAPES))
        table = selections.table(
            selection, wanted.rows, request.GET, asking(request, on), page.removesuffix("?")
        )
        return answer(
            table,
            extension,
            for_excel=wanted.is_for_excel and extension == "csv",
            has_body=request.method == "GET",
        )
    except ValidationError as error:
        return refused(request, error.messages)
    except TooManyRowsError:
        return refused(request, [too_many()])


def asking(request: HttpRequest, on: datetime.date | None = None) -> Asking:
    """Return whom a file is made for; `on` is a day to look back to."""
    return Asking(
        language=get_language() or "sv",
        day=on or timezone.localdate(),
        site=f"{request.scheme}://{request.get_host()}",
        licence=settings.DATA_LICENCE,
        on=on,
    )


def refused(request: HttpRequest, messages: list[str]) -> HttpResponseBase:
    """Return the page that says what a file cannot be made of."""
    return error_page(request, 400, Text(_("This cannot be downloaded"), " ".join(messages)))


def too_many() -> str:
    rows = number(MOST_ROWS)
    return _(
        "Excel opens at most %(rows)s rows below the headings. Choose fewer projects, or CSV."
    ) % {"rows": rows}
