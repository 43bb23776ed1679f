"""The name in kept releases: each folder that holds it is made anew beside it, and put in place."""

import csv
import datetime
import json
import os
from collections.abc import Iterator
from pathlib import Path

from projects.redacting.names import Name, spoken
from projects.releases.describing import sized
from projects.releases.folders import (
    ANEW,
    DESCRIPTION,
    PARTIAL,
    SUMS,
    Release,
    releases,
    root,
    sha256,
    to_disk,
    write_json,
    write_sums,
)
from projects.releases.rendering import line
from projects.releases.writing import alone, put_in_place

csv.field_size_limit(2**31 - 1)


def remove(name: Name, on: datetime.date, ground: str) -> int:
    """Remove the name from every release; return from how many files.

    Whatever dies in the middle leaves each release as it was or as it shall be. Raises
    ReleaseError while a release is being made.
    """
    if not root().is_dir():
        return 0
    with alone():
        return sum(_remove_from(one, name, on, ground) for one in releases())


def _remove_from(release: Release, name: Name, on: datetime.date, ground: str) -> int:
    holding = [one for one in sorted(release.folder.iterdir()) if _holds(one, name)]
    if not holding:
        return 0
    # Until it is whole it bears a name that the next one clears away.
    anew = root() / f"{release.name}{PARTIAL}"
    anew.mkdir()
    for path in release.folder.iterdir():
        if path in holding:
            _write_without(name, path, anew / path.name)
        elif path.name not in (DESCRIPTION, SUMS):
            os.link(path, anew / path.name)
    _describe_anew(release, anew, {one.name for one in holding}, {"day": str(on), "law": ground})
    to_disk(anew)
    anew.rename(root() / f"{release.name}{ANEW}")
    put_in_place(release.folder)
    return len(holding)


def _holds(path: Path, name: Name) -> bool:
    if path.suffix not in (".csv", ".jsonl"):
        return False
    if path.suffix == ".csv":
        return any(name.is_in(text) for row in _sheet(path) for text in row)
    with path.open(encoding="utf-8") as file:
        return any(_line_without(name, text) != text for text in file)


def _write_without(name: Name, old: Path, new: Path) -> None:
    with new.open("w", encoding="utf-8", newline="") as file:
        if old.suffix == ".csv":
            rows = _sheet(old)
            names = next(rows)
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(names)
            writer.writerows(
                [name.removed(text, spoken(of)) for of, text in zip(names, row, strict=True)]
                for row in rows
            )
        else:
            with old.open(encoding="utf-8") as lines:
                file.writelines(_line_without(name, text) for text in lines)


def _sheet(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def _line_without(name: Name, text: str) -> str:
    row = json.loads(text)
    without = name.removed_within(row)
    return text if without == row else line(without)


def _describe_anew(release: Release, anew: Path, changed: set[str], note: dict[str, str]) -> None:
    """Write the description and the checksums of what stands anew in a folder.

    A file that was not the one that was released does not become so: it keeps its checksum.
    """
    whole = {one for one in changed if sha256(release.folder / one) == release.sums.get(one)}
    sums = release.sums | {one: sha256(anew / one) for one in whole}
    if release.description:
        for one in release.description["resources"]:
            if one["path"] in whole:
                one |= sized(anew / one["path"])
        release.description.setdefault("registry:redactions", []).append(note)
        write_json(anew / DESCRIPTION, release.description)
        sums[DESCRIPTION] = sha256(anew / DESCRIPTION)
    if release.sums:
        write_sums(anew, sums)
