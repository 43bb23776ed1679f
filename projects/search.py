"""What a project can be found by, and how the words of a visitor become a query.

The document of a project holds its titles, texts, numbers and the names of the
organisations in it, stemmed as Swedish and as they stand. It is written by
`settlement.settle`, since a generated column cannot see other tables.
"""

import re
import unicodedata

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value
from django.db.models.expressions import CombinedExpression

MAX_CHARACTERS = 200
MAX_WORDS = 20
MAX_DOCUMENT = 100_000
"""Characters; PostgreSQL refuses a document of a megabyte, in which every word may stand twice."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def clean(text: str) -> str:
    """Return what was typed without control, bidi and zero-width characters, at most 200 long."""
    composed = unicodedata.normalize("NFC", text[: MAX_CHARACTERS * 4])
    visible = (
        " " if unicodedata.category(character) == "Cc" else character
        for character in composed
        if unicodedata.category(character) != "Cf"
    )
    return " ".join("".join(visible).split())[:MAX_CHARACTERS]


def words(text: str) -> list[str]:
    """Return the words to look for, at most 20; signs between them only separate."""
    return _WORD.findall(clean(text))[:MAX_WORDS]


def query(text: str) -> SearchQuery | None:
    """Return a query that asks for every word, each by its stem or its beginning.

    None where the text holds no word. Words are letters and digits only, so the
    raw query language cannot be reached from outside.
    """
    combined = None
    for word in words(text):
        raw = f"'{word.lower()}':*"
        either = SearchQuery(raw, config="swedish", search_type="raw") | SearchQuery(
            raw, config="simple", search_type="raw"
        )
        combined = either if combined is None else combined & either
    return combined


def document(*, names: str, texts: str) -> CombinedExpression:
    """Return the search document of a project from its names (weight A) and texts (B).

    Both are taken apart into the words that `query` asks for, so that a number with a
    stroke in it is found by each of its halves; PostgreSQL would read it as one path.
    """
    names, texts = _spread(names), _spread(texts)
    return (
        SearchVector(Value(names), config="simple", weight="A")
        + SearchVector(Value(names), config="swedish", weight="A")
        + SearchVector(Value(texts), config="swedish", weight="B")
        + SearchVector(Value(texts), config="simple", weight="B")
    )


def _spread(text: str) -> str:
    composed = unicodedata.normalize("NFC", text[:MAX_DOCUMENT])
    return " ".join(_WORD.findall(composed))
