"""What takes longer than a page may is given half a minute, and not for ever."""

import pytest
from django.db import connection

from spin_registry.patience import patience


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_statement_within_may_take_half_a_minute_and_the_next_no_longer_than_before():
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '2s'")

    with patience():
        within = limit()

    assert (within, limit()) == ("30s", "2s")
    with connection.cursor() as cursor:
        cursor.execute("RESET statement_timeout")
