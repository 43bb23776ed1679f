"""More time than a page may take, for what nobody waits for with a page open."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

SECONDS = 30
"""For one statement of an import, an export, or what is done once a day."""


@contextmanager
def patience() -> Iterator[None]:
    """Run the block in one transaction, each statement of which may take 30 seconds.

    Pages give a statement up after 2 seconds, and commands never do.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")
        yield
