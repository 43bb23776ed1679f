"""The page that tells people how programs read the registry."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projects.api.examples import EXAMPLES
from projects.api.selections import COLLECTIONS
from spin_registry.problems import PROBLEMS


@require_safe
def api_help(request: HttpRequest) -> HttpResponse:
    """Show what can be asked of the API, with programs that do, and how it fails."""
    site = f"{request.scheme}://{request.get_host()}"
    shown = {
        "examples": [
            {"name": one.name, "language": one.language, "text": one.of(site)} for one in EXAMPLES
        ],
        "lists": [
            {"name": name, "address": reverse(f"api:{name}"), "parameters": list(one.fields)}
            for name, one in COLLECTIONS.items()
        ],
        "problems": [
            {"status": status, "title": one.title, "text": one.text}
            for status, one in PROBLEMS.items()
        ],
        "limit": settings.API_REQUESTS_PER_MINUTE,
    }
    return render(request, "projects/api_help.html", shown)
