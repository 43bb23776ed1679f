"""What `make test` tries of many things, and what it leaves to `make drills`."""

from collections.abc import Iterable
from typing import Any

import pytest


def drilled(*values: Any) -> Any:
    """Return one parameter, of one or several values, that only `make drills` tries."""
    return pytest.param(*values, marks=pytest.mark.drill)


def mostly_drilled(values: Iterable[Any], *, but: Iterable[Any]) -> list[Any]:
    """Return every value as a parameter; `make test` tries those that are named, in that order."""
    kept = list(but)
    return [*kept, *(drilled(value) for value in values if value not in kept)]
