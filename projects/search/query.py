"""A whole selection of projects as one value, and what is answered about it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import Protocol, Self

from projects.money import Total
from projects.search.asked import Asked

OPEN = ["funder", "programme", "county", "status", "year"]
"""The facets that every list shows with counts."""


class Seen(Enum):
    """Whose eyes a selection is made for."""

    PUBLIC = "public"
    WITHDRAWN = "withdrawn"
    ALL = "all"


@dataclass(frozen=True)
class Query:
    """What a selection asks for, in keys and öre; two that ask for the same are equal.

    `choices` are parameters with the keys of what was chosen in each: any of them will do,
    and of every parameter one. `low` and `high` are öre, both included. `text` is true
    where something was typed, though it may hold no word and then finds nothing.
    `language` decides the order of titles alone.
    """

    asked: Asked = field(default_factory=Asked)
    is_asked: bool = False
    choices: tuple[tuple[str, tuple[int, ...]], ...] = ()
    low: int | None = None
    high: int | None = None
    order: str = "-decided"
    language: str = "sv"
    seen: Seen = Seen.PUBLIC

    @property
    def finds_nothing(self) -> bool:
        return self.is_asked and not self.asked

    @property
    def is_whole(self) -> bool:
        """Whether nothing narrows it."""
        return not (self.is_asked or self.choices or self.low is not None or self.high is not None)

    @cached_property
    def chosen(self) -> Mapping[str, tuple[int, ...]]:
        return dict(self.choices)

    def without(self, parameter: str) -> Self:
        """Return the same selection with any value of a parameter; itself where none is chosen."""
        if parameter not in self.chosen:
            return self
        kept = tuple(one for one in self.choices if one[0] != parameter)
        return replace(self, choices=kept)

    def ordered(self, order: str) -> Self:
        return self if order == self.order else replace(self, order=order)

    def seen_by(self, seen: Seen) -> Self:
        return replace(self, seen=seen)


@dataclass(frozen=True)
class Overview:
    """How many projects a selection holds, and what they add up to."""

    count: int
    total: Total
    proposed: Total


class Executor(Protocol):
    """One that answers queries. `day` is the day that planned and ongoing are told by."""

    @property
    def day(self) -> datetime.date: ...

    def hits(self, query: Query, start: int, length: int) -> list[int]:
        """Return the keys of the projects from a place in the order on, no more than `length`."""

    def count(self, query: Query) -> int:
        """Return how many projects a selection holds."""

    def overview(self, query: Query) -> Overview:
        """Return how many projects a selection holds, and their totals."""

    def counts(self, query: Query, facets: Iterable[str]) -> dict[str, dict[int, int]]:
        """Return for each facet the number of projects by key, among all that are selected."""
