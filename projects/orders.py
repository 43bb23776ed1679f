"""The orders in which a list of projects can be asked for; unknown last, and never by chance."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Collate, NullIf

from projects.ordering import SwedishKey

ORDERS = ["relevance", "decided", "granted", "title", "starts"]

LATEST_FIRST = [F("decided_on").desc(nulls_last=True), F("pk").desc()]
OLDEST_FIRST = [F("decided_on").asc(nulls_first=True), F("pk").asc()]


def title_key(language: str) -> Any:
    """Return the key of the name that a list shows, in a reader's language."""
    title = Coalesce(NullIf(f"title_{language}", Value("")), "title_sv")
    return Collate(SwedishKey(Coalesce(NullIf("acronym", Value("")), title)), "C")


def granted() -> Any:
    """Return the least that was granted; what is only proposed, or has no bound, is unknown."""
    unbounded = Q(at_least=0, at_most__isnull=True)
    return Case(When(~unbounded & Q(is_granted=True), then=F("at_least")))


def ordering(order: str, language: str) -> Sequence[Any]:
    """Return the terms of one of ORDERS, with "-" before it the other way round.

    Equals follow latest decided first; titles backwards are backwards to the last.
    "relevance" is by itself only that: how well words fit is for the executors to say.
    """
    name = order.removeprefix("-")
    if name == "relevance":
        return LATEST_FIRST
    is_descending = order.startswith("-")
    if name == "title":
        key = title_key(language)
        return [key.desc(), *OLDEST_FIRST] if is_descending else [key.asc(), *LATEST_FIRST]
    key = {"decided": F("decided_on"), "granted": granted(), "starts": F("starts_on")}[name]
    by_key = key.desc(nulls_last=True) if is_descending else key.asc(nulls_last=True)
    return [by_key, *LATEST_FIRST]
