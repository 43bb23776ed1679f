"""The list of projects in the back office, read no wider and written no slower than it must be."""

from html import escape
from typing import Any

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db import models
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from projects.models import Project
from projects.templatetags.figures import date_text

EMPTY = "–"
KEY = 1_234_567_890
"""Stands in an address for the key of any project."""

LISTED = [
    *("acronym", "title_sv", "title_en", "reference", "state", "decided_on"),
    *("is_granted", "at_least", "at_most", "unknown_parts", "is_approximate"),
]
"""What the list reads of each project, whose texts may be long."""


class ProjectList(ChangeList):
    """A page of projects, read no wider than it is shown; those found stand in their rank.

    Where a link leads to is told once for all rows: Django resolves every address again to see
    whether it may carry along what the list was narrowed by.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        start, _key, end = super().url_for_result(Project(pk=KEY)).partition(str(KEY))
        if self.preserved_filters:
            end = f"{end}?{self.preserved_filters}"
        self.around, self.preserved_filters = (start, end), ""

    def url_for_result(self, result: models.Model) -> str:
        return str(result.pk).join(self.around)

    def get_queryset(self, *args: Any, **options: Any) -> QuerySet[Project]:
        return super().get_queryset(*args, **options).only(*LISTED)

    def get_ordering_field_columns(self) -> dict[int, Any]:
        is_ranked = bool(self.query) and ORDER_VAR not in self.params
        return {} if is_ranked else super().get_ordering_field_columns()

    def cells(self, project: Project) -> list[str]:
        """Return a row as markup, column by column, as Django would write it.

        Django asks of every cell what it is and how it is shown; here that is known.
        """
        office: Any = self.model_admin
        link = (
            f'<a href="{escape(self.url_for_result(project))}">{escape(office.name(project))}</a>'
        )
        return [
            _cell("registered_as", office.registered_as(project)),
            SafeString(f'<th class="field-name">{link}</th>'),
            _cell("state", project.get_state_display()),
            _cell("total_words", office.total_words(project)),
            _cell("holds_since", date_text(project.decided_on) if project.decided_on else EMPTY),
        ]


class Cells(list[str]):
    """A row in the template of Django, which asks whether it is a form."""

    form = None


def _cell(column: str, value: Any) -> str:
    return SafeString(f'<td class="field-{column}">{escape(str(value))}</td>')
