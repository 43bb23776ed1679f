"""Projects as finished lines of a CSV file with its usual columns, for the index to keep.

A line is what PostgreSQL answers, written as every file is; but for what is of the reader: two
marks stand for the address of the site and for the day. They are control characters, which
constraints keep out of every text.
"""

import datetime
from collections.abc import Collection
from functools import cache
from typing import Any

from django.utils.translation import override

from projects.downloads.columns import Asking, Row
from projects.downloads.projects import COLUMNS, public
from projects.downloads.writing import csv_lines
from projects.models import Project
from spin_registry.patience import patience

LANGUAGES = ["sv", "en"]
SITE, DAY = "\x1c", "\x1d"
USUAL = [one for one in COLUMNS if one.is_usual and one.value]
AS_OF = next(place for place, one in enumerate(USUAL) if one.name == "as_of")


def lines_of(keys: Collection[int], day: datetime.date) -> dict[int, list[bytes]]:
    """Return the lines of those projects that are public now, as they are on a day.

    Each has one in every language, all asked for at once.
    """
    swedish, english = (_asked(language, day) for language in LANGUAGES)
    worded = _worded()
    asked = {f"sv_{place}": value for place, value in enumerate(swedish)}
    asked |= {f"en_{place}": english[place] for place in worded}
    with patience():
        found = list(public(keys).annotate(**asked).values_list("pk", *asked))
    written = [
        csv_lines(USUAL, (_row(row, worded if language == "en" else []) for row in found))
        for language in LANGUAGES
    ]
    return {row[0]: lines for row, *lines in zip(found, *written, strict=True)}


def _asked(language: str, day: datetime.date) -> list[Any]:
    with override(language):
        return [one.value(Asking(language, day, SITE)) for one in USUAL if one.value]


@cache
def _worded() -> list[int]:
    """Return which columns PostgreSQL is asked for otherwise in English than in Swedish."""
    day = datetime.date.min
    both = zip(*(_asked(language, day) for language in LANGUAGES), strict=True)
    return [place for place, (one, other) in enumerate(both) if _sql(one) != _sql(other)]


def _sql(value: Any) -> Any:
    return Project.objects.order_by().values_list(value).query.sql_with_params()


def _row(found: Row, worded: list[int]) -> Row:
    """Return the cells of one language of all that was found of a project."""
    cells = list(found[1 : len(USUAL) + 1])
    for place, cell in zip(worded, found[len(USUAL) + 1 :], strict=False):
        cells[place] = cell
    cells[AS_OF] = DAY
    return cells


def addressed(lines: bytes, asking: Asking) -> bytes:
    """Return lines as they are for a reader."""
    day = asking.day.isoformat()
    return lines.replace(SITE.encode(), asking.site.encode()).replace(DAY.encode(), day.encode())
