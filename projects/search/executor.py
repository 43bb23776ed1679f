"""Who answers a query: the index while it is true, else PostgreSQL."""

import datetime
from collections.abc import Collection, Iterable, Sequence

from django.utils import timezone

from projects.printing import Printed, printed
from projects.rows import row
from projects.search import following
from projects.search.asked import Asked
from projects.search.documents import Facts, documents
from projects.search.engine import Engine, RefusedError
from projects.search.kept import Kept
from projects.search.organisations import Hit
from projects.search.places import closures
from projects.search.postgres import Postgres
from projects.search.query import Overview, Query

_facts: Kept[Facts] = Kept(5_000)
"""What rows show, a kilobyte or two each."""


def executor() -> "Answers":
    """Return who answers now; ask once for each page, so that all of it is of one moment."""
    return Answers(following.engine())


class Answers:
    """The answers of one executor, or of PostgreSQL where the index cannot be exact."""

    def __init__(self, engine: Engine | None) -> None:
        self.engine = engine
        self.postgres = Postgres()

    @property
    def day(self) -> datetime.date:
        return self.engine.day if self.engine else self.postgres.day

    def hits(self, query: Query, start: int, length: int) -> list[int]:
        return (self.engine or self.postgres).hits(query, start, length)

    def count(self, query: Query) -> int:
        return (self.engine or self.postgres).count(query)

    def known(self, words: Collection[str]) -> dict[str, int]:
        """Return those of the words that any project has, with about how many have them."""
        return (self.engine or self.postgres).known(words)

    def overview(self, query: Query) -> Overview:
        if self.engine:
            try:
                return self.engine.overview(query)
            except RefusedError:
                pass
        return self.postgres.overview(query)

    def counts(self, query: Query, facets: Iterable[str]) -> dict[str, dict[int, int]]:
        return (self.engine or self.postgres).counts(query, facets)

    def titled(self, asked: Asked, length: int, language: str) -> list[Printed]:
        """Return the rows of public projects with all words in their titles, in the language
        of the reader; first those that are called just that.
        """
        if self.engine:
            return self.engine.titled(asked, length, language)
        return self._printed(self.postgres.titled(asked, length))

    def organisations(
        self, asked: Asked, start: int, length: int, *, public_only: bool
    ) -> list[Hit]:
        """Return organisations of which every word begins a word, the best known first."""
        answering = self.engine or self.postgres
        return answering.organisations(asked, start, length, public_only=public_only)

    def rows(self, query: Query, start: int, length: int) -> list[Printed]:
        """Return the rows of the hits in the language of the query, which is the reader's."""
        if self.engine:
            return self.engine.rows(query, start, length)
        return self._printed(self.postgres.hits(query, start, length))

    def _printed(self, keys: Sequence[int]) -> list[Printed]:
        return [printed(row(pk, facts, self.day)) for pk, facts in facts_of(keys)]


def facts_of(keys: Collection[int]) -> list[tuple[int, Facts]]:
    """Return what the rows of projects show, in the order of their keys, from the database.

    They are read once in a generation.
    """
    generation = following.generation()
    kept = {key: _facts.peek(generation, key) for key in keys}
    found = {key: facts for key, facts in kept.items() if facts is not None}
    missing = [key for key in keys if key not in found]
    now = timezone.now()
    if missing:
        read = documents(missing, places=closures(), day=timezone.localdate(now), now=now)
        for document in read:
            found[document.pk] = document.facts
            _facts.put(generation, document.pk, document.facts)
    return [(key, found[key]) for key in keys if key in found]
