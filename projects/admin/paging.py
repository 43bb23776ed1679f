"""Pages of lists that may hold millions of rows: nobody waits for all of them to be counted."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from projects.keys import Among, PlaceAmong

MOST_COUNTED = 10_000
"""Rows that are counted; whoever looks for one beyond them searches or filters."""


class CappedPaginator(Paginator):
    """Pages of the first rows of a queryset, or of all where their number is `known` anyway.

    What is known lags behind a row that was saved just now: few rows are counted all the same.
    """

    def __init__(self, *args: Any, known: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known

    @cached_property
    def count(self) -> int:
        if self.known is not None and self.known >= MOST_COUNTED:
            return self.known
        rows: Any = self.object_list
        return rows.order_by()[:MOST_COUNTED].count()


class RankedPaginator(Paginator):
    """Pages of rows of which all `keys` are known, in their order: a page reads only its own."""

    def __init__(self, *args: Any, keys: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.keys = keys

    @cached_property
    def count(self) -> int:
        return len(self.keys)

    def page(self, number: Any) -> Page:
        page = super().page(number)
        keys = self.keys[max(page.start_index() - 1, 0) : page.end_index()]
        rows: Any = self.object_list
        page.object_list = rows.filter(Among("pk", keys)).order_by(PlaceAmong("pk", keys))
        return page
