"""What the back office shows besides what Django has tags for."""

from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.template import Context

from projects import approving
from projects.admin import start, warnings
from projects.admin.project_list import Cells, ProjectList

register = template.Library()


@register.simple_tag(takes_context=True)
def start_parts(context: Context) -> list[start.Part]:
    """Return what waits for whoever looks at the start page."""
    return start.parts(context["request"].user)


@register.simple_tag(takes_context=True)
def asks_whether_alone(context: Context) -> bool:
    """Whether to ask somebody who alone may approve how it shall be."""
    return approving.must_choose(context["request"].user)


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
