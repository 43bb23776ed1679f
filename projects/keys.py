"""Keys of rows: as somebody sends one, and many as one parameter.

As one parameter a server reads and plans them at once, however many there are.
"""

from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Func, IntegerField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast


def is_key(written: str) -> bool:
    """Answer whether a text can be the key of a row: digits, and no more than a column holds."""
    return written.isascii() and written.isdigit() and len(written) < 19


class Among(Func):
    """Whether a column holds one of the keys."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, column: str, keys: Collection[int]) -> None:
        super().__init__(column, list(keys))


def listed(keys: Collection[int]) -> RawSQL:
    """Return keys as rows to look among, which PostgreSQL joins; it knows how many there are."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])


class PlaceAmong(Func):
    """At which of the keys a column is, counted from 1."""

    function = "array_position"
    output_field = IntegerField()

    def __init__(self, column: str, keys: Collection[int]) -> None:
        super().__init__(Cast(Value(list(keys)), ArrayField(BigIntegerField())), column)
