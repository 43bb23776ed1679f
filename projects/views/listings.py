"""The lists beside that of projects, as files."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.as_of import refuse_day
from projects.downloads import listings
from projects.downloads.asking import wish
from projects.downloads.sending import answer
from projects.views.downloads import asking, refused


@require_safe
def list_file(request: HttpRequest, name: str, extension: str) -> HttpResponseBase:
    """Send a whole list as a file, such as that of `rounds`."""
    refuse_day(request.GET)
    page = request.build_absolute_uri(reverse(f"projects:{name}"))
    try:
        wanted = wish(request.GET, [name])
        table = listings.table(name, request.GET, asking(request), page)
    except ValidationError as error:
        return refused(request, error.messages)
    return answer(
        table,
        extension,
        for_excel=wanted.is_for_excel and extension == "csv",
        has_body=request.method == "GET",
    )
