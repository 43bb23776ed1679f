"""PostgreSQL's answer: always there and always right, if not the fastest."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db import connection
from django.db.models import Case, Func, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from projects.models import Project
from projects.models.statuses import status_condition
from projects.money import Basis, kronor
from projects.orders import LATEST_FIRST, ordering
from projects.search import organisations
from projects.search.asked import Asked, Lexeme, Term
from projects.search.counting import COUNTS
from projects.search.documents import KINDS, STATUSES
from projects.search.organisations import Hit
from projects.search.query import Overview, Query, Seen
from projects.totals import total

RANKS = [("A", False), ("AB", False), ("", False), ("A", True), ("AB", True)]
"""Where all words must stand, by label, and whether they may be folded; the best first."""
MOST_COUNTED = 100
KNOWN = """
    SELECT word, found.number
    FROM unnest(%s::text[]) AS word, LATERAL (
        SELECT count(*) AS number FROM (
            SELECT 1 FROM projects_project
            WHERE search @@ (quote_literal(word))::tsquery LIMIT %s
        ) AS capped
    ) AS found
    WHERE found.number > 0
"""


class Postgres:
    """The executor that asks the database itself."""

    @property
    def day(self) -> datetime.date:
        return timezone.localdate()

    def hits(self, query: Query, start: int, length: int) -> list[int]:
        found = self.ordered(query).values_list("pk", flat=True)
        return list(found[start : start + length])

    def count(self, query: Query) -> int:
        return self.projects(query).count()

    def overview(self, query: Query) -> Overview:
        projects = self.projects(query)
        return Overview(
            count=projects.count(),
            total=total(projects),
            proposed=total(projects, Basis.PROPOSED_SUPPORT),
        )

    def counts(self, query: Query, facets: Iterable[str]) -> dict[str, dict[int, int]]:
        projects = self.projects(query)
        return {facet: COUNTS[facet](projects) for facet in facets}

    def known(self, words: Collection[str]) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(KNOWN, [list(words), MOST_COUNTED])
            return dict(cursor.fetchall())

    def titled(self, asked: Asked, length: int) -> list[int]:
        whole, folded = Q(named__contains=[asked.whole]), tsquery(asked, "A", folded=True)
        ranks = [When(whole, then=0), When(search=tsquery(asked, "A", folded=False), then=1)]
        found = self.projects(Query(asked=asked, is_asked=True))
        found = found.filter(whole | Q(search=folded))
        found = found.order_by(Case(*ranks, default=2), *LATEST_FIRST)
        return list(found.values_list("pk", flat=True)[:length])

    def organisations(
        self, asked: Asked, start: int, length: int, *, public_only: bool
    ) -> list[Hit]:
        return list(organisations.found(asked, start, length, public_only=public_only))

    def projects(self, query: Query) -> QuerySet[Project]:
        """Return the projects of a selection, in no order."""
        projects = SEEN[query.seen]()
        if query.finds_nothing:
            return projects.none()
        if query.asked:
            projects = projects.filter(_has(query.asked))
        for parameter, keys in query.choices:
            projects = narrowed(projects, parameter, keys, self.day)
        if query.low is not None or query.high is not None:
            projects = projects.with_support(
                at_least=None if query.low is None else kronor(query.low),
                at_most=None if query.high is None else kronor(query.high),
            )
        return projects

    def ordered(self, query: Query) -> QuerySet[Project]:
        """Return the same in the order that is asked for."""
        projects = self.projects(query)
        if query.order.removeprefix("-") == "relevance" and query.asked:
            return projects.order_by(rank(query.asked), *LATEST_FIRST)
        return projects.order_by(*ordering(query.order, query.language))


SEEN = {
    Seen.PUBLIC: lambda: Project.objects.published().order_by(),
    Seen.WITHDRAWN: lambda: Project.objects.withdrawn().order_by(),
    Seen.ALL: lambda: Project.objects.order_by(),
}


def _has(asked: Asked) -> Q:
    """Return what projects with the words that are asked for fulfil.

    One that was never settled has no words, and so none of those that are left out.
    """
    has = Q(search=tsquery(asked, "", folded=True))
    return has if asked.groups else has | Q(search__isnull=True)


def narrowed(projects: Any, parameter: str, keys: Sequence[int], day: datetime.date) -> Any:
    """Return those of the projects that have any of the keys of a parameter."""
    match parameter:
        case "status":
            return projects.filter(
                reduce(or_, (status_condition(STATUSES[key], day) for key in keys))
            )
        case "year":
            return projects.running_in(*keys)
        case "county" | "municipality":
            return projects.in_places(*keys)
        case "funder":
            return projects.funded_by(*keys)
        case "fund":
            return projects.from_funds(*keys)
        case "programme":
            return projects.of_programme(*keys)
        case "priority":
            return projects.filter(priority__in=keys)
        case "organisation":
            return projects.concerning(*keys)
        case "kind":
            return projects.led_by_kind(*(KINDS[key] for key in keys))
    raise ValueError(f"no such parameter: {parameter}")


def rank(asked: Asked) -> Case:
    """Return how well a project fits: 0 is best, see docs/decisions/0016.

    The very name that was asked for, then all words in the title, in names too, anywhere;
    then the same three where letters had to be folded.
    """
    whens = [When(named__contains=[asked.whole], then=Value(0))]
    if not asked.groups:
        return Case(*whens, default=Value(1), output_field=IntegerField())
    for place, (labels, folded) in enumerate(RANKS, start=1):
        if asked.may_fold or not folded:
            whens.append(When(search=tsquery(asked, labels, folded=folded), then=Value(place)))
    return Case(*whens, default=Value(len(RANKS) + 1), output_field=IntegerField())


class Tsquery(SearchQuery):
    """The text of a query as PostgreSQL's own, without stemming by any dictionary."""

    template = "%(expressions)s::tsquery"

    def __init__(self, text: str) -> None:
        Func.__init__(self, Value(text), output_field=SearchQueryField())
        self.invert = False


def tsquery(asked: Asked, labels: str, *, folded: bool) -> Tsquery:
    """Return the query for what is asked, within texts of these labels; none is all of them."""
    parts = [
        f"({' | '.join(_term(term, labels, folded=folded) for term in group)})"
        for group in asked.groups
    ]
    # What is left out is left out wherever it stands.
    parts += [f"!({_excluded(term)})" for term in asked.excluded]
    return Tsquery(" & ".join(parts))


def _term(term: Term, labels: str, *, folded: bool) -> str:
    if len(term.words) > 1:
        return f"({' <-> '.join(_lexeme(Lexeme(word), labels) for word in term.words)})"
    return " | ".join(_lexeme(one, labels) for one in term.lexemes(folded=folded))


def _excluded(term: Term) -> str:
    return _term(term, "", folded=False)


def _lexeme(lexeme: Lexeme, labels: str) -> str:
    """Return a lexeme as a query writes it: words hold letters and digits only."""
    marks = labels + "*" * lexeme.is_beginning
    return f"'{lexeme.text}'" + (f":{marks}" if marks else "")
