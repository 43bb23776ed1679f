"""Tables in JSON: a list of objects, alone or under a name, such as 360Giving's grants."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice

from projects.importing.cells import Content, Sheet
from projects.importing.limits import Limits
from projects.importing.refusing import MOST_COLUMNS, FileRefusedError

_DEEPEST = 6
_LONGEST_NUMBER = 30
_MOST_OBJECTS = 400_000
_MOST_VALUES = 1_000_000
_ADDED_BY_OTHERS = frozenset({"additional_data"})
"""What others who passed a 360Giving file on have added: look-ups of places and of names."""

type Path = tuple[str, ...]


def sheets(text: str, name: str) -> list[Sheet]:
    """Return one sheet for each list of objects at the top of a file. Raises FileRefusedError."""
    content = _parsed(text)
    if isinstance(content, list):
        lists = {name: content}
    elif isinstance(content, dict):
        lists = {key: value for key, value in content.items() if isinstance(value, list)}
    else:
        lists = {}
    found = [_sheet(key, items) for key, items in lists.items() if _is_table(items)]
    if not found:
        raise FileRefusedError("no_list")
    return found


def _is_table(items: list[object]) -> bool:
    return bool(items) and all(isinstance(item, dict) for item in items)


def _parsed(text: str) -> object:
    # Counted in strings too: an empty list takes two letters of a file, and sixty bytes here.
    if text.count("[") + text.count("{") > _MOST_OBJECTS or text.count(",") > _MOST_VALUES:
        raise FileRefusedError("too_many_values")
    try:
        return json.loads(
            text.lstrip("\ufeff"), parse_float=_number, parse_int=_number, parse_constant=str
        )
    except (ValueError, RecursionError) as error:
        row = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise FileRefusedError("broken_json", row=str(row)) from None


def _number(written: str) -> int | Decimal | str:
    """Return the number; one so large or so fine that no amount is stays text."""
    if len(written) > _LONGEST_NUMBER:
        return written
    number = Decimal(written)
    if abs(number.adjusted()) > _LONGEST_NUMBER:
        return written
    return int(number) if written.lstrip("-").isdigit() else number


def _sheet(name: str, items: list[dict[str, object]]) -> Sheet:
    columns: dict[str, int] = {}
    rows: list[tuple[Content, ...]] = []
    limits = Limits()
    for item in items:
        leaves = list(islice(_leaves(item, ()), MOST_COLUMNS + 1))
        found = dict(leaves)
        for path in found:
            columns.setdefault(path, len(columns))
        if len(leaves) > MOST_COLUMNS or len(columns) > MOST_COLUMNS:
            raise FileRefusedError("too_many_columns", most=str(MOST_COLUMNS))
        limits.add(rows, tuple(found.get(path) for path in columns))
    names = tuple(columns)
    return Sheet(name, [names, *rows], first_row=0, names=names)


def _leaves(value: object, path: Path) -> Iterator[tuple[str, Content]]:
    """Yield the path and the content of every value in an object.

    The first of a list has the path of the list; those after it carry their number from 2.
    """
    if len(path) > _DEEPEST:
        raise FileRefusedError("too_deep")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _ADDED_BY_OTHERS:
                yield from _leaves(inner, (*path, str(key)))
    elif isinstance(value, list):
        yield from _items(value, path)
    elif value is not None:
        yield "/".join(path), _content(value)


def _items(items: list[object], path: Path) -> Iterator[tuple[str, Content]]:
    if any(isinstance(item, dict | list) for item in items):
        for place, item in enumerate(items, 1):
            yield from _leaves(item, path if place == 1 else (*path, str(place)))
    elif items:
        yield "/".join(path), ", ".join(str(item) for item in items if item is not None)


def _content(value: object) -> Content:
    if isinstance(value, bool | int | Decimal):
        return value
    return str(value) or None
