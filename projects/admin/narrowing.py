"""Lists narrowed to what the start page counts."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import PublicationState


class YesFilter(admin.SimpleListFilter):
    """A list as it is, or only the rows that something can be said of."""

    words: Any

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", self.words)]

    def queryset(self, request: Any, queryset: Any) -> QuerySet:
        return self.narrowed(queryset) if self.value() == "1" else queryset

    def narrowed(self, queryset: Any) -> QuerySet:
        raise NotImplementedError


class EndedFilter(YesFilter):
    """Projects whose last day has passed and whose final amount nobody has entered."""

    title = _("end")
    parameter_name = "ended"
    words = _("passed, not closed")

    def narrowed(self, queryset: Any) -> QuerySet:
        return queryset.ended(timezone.localdate())


class IncompleteFilter(YesFilter):
    """Sources that cannot be looked up again."""

    title = _("lacks")
    parameter_name = "incomplete"
    words = _("address or the day it was read")

    def narrowed(self, queryset: Any) -> QuerySet:
        return queryset.incomplete()


class NotPublicFilter(YesFilter):
    """Articles that are drafts or in review."""

    title = _("not yet public")
    parameter_name = "not_public"
    words = _("drafts and in review")

    def narrowed(self, queryset: Any) -> QuerySet:
        return queryset.filter(state__in=[PublicationState.DRAFT, PublicationState.IN_REVIEW])
