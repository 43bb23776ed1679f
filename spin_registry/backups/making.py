"""Make a backup, and let go of those that it makes superfluous."""

import fcntl
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from spin_registry.backups import programs
from spin_registry.backups.checksums import DERIVED, checksums, sequences, snapshot
from spin_registry.backups.folders import (
    DATABASE,
    MANIFEST,
    MEDIA,
    NAME,
    PARTIAL,
    SUMS,
    Backup,
    BackupError,
    all_backups,
    sha256,
)

SHRUNK = 2
"""Rows are hardly ever deleted: with this many times fewer than last time, something is wrong."""


def make(root: Path, *, keep: int) -> Backup:
    """Back up database and pictures into a new folder of `root`, and keep the newest `keep`.

    Raises BackupError, and lets go of nothing, where the new one is not whole or holds less
    than half of what the one before it did.
    """
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(root):
            before = next(iter(all_backups(root)), None)
            backup = _made(root)
            _refuse_shrunk(backup, before)
            for old in all_backups(root)[keep:]:
                shutil.rmtree(old.folder)
            return backup
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error}") from error


@contextmanager
def alone(root: Path) -> Iterator[None]:
    with (root / ".lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup into {root} is being made.") from None
        # Whoever left these behind holds no lock any longer.
        for leftover in root.glob(f"*{PARTIAL}"):
            shutil.rmtree(leftover)
        yield


def _made(root: Path) -> Backup:
    taken_at = datetime.now(UTC)
    name = f"registry-{taken_at:%Y%m%dT%H%M%SZ}"
    if not NAME.fullmatch(name) or (root / name).exists():
        raise BackupError(f"{root / name} is there already.")
    partial = root / f"{name}{PARTIAL}"
    partial.mkdir(mode=0o700)
    try:
        _fill(partial, taken_at)
        _check(partial)
        partial.rename(root / name)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    _to_disk(root)
    return Backup(root / name)


def _fill(folder: Path, taken_at: datetime) -> None:
    with snapshot() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
        manifest: dict[str, Any] = {
            "taken_at": taken_at.isoformat(timespec="seconds"),
            "server": cursor.connection.info.parameter_status("server_version"),
            "tables": checksums(cursor),
            # Before the dump: what it holds of them is the same or more.
            "sequences": sequences(cursor),
        }
        programs.run(
            "pg_dump",
            "--format=custom",
            f"--snapshot={moment}",
            "--exclude-schema=before_*",
            *(f"--exclude-table-data=public.{table}" for table in DERIVED),
            f"--file={folder / DATABASE}",
        )
    # After the dump: a picture is kept before the article that shows it.
    manifest["pictures"] = _pack(folder / MEDIA)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    names = (DATABASE, MEDIA, MANIFEST)
    (folder / SUMS).write_text("".join(f"{sha256(folder / one)}  {one}\n" for one in names))


def _pack(archive: Path) -> int:
    """Write every file of MEDIA_ROOT to a tar file and return how many there were."""
    root = Path(settings.MEDIA_ROOT)
    found = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    with tarfile.open(archive, "w") as tar:
        for path in found:
            tar.add(path, arcname=path.relative_to(root).as_posix(), recursive=False)
    return len(found)


def _check(folder: Path) -> None:
    """See that what lies on the disk is whole, before anything older is given up for it."""
    for path in folder.iterdir():
        path.chmod(0o600)
        _to_disk(path)
    _to_disk(folder)
    Backup(folder).verify()
    programs.read_whole(folder / DATABASE)


def _refuse_shrunk(backup: Backup, before: Backup | None) -> None:
    if before is not None and backup.rows * SHRUNK < before.rows:
        raise BackupError(
            f"{backup.folder} is made, but holds {backup.rows} rows, and {before.folder} "
            f"{before.rows}: is DATABASE_URL that of another database? No older backup was let go."
        )


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
