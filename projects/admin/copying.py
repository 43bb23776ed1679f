"""A project as the start of another: the form of a new one, filled in and not saved."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, reverse

from projects.accounts import Account
from projects.admin.forms import COPY_MARK
from projects.models import Project, Role
from projects.settlement import with_accounts

Rows = list[dict[str, Any]]

LONGEST_TITLE = 250


class Copies:
    """The way from a project to a new one like it, for the admin of projects.

    What two projects of the same applicant share is filled in: who takes part, where, of
    what kind, under which priority, and who pays out of what. What differs is left empty:
    amounts, days, case numbers, texts, sources. The title is marked, and must be changed.
    """

    def copy_urls(self: Any) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.copy_view)
        return [path("<int:key>/copy/", view, name="projects_project_copy")]

    def copy_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        """Show the form of a new project filled in; nothing is saved until it is sent."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_add_permission(request):
            raise PermissionDenied
        copied = with_accounts(Project.objects.filter(pk=key)).first()
        if copied is None:
            raise Http404
        request.copied = copied  # type: ignore[attr-defined]
        add = reverse("admin:projects_project_add")
        return self.changeform_view(request, None, add, {"copied": copied})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        copied = copied_in(request)
        if copied is None:
            return {}
        return {
            "title_sv": f"{COPY_MARK} {copied.title_sv}"[:LONGEST_TITLE],
            "kind": copied.kind,
            "priority": copied.priority_id,
        }

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: Any = None
    ) -> Iterator[tuple[Any, Any]]:
        """Give each part of the form as many rows as the copy begins with."""
        copied = copied_in(request)
        for formset, inline in super().get_formsets_with_inlines(request, obj):  # type: ignore[misc]
            if copied:
                rows = _copied_rows(copied, formset.get_default_prefix())
                formset.extra = max(formset.extra, len(rows))
            yield formset, inline

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        copied = copied_in(request)
        return kwargs | {"initial": _copied_rows(copied, prefix)} if copied else kwargs


def copied_in(request: HttpRequest) -> Project | None:
    """Return the project that the form which is shown begins as a copy of, if any."""
    return getattr(request, "copied", None)


def _copied_rows(project: Project, prefix: str) -> Rows:
    """Return what the rows of a part of the form begin with, by the formset's prefix."""
    rows = ROWS.get(prefix)
    return rows(project) if rows else []


def _money(project: Project) -> Rows:
    """Return each funder, fund and programme that stands, without what was decided of it."""
    names = ("funder", "group_sv", "group_en", "fund", "programme", "form")
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for part in Account.of(project).parts:
        if part.holds(None):
            row = {name: getattr(part.split, name) for name in names}
            found.setdefault((part.kind, *row.values()), row | {"kind": part.kind})
    return list(found.values())


def _participants(project: Project) -> Rows:
    """Return those who take part to this day, the lead first."""
    names = ("role", "organisation", "group_sv", "group_en")
    standing = project.participations.filter(until_on=None).select_related("organisation")
    ordered = sorted(standing, key=lambda one: (one.role != Role.LEAD, one.pk))
    rows = [{name: getattr(one, name) for name in names} for one in ordered]
    return [row for place, row in enumerate(rows) if row not in rows[:place]]


def _places(project: Project) -> Rows:
    rows = project.project_places.select_related("place").order_by("pk")
    return [{"place": one.place, "meaning": one.meaning} for one in rows]


ROWS: dict[str, Callable[[Project], Rows]] = {
    "splits": _money,
    "participations": _participants,
    "project_places": _places,
}
