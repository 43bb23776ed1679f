"""Writes a release: whole or not at all, and the same whenever the registry is the same."""

import datetime
import fcntl
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from django.db import connection, transaction
from django.utils import timezone

from projects.models import Change
from projects.releases.comparing import ADDED, CHANGED, WITHDRAWN, changes
from projects.releases.describing import described
from projects.releases.folders import (
    ANEW,
    CHANGES,
    PARTIAL,
    Release,
    ReleaseError,
    latest,
    releases,
    root,
    to_disk,
    write_description,
)
from projects.releases.rendering import Sheet, line, whole
from projects.releases.tables import TABLES


def write(on: datetime.date) -> Release:
    """Write the public registry as it stands, as the release of a day; ReleaseError else.

    A second one of a day gets a number. Whoever dies in the middle leaves a folder that is
    no release, and that the next one clears away.
    """
    root().mkdir(parents=True, exist_ok=True)
    with alone():
        before = latest()
        name = _free_name(on, {one.name for one in releases()})
        partial = root() / f"{name}{PARTIAL}"
        partial.mkdir()
        try:
            _fill(partial, name, before)
            to_disk(partial)
            partial.rename(root() / name)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        to_disk(root() / name)
    tell_pages()
    return Release(root() / name)


@contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time write releases, and clear away what a dead one left."""
    with (root() / ".lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ReleaseError(f"Another release into {root()} is being made.") from None
        for name in [one.stem for one in root().glob(f"*{ANEW}")]:
            put_in_place(root() / name)
        for leftover in root().glob(f"*{PARTIAL}"):
            shutil.rmtree(leftover)
        yield


def put_in_place(folder: Path) -> None:
    """Let what stands anew beside a release take its place; whoever dies here is followed up."""
    gone = folder.with_name(f"{folder.name}{PARTIAL}")
    if folder.exists():
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)
    folder.with_name(f"{folder.name}{ANEW}").rename(folder)
    to_disk(folder)
    to_disk(folder.parent)
    shutil.rmtree(gone, ignore_errors=True)


def tell_pages() -> None:
    """Have kept pages made anew: releases are files, which no trigger sees."""
    Change.objects.create()


def _free_name(on: datetime.date, taken: set[str]) -> str:
    names = [on.isoformat(), *(f"{on}-{number}" for number in range(2, 100))]
    free = next((one for one in names if one not in taken), None)
    if free is None:
        raise ReleaseError(f"There are 99 releases of {on}.")
    return free


def _fill(folder: Path, name: str, before: Release | None) -> None:
    with snapshot():
        rows = write_tables(folder, timezone.now())
        counted = _compare(folder, before) if before else None
        description = described(folder, name, rows)
    if counted:
        description["registry:changes"] = counted
    write_description(folder, description)


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one state of the registry throughout; within a transaction, that one's."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield


def write_tables(folder: Path, before: datetime.datetime) -> dict[str, int]:
    """Write every table into a folder, and return how many rows each has."""
    with ExitStack() as files:

        def opened(name: str) -> TextIO:
            return files.enter_context((folder / name).open("w", encoding="utf-8", newline=""))

        sheets = {one.name: Sheet(one, opened(f"{one.name}.csv")) for one in TABLES}
        for of in TABLES:
            if of.under:
                continue
            with (folder / f"{of.name}.jsonl").open("w", encoding="utf-8", newline="") as file:
                file.writelines(line(row) for row in whole(of, sheets, before))
    return {name: sheet.count for name, sheet in sheets.items()}


def _compare(folder: Path, before: Release) -> dict[str, str | int]:
    """Write which projects are not as they were in the release before, and count them."""
    counted: Counter[str] = Counter()
    with (folder / CHANGES).open("w", encoding="utf-8", newline="") as file:
        file.write("reference,change\r\n")
        for reference, what in changes(before.folder / "projects.jsonl", folder / "projects.jsonl"):
            file.write(f"{reference},{what}\r\n")
            counted[what] += 1
    return {"since": before.name} | {one: counted[one] for one in (ADDED, CHANGED, WITHDRAWN)}
