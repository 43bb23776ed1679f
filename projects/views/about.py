"""What the registry is, how it counts, and how a fact is corrected."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the page about the registry."""
    return render(request, "projects/about.html")


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """Show what a search finds, in what order, and what each filter leaves out."""
    return render(request, "projects/search_help.html")
