"""The orders in which a list of projects can be asked for; unknown last, and never by chance."""

from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import get_language

from projects import search
from projects.models import Decision, Project
from projects.ordering import SwedishKey


def _decided(_words: str) -> Any:
    return F("decided_on")


def _granted(_words: str) -> Any:
    """Return the least that was granted; what is only proposed, or has no bound, is unknown."""
    unbounded = Q(at_least=0, at_most__isnull=True)
    return Case(When(~unbounded & Q(is_granted=True), then=F("at_least")))


def _title(_words: str) -> Any:
    """Return the key of the name that a list shows, in the reader's language."""
    title = Coalesce(NullIf(f"title_{get_language()}", Value("")), "title_sv")
    return Collate(SwedishKey(Coalesce(NullIf("acronym", Value("")), title)), "C")


def _starts(_words: str) -> Any:
    return F("starts_on")


def _relevance(words: str) -> Any:
    """Return how well a project fits; nought is best. One that has the words as its name is."""
    query = search.query(words)
    if query is None:
        return Value(0)
    numbered = Decision.objects.filter(project=OuterRef("pk"), case_number=words)
    named = Q(acronym__iexact=words) | Q(reference__iexact=words) | Q(Exists(numbered))
    return Case(When(named, then=Value(0.0)), default=Value(1.0) - SearchRank(F("search"), query))


ORDERS = {
    "relevance": _relevance,
    "decided": _decided,
    "granted": _granted,
    "title": _title,
    "starts": _starts,
}


def in_order(projects: QuerySet[Project], order: str, words: str) -> QuerySet[Project]:
    """Return the projects by one of ORDERS, with "-" before it the other way round.

    Equals follow latest decided first. `words` are what relevance is measured by;
    "relevance" puts the best first.
    """
    key = ORDERS[order.removeprefix("-")](words)
    first = key.desc if order.startswith("-") else key.asc
    return projects.order_by(first(nulls_last=True), F("decided_on").desc(nulls_last=True), "-pk")
