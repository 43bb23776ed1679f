"""What migrations entered, kept beside the tables and put back after a test emptied them.

Django keeps it as JSON and saves it row by row, which takes a second; a copy within the
database takes a hundredth of that.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.backends.base.creation import BaseDatabaseCreation

SCHEMA = "kept"


def keep(creation: BaseDatabaseCreation) -> str:
    """Copy every row there is, and return where it is kept; in place of Django's JSON."""
    connection = creation.connection
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f'SELECT FROM "{table}" LIMIT 1')
            if cursor.rowcount:
                cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE "{table}"')
    return SCHEMA


def put_back(creation: BaseDatabaseCreation, kept: str) -> None:
    """Let each table that held rows at first hold just those; no trigger adds to them."""
    with transaction.atomic(), creation.connection.cursor() as cursor:
        tables = _tables(cursor, kept)
        for table, columns in tables:
            cursor.execute(
                f'ALTER TABLE "{table}" DISABLE TRIGGER USER; DELETE FROM "{table}";'
                f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {kept}."{table}"'
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, _columns in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    ContentType.objects.clear_cache()


def _tables(cursor: Any, kept: str) -> list[tuple[str, str]]:
    """Return each table of which rows are kept, and its columns but for those it computes."""
    cursor.execute(
        """
        SELECT table_name, string_agg(quote_ident(column_name), ', ')
        FROM information_schema.columns
        WHERE table_schema = 'public' AND is_generated = 'NEVER' AND table_name IN (
            SELECT table_name FROM information_schema.tables WHERE table_schema = %s
        )
        GROUP BY table_name
        """,
        [kept],
    )
    return list(cursor.fetchall())
