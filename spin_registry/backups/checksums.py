"""One checksum for each table of the database, made of its rows and of nothing else.

Equal rows give an equal checksum: in whatever order they lie, whatever order an upgrade added
the columns in, and whatever version of PostgreSQL holds them.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

DERIVED = ("projects_change", "attempts")
"""Tables that are not compared and not in a backup: the queue of changes tells the index of one
server what to read anew, in transactions that only this server has numbered; and failed attempts
to sign in are forgotten within a day."""

# What decides how a value is written as text, and differs between servers and roles.
WRITTEN_AS = {
    "timezone": "UTC",
    "datestyle": "ISO",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}

# Columns that PostgreSQL computes follow from the others, by rules that may differ by a version.
TABLES = """
    SELECT relname, array_agg(attname::text ORDER BY attname COLLATE "C")
           FILTER (WHERE attgenerated = '')
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND attnum > 0 AND NOT attisdropped
    GROUP BY relname ORDER BY relname COLLATE "C"
"""

# In two steps, for what is aggregated in one may not be longer than 1 GB.
CHECKSUM = """
    WITH hashed AS (SELECT sha256(convert_to(ROW({columns})::text, 'UTF8')) AS hash FROM {table}),
    parted AS (
        SELECT get_byte(hash, 0) AS part, count(*) AS rows,
               sha256(string_agg(hash, ''::bytea ORDER BY hash)) AS hash
        FROM hashed GROUP BY 1
    )
    SELECT coalesce(sum(rows), 0)::bigint,
           encode(sha256(coalesce(string_agg(hash, ''::bytea ORDER BY part), ''::bytea)), 'hex')
    FROM parted
"""


class Table(NamedTuple):
    """How many rows a table holds, and the SHA-256 of all of them as 64 hexadecimal digits."""

    rows: int
    checksum: str


@contextmanager
def snapshot() -> Iterator[CursorWrapper]:
    """Lend a cursor to which the database stands still, on a connection of its own."""
    apart = connection.copy()
    try:
        with transaction_of(apart) as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(
                "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
            )
            yield cursor
    finally:
        apart.close()


@contextmanager
def transaction_of(apart: Any) -> Iterator[CursorWrapper]:
    """Lend a cursor within one transaction of a connection that Django does not know by name."""
    apart.set_autocommit(False)
    with apart.cursor() as cursor:
        yield cursor
    apart.rollback()


def checksums(cursor: CursorWrapper) -> dict[str, Table]:
    """Return every table of the database by name, but for those that are derived."""
    for name, value in WRITTEN_AS.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
    cursor.execute(TABLES)
    found = [(name, columns) for name, columns in cursor.fetchall() if name not in DERIVED]
    return {name: _table(cursor, name, columns or []) for name, columns in found}


def _table(cursor: CursorWrapper, name: str, columns: list[str]) -> Table:
    quote = connection.ops.quote_name
    listed = ", ".join(quote(column) for column in columns)
    cursor.execute(CHECKSUM.format(columns=listed, table=f"public.{quote(name)}"))
    return Table(*cursor.fetchone())


def sequences(cursor: CursorWrapper) -> dict[str, int]:
    """Return the number that every sequence gave last; those that gave none are left out.

    They are no rows and count on while a snapshot stands still, so they are never in a checksum.
    """
    cursor.execute(
        "SELECT sequencename, last_value FROM pg_sequences"
        " WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename"
    )
    return dict(cursor.fetchall())


def together(tables: dict[str, Table]) -> str:
    """Return one checksum of all tables, their names and how many rows they hold."""
    lines = [f"{name} {table.rows} {table.checksum}\n" for name, table in sorted(tables.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
