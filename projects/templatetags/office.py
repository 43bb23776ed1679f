"""What the back office shows besides what Django has tags for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.template import Context
from django.urls import reverse

from projects import publishing
from projects.admin import warnings
from projects.admin.project_list import Cells, ProjectList
from projects.models import Fact, Project, PublicationState

register = template.Library()

MOST_WAITING = 12


@dataclass(frozen=True)
class Waiting:
    """A project that the public does not see yet, and what it lacks."""

    project: Project
    url: str
    lacking: Sequence[Fact]


@register.simple_tag(takes_context=True)
def waiting_projects(context: Context) -> list[Waiting]:
    """Return the projects in review and the latest drafts, for those who may see them."""
    if not context["request"].user.has_perm("projects.view_project"):
        return []
    states = [PublicationState.IN_REVIEW, PublicationState.DRAFT]
    found = Project.objects.filter(state__in=states).order_by("-state", "-pk")[:MOST_WAITING]
    return [
        Waiting(
            project=project,
            url=reverse("admin:projects_project_change", args=[project.pk]),
            lacking=publishing.lacking(project),
        )
        for project in found
    ]


register.simple_tag(warnings.warnings_about)


@register.inclusion_tag("admin/change_list_results.html")
def project_results(projects: ProjectList) -> dict[str, Any]:
    """Show a page of the list of projects as Django shows any list."""
    headers = list(result_headers(projects))
    return {
        "result_headers": headers,
        "num_sorted_fields": sum(bool(one["sortable"] and one["sorted"]) for one in headers),
        "results": [Cells(projects.cells(one)) for one in projects.result_list],
    }
