"""What changed between two releases: a walk through two files in the same order."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"


def changes(before: Path, now: Path) -> Iterator[tuple[str, str]]:
    """Yield the reference of each project that is not as it was, and what became of it.

    Both are files of projects in JSON Lines. One that is shown again counts as added.
    """
    with before.open(encoding="utf-8") as old_file, now.open(encoding="utf-8") as new_file:
        olds, news = _projects(old_file), _projects(new_file)
        old, new = next(olds, None), next(news, None)
        while old or new:
            here = min(one[0] for one in (old, new) if one)
            was = old if old and old[0] == here else None
            became = new if new and new[0] == here else None
            if what := _what(was, became):
                yield f"P{here:06d}", what
            old = next(olds, None) if was else old
            new = next(news, None) if became else new


def _projects(file: Any) -> Iterator[tuple[int, bool, str]]:
    """Yield the number, whether the public sees it, and the whole line of each project."""
    for line in file:
        head = json.loads(line)
        yield int(head["reference"][1:]), head["state"] == "published", line


def _what(was: tuple[int, bool, str] | None, became: tuple[int, bool, str] | None) -> str:
    was_shown, is_shown = bool(was and was[1]), bool(became and became[1])
    if is_shown and not was_shown:
        return ADDED
    if was_shown and not is_shown:
        return WITHDRAWN
    return CHANGED if was and became and is_shown and was[2] != became[2] else ""
