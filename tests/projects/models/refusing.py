"""How a test says which rule of the database it tries to get past.

Every rule named here counts as tested; `test_rules` compares them with the rules
that the models and triggers declare.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

TESTED: set[str] = set()


def covering(*rules: str) -> tuple[str, ...]:
    """Note that a test tries each of these rules, and return them to be parametrised over."""
    TESTED.update(rules)
    return rules


def breaks(rule: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Say that a test's whole body must be refused under the name of the rule."""
    covering(rule)

    def mark(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def refused_test(*args: Any, **kwargs: Any) -> None:
            with refused(rule):
                test(*args, **kwargs)

        return refused_test

    return mark


@contextmanager
def refused(rule: str) -> Iterator[None]:
    """Expect the database to refuse the block, at its end at the latest, and to name the rule."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), _as_if_committed():
        yield
    assert rule_of(caught.value) == rule


@contextmanager
def _as_if_committed() -> Iterator[None]:
    yield
    connection.check_constraints()


def rule_of(error: IntegrityError) -> str | None:
    """Return the name of the rule that was broken, as PostgreSQL gives it."""
    return error.__cause__.diag.constraint_name  # type: ignore[union-attr]


def sql(statement: str, *values: Any) -> None:
    """Run a statement past the ORM, as somebody in psql would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
