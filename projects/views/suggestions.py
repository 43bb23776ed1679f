"""What the search boxes suggest while one types."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from projects.search.executor import executor
from projects.search.suggesting import suggestions as suggested


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer with the pages that what is typed may mean, the likeliest of each kind first."""
    found = suggested(request.GET.get("q", ""), executor())
    return JsonResponse({"suggestions": [one._asdict() for one in found]})
