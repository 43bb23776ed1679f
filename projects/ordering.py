"""Swedish alphabetical order as a stored key, without the ICU library.

å, ä and ö come last, in that order. `translate` puts them on the three
characters after z, and the "C" collation compares bytes; both are immutable, so
the key can be a generated column and an index serves every sorted list.
"""

from typing import Any

from django.db import models
from django.db.models.functions import Collate, Lower

# Both cases, since lower() leaves å ä ö alone in a database with locale C.
LETTERS = "ÅÄÆÖØåäæöøÉÈÊËÜÁÀÂÍÓÔÇÑéèêëüáàâíóôçñ"
KEYS = "{||}}{||}}eeeeyaaaioocneeeeyaaaioocn"


class SwedishKey(models.Func):
    """The key by which a name sorts in Swedish; equal for upper and lower case.

    Composed first: an å typed as a and a ring (as macOS writes file names) is the same letter.
    """

    function = "translate"

    def __init__(self, expression: Any, **extra: Any) -> None:
        super().__init__(
            Lower(models.Func(expression, function="normalize")),
            models.Value(LETTERS),
            models.Value(KEYS),
            output_field=models.TextField(),
            **extra,
        )


def swedish_key(field: str) -> models.GeneratedField:
    """Return the generated column that sorts by another text column of the same row."""
    return models.GeneratedField(
        expression=Collate(SwedishKey(field), "C"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
        editable=False,
    )
