"""Texts of the database without dots, rings and accents, as far as PostgreSQL can fold them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Func, QuerySet, TextField, Value
from django.db.models.functions import Lower

from projects.search.words import fold

_MARKS = "[\u0300-\u036f]"
_PAIRS = {"æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss", "þ": "th", "Þ": "th"}


def holding(rows: QuerySet[Any], text: Any, words: Iterable[str]) -> QuerySet[Any]:
    """Return the rows whose folded text holds each of these words, folded too, in any place."""
    rows = rows.alias(folded=folded(text))
    for word in words:
        rows = rows.filter(folded__contains=fold(word))
    return rows


def folded(text: Any) -> Any:
    """Return what `words.fold` makes of a text, as far as PostgreSQL can in any locale."""
    plain = _function("translate", text, "øØđĐłŁ", "ooddll")
    for letter, letters in _PAIRS.items():
        plain = _function("replace", plain, letter, letters)
    apart = Func(plain, template="normalize(%(expressions)s, NFKD)", output_field=TextField())
    return Lower(_function("regexp_replace", apart, _MARKS, "", "g"))


def _function(name: str, text: Any, *values: str) -> Func:
    return Func(text, *map(Value, values), function=name, output_field=TextField())
