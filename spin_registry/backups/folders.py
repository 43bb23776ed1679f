"""What a backup is on the disk, and whether it is whole."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from spin_registry.backups.checksums import Table

DATABASE = "database.dump"
MEDIA = "media.tar"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
"""In the form that `sha256sum --check` reads, so that a backup can be tried without this site."""

NAME = re.compile(r"registry-\d{8}T\d{6}Z")
PARTIAL = ".partial"


class BackupError(Exception):
    """Nothing was made, or what is there cannot be used; the text tells a person why."""


@dataclass(frozen=True)
class Backup:
    """One backup: a folder that was given its name when it was whole."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return what the backup holds, as `making` wrote it; raises BackupError."""
        try:
            found = json.loads((self.folder / MANIFEST).read_text("utf-8"))
            return {
                "taken_at": datetime.fromisoformat(found["taken_at"]).astimezone(UTC),
                "tables": {name: Table(*table) for name, table in found["tables"].items()},
                "sequences": {name: int(last) for name, last in found["sequences"].items()},
                "pictures": int(found["pictures"]),
            }
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError(f"{self.folder / MANIFEST} cannot be read: {error!r}") from error

    @property
    def taken_at(self) -> datetime:
        """Return the moment whose registry the backup holds."""
        return self.manifest["taken_at"]

    @property
    def tables(self) -> dict[str, Table]:
        return self.manifest["tables"]

    @property
    def sequences(self) -> dict[str, int]:
        return self.manifest["sequences"]

    @property
    def pictures(self) -> int:
        return self.manifest["pictures"]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def size(self) -> int:
        """Return how many bytes its files take."""
        return sum((self.folder / name).stat().st_size for name in (DATABASE, MEDIA, MANIFEST))

    def verify(self) -> None:
        """Read all of it, and raise BackupError where a file is not what was written."""
        for name, checksum in self._sums().items():
            try:
                found = sha256(self.folder / name)
            except OSError as error:
                raise BackupError(f"{self.folder / name} cannot be read: {error}") from error
            if found != checksum:
                raise BackupError(
                    f"{self.folder / name} is not the file that was backed up: "
                    "it is cut short, or has been changed."
                )

    def _sums(self) -> dict[str, str]:
        path = self.folder / SUMS
        try:
            lines = path.read_text("ascii").splitlines()
            found = {name: checksum for checksum, name in (line.split("  ") for line in lines)}
        except (OSError, ValueError) as error:
            raise BackupError(f"{path} cannot be read: {error}") from error
        if set(found) != {DATABASE, MEDIA, MANIFEST}:
            raise BackupError(f"{path} does not name the files of a backup.")
        return found


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def all_backups(root: Path) -> list[Backup]:
    """Return every backup of a folder, the newest first; none where there is no such folder."""
    if not root.is_dir():
        return []
    found = [path for path in root.iterdir() if NAME.fullmatch(path.name)]
    return [Backup(path) for path in sorted(found, reverse=True)]


def newest(root: Path) -> Backup | None:
    """Return the newest backup of a folder, or None where it holds none."""
    return next(iter(all_backups(root)), None)
