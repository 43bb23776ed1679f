"""Organisations: names they had, pairs that may be one, and how two are merged and parted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects import merging
from projects.admin.base import RegistryInline
from projects.duplicates import pairs
from projects.models import (
    DistinctOrganisations,
    Organisation,
    OrganisationMerge,
    OrganisationName,
)
from projects.refusals import REFUSALS, in_words

LIST = "admin:projects_organisation_duplicates"


class NameInline(RegistryInline):
    """Names that an organisation had, or is also known by: it is found by them."""

    model = OrganisationName
    max_num = 20
    fields = [("name", "kind"), ("from_on", "until_on")]


class Merging:
    """The pages on which pairs are looked through, merged and parted."""

    def has_change_permission(self: Any, request: HttpRequest, obj: Any = None) -> bool:
        """Let nobody write in what is merged: the one that was kept says all."""
        is_merged = obj is not None and obj.merged_into_id is not None
        return not is_merged and super().has_change_permission(request, obj)  # type: ignore[misc]

    def merge_urls(self: Any) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        merge = require_http_methods(["GET", "HEAD", "POST"])(self.merge_view)
        pairs_view = require_safe(self.duplicates_view)
        prefix = "projects_organisation"
        return [
            path("duplicates/", wrap(pairs_view), name=f"{prefix}_duplicates"),
            path("<int:gone>/merge/<int:kept>/", wrap(merge), name=f"{prefix}_merge"),
            path(
                "<int:one>/distinct/<int:other>/",
                wrap(require_POST(self.distinct_view)),
                name=f"{prefix}_distinct",
            ),
            path("part/<int:key>/", wrap(require_POST(self.part_view)), name=f"{prefix}_part"),
        ]

    def duplicates_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Show pairs that may be one organisation, and the merges that can be undone."""
        self._check_right(request)
        merges = OrganisationMerge.objects.standing().select_related("gone", "kept", "by")
        context = self._context(request, _("Entered twice?"))
        context |= {"pairs": pairs(), "merges": merges.order_by("-pk")[:50]}
        return TemplateResponse(request, "admin/projects/organisation/duplicates.html", context)

    def merge_view(self: Any, request: HttpRequest, gone: int, kept: int) -> HttpResponse:
        """Show what a merge would move and which fields differ; a POST does it."""
        self._check_right(request)
        one, other = (_organisation(key) for key in (gone, kept))
        choices = merging.choices(one, other)
        error = ""
        if request.method == "POST":
            names = {choice.name for choice in choices}
            taken = [name for name in request.POST.getlist("taken_over") if name in names]
            try:
                done = merging.merge(gone=one, kept=other, by=request.user, taken_over=taken)
            except (ValidationError, *REFUSALS) as refused:
                error = _why(refused)
            else:
                said = _("Merged with %(name)s.") % {"name": done.gone}
                self.log_change(request, done.kept, said)
                messages.success(request, _("Merged. It can be undone here."))
                return HttpResponseRedirect(reverse(LIST))
        context = self._context(request, _("Merge"))
        context |= {
            "gone": one,
            "kept": other,
            "moving": merging.moving(one),
            "choices": choices,
            "error": error,
        }
        return TemplateResponse(request, "admin/projects/organisation/merge.html", context)

    def distinct_view(self: Any, request: HttpRequest, one: int, other: int) -> HttpResponse:
        """Remember that two organisations are two."""
        self._check_right(request)
        user: Any = request.user
        first, second = sorted([_organisation(one), _organisation(other)], key=lambda it: it.pk)
        if first == second:
            raise Http404
        DistinctOrganisations.objects.get_or_create(one=first, other=second, defaults={"by": user})
        messages.success(request, _("They are two, and are proposed no more."))
        return HttpResponseRedirect(reverse(LIST))

    def part_view(self: Any, request: HttpRequest, key: int) -> HttpResponse:
        """Undo a merge."""
        self._check_right(request)
        merge = get_object_or_404(OrganisationMerge, pk=key)
        try:
            merging.part(merge, by=request.user)
        except (ValidationError, *REFUSALS) as refused:
            messages.error(request, _why(refused))
        else:
            self.log_change(request, merge.kept, _("Parted from %(name)s.") % {"name": merge.gone})
            messages.success(request, _("They are two again, as before."))
        return HttpResponseRedirect(reverse(LIST))

    def _check_right(self: Any, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _context(self: Any, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title}


def _why(refused: Exception) -> str:
    """Return what to tell whoever was refused."""
    if isinstance(refused, ValidationError):
        return " ".join(refused.messages)
    return in_words(refused)


def _organisation(key: int) -> Organisation:
    if key > 2**63 - 1:
        raise Http404
    return get_object_or_404(Organisation, pk=key)
