"""Pages of lists that may hold millions of rows: nobody waits for all of them to be counted."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST_COUNTED = 10_000
"""Rows that are counted; whoever looks for one beyond them searches or filters."""


class CappedPaginator(Paginator):
    """Pages of the first rows of a queryset, or of all where their number is `known` anyway."""

    def __init__(self, *args: Any, known: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known

    @cached_property
    def count(self) -> int:
        if self.known is not None:
            return self.known
        rows: Any = self.object_list
        return rows.order_by()[:MOST_COUNTED].count()
