"""What migrations entered, kept beside the tables and put back after a test emptied them.

Django keeps it as JSON and saves it row by row, which takes a second; a copy within the
database takes a hundredth of that. It empties tables by making the file of each anew, a
hundred of them, which takes a third of a second; to delete what few rows there are takes a
thirtieth of that.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation

SCHEMA = "kept"


def keep(creation: BaseDatabaseCreation) -> str:
    """Copy every row there is, and return where it is kept; in place of Django's JSON.

    A database of an earlier run (`--reuse-db`) has the copy, and gets back what that run emptied.
    """
    connection = creation.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_namespace WHERE nspname = %s", [SCHEMA])
        if cursor.rowcount:
            put_back(creation, SCHEMA)
            return SCHEMA
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
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
                + _copied_back(table, columns, kept)
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, _columns in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    ContentType.objects.clear_cache()


def may_do_both(connection: BaseDatabaseWrapper) -> bool:
    """Answer whether tables can be emptied `to_what_was_kept`: it turns all triggers off."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def to_what_was_kept(operations: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
    """Return the SQL that empties tables once nobody writes to them, and puts back what was kept.

    In place of Django's for emptying; nothing is left to put back before the next test.
    """
    quoted = [operations.quote_name(table) for table in tables]
    with operations.connection.cursor() as cursor:
        kept = _tables(cursor, SCHEMA)
    return [
        f"LOCK TABLE {', '.join(quoted)} IN SHARE ROW EXCLUSIVE MODE",
        "SET LOCAL session_replication_role = replica",
        "; ".join(f"DELETE FROM {table}" for table in quoted),
        *(_copied_back(table, columns, SCHEMA) for table, columns in kept),
    ]


def forget(creation: BaseDatabaseCreation, kept: str) -> None:
    """Put nothing back, since all is back, but forget what was known of rows that are gone."""
    ContentType.objects.clear_cache()


def _copied_back(table: str, columns: str, kept: str) -> str:
    return f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {kept}."{table}"'


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
