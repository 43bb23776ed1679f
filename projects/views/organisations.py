"""Organisations, and those of them that fund."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from projects import linked_data
from projects.excerpts import excerpt
from projects.models import Organisation, Project, Role
from projects.money import Basis
from projects.pages import page_of
from projects.shares import column
from projects.totals import totals_by


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Show every organisation that a public project or a round names, in Swedish order."""
    page = page_of(request, Organisation.objects.public().select_related("home"))
    return render(request, "projects/organisation_list.html", {"page": page})


@require_safe
def funder_list(request: HttpRequest) -> HttpResponse:
    """Show the organisations that fund or are asked to, with what each has granted."""
    page = page_of(request, Organisation.objects.funders())
    granted = totals_by("funder", Project.objects.published(), Basis.REGISTERED_SUPPORT)
    rows = [(funder, granted.get(funder.pk)) for funder in page]
    return render(request, "projects/funder_list.html", {"page": page, "rows": rows})


@require_safe
def funder(_request: HttpRequest, slug: str) -> HttpResponse:
    """Lead from a funder's address to its page as an organisation."""
    known = Organisation.objects.funders() | Organisation.objects.parted()
    return _leads_to(Organisation.objects.merged_into(slug) or get_object_or_404(known, slug=slug))


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one organisation: money out, money in, and what else it takes part in."""
    merged = Organisation.objects.merged_into(slug)
    if merged:
        return _leads_to(merged)
    organisation = get_object_or_404(
        Organisation.objects.with_page().select_related("home", "succeeded_by"), slug=slug
    )
    projects = Project.objects.published()
    query = f"organisation={slug}"
    context = {
        "organisation": organisation,
        "linked_data": linked_data.of_organisation(organisation, request.build_absolute_uri),
        "granted": column(organisation, Basis.REGISTERED_SUPPORT),
        "proposed": column(organisation, Basis.PROPOSED_SUPPORT),
        "led": excerpt(projects.with_participant(organisation, Role.LEAD), query),
        "joined": excerpt(projects.with_participant(organisation, Role.PARTNER), query),
        "names": organisation.names.all(),
        "predecessors": organisation.predecessors.public(),
        "articles": organisation.articles.published().latest_first()[:5],
    }
    return render(request, "projects/organisation_detail.html", context)


def _leads_to(organisation: Organisation) -> HttpResponse:
    """Lead to an organisation for as long as its address does: a merge can be undone.

    Without a word on it browsers keep a permanent redirect for ever.
    """
    response = redirect(organisation, permanent=True)
    response.headers["Cache-Control"] = "no-cache"
    return response
