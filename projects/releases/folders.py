"""What a release is on the disk: a folder that was given its name when it was whole."""

import datetime
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from projects.models import LegalGround
from projects.money import Basis, Total

DESCRIPTION = "datapackage.json"
SUMS = "SHA256SUMS"
"""In the form that `sha256sum --check` reads."""
CHANGES = "changes.csv"
NAME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[1-9][0-9]?)?"
FILE = rf"[a-z_]+\.(?:csv|jsonl)|{DESCRIPTION}|{SUMS}"
PARTIAL = ".partial"
ANEW = ".anew"
"""Ends the name of a folder, whole and on the disk, that is to take the place of a release."""


class ReleaseError(Exception):
    """Nothing was made or read; the text tells a person why."""


@dataclass(frozen=True)
class File:
    """One file of a release: its name, size in bytes and checksum; no size where it is gone."""

    name: str
    size: int | None
    sha256: str


@dataclass(frozen=True)
class Changed:
    """How many projects came, changed and went since the release before."""

    since: str
    added: int
    changed: int
    withdrawn: int

    @property
    def before(self) -> "Release":
        """The release before; its folder may be gone."""
        return Release(root() / self.since)


@dataclass(frozen=True)
class Redacted:
    """On which day, as ISO has it, and on what legal ground a name was taken out."""

    day: str
    law: str

    @property
    def on(self) -> datetime.date:
        return datetime.date.fromisoformat(self.day)

    @property
    def ground(self) -> str:
        return str(LegalGround(self.law).label)


@dataclass(frozen=True)
class Release:
    """One release."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def on(self) -> datetime.date:
        return datetime.date.fromisoformat(self.name[:10])

    @property
    def number(self) -> int:
        """Which of its day's releases it is, from 1."""
        return int(self.name[11:] or 1)

    @cached_property
    def description(self) -> dict[str, Any]:
        """The data package description, with what we add to it; empty where it is gone."""
        try:
            found: dict[str, Any] = json.loads((self.folder / DESCRIPTION).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found

    @cached_property
    def sums(self) -> dict[str, str]:
        """The SHA-256 of each file by its name, as the release says; empty where that is gone."""
        try:
            lines = (self.folder / SUMS).read_text("utf-8").splitlines()
        except (OSError, ValueError):
            return {}
        return {name: checksum for checksum, _space, name in (one.partition("  ") for one in lines)}

    @property
    def files(self) -> list[File]:
        return [
            File(name, _size(self.folder / name), checksum) for name, checksum in self.sums.items()
        ]

    @cached_property
    def missing(self) -> list[str]:
        """The names of its files that are gone from the disk, or cannot be read."""
        gone = [name for name in self.sums if _size(self.folder / name) is None]
        if not self.description and DESCRIPTION not in gone:
            gone.append(DESCRIPTION)
        return gone if self.sums else [*gone, SUMS]

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each table."""
        return self.description.get("registry:rows", {})

    @property
    def project_count(self) -> int | None:
        """How many projects the public saw; a release names those that were withdrawn, too."""
        return self.description.get("registry:published", self.counts.get("projects"))

    @property
    def totals(self) -> list[Total]:
        """What all projects together got, one total for each basis that any has."""
        return [
            Total(
                at_least=Decimal(one["at_least"]),
                at_most=None if one["at_most"] is None else Decimal(one["at_most"]),
                unknown_parts=one["unknown_parts"],
                is_approximate=one["is_approximate"],
                basis=Basis(one["basis"]),
                on=self.on,
                projects=one["projects"],
            )
            for one in self.description.get("registry:totals", [])
        ]

    @property
    def support(self) -> Total | None:
        """The registered support of all projects together; None where none was granted any."""
        return next((one for one in self.totals if one.basis == Basis.REGISTERED_SUPPORT), None)

    @property
    def changes(self) -> Changed | None:
        found = self.description.get("registry:changes")
        return Changed(**found) if found else None

    @property
    def redactions(self) -> list[Redacted]:
        """The names that were taken out of its files since, each by its day and legal ground."""
        return [Redacted(**one) for one in self.description.get("registry:redactions", [])]

    def refuse_damaged(self) -> None:
        """Read every file, and raise ReleaseError where one is not what was released."""
        if self.missing:
            raise ReleaseError(f"{self.folder} lacks {', '.join(self.missing)}.")
        try:
            for name, checksum in self.sums.items():
                if sha256(self.folder / name) != checksum:
                    raise ReleaseError(f"{self.folder / name} is not the file that was released.")
        except OSError as error:
            raise ReleaseError(f"{self.folder} cannot be read: {error}") from error


def root() -> Path:
    return Path(settings.RELEASE_ROOT)


def releases() -> list[Release]:
    """Return every whole release, the latest first; those of one day by their number."""
    if not root().is_dir():
        return []
    found = [one for one in root().iterdir() if re.fullmatch(NAME, one.name) and one.is_dir()]
    return sorted(map(Release, found), key=lambda one: (one.on, one.number), reverse=True)


def latest() -> Release | None:
    """Return the latest release that has all its files; None where there is none."""
    return next((one for one in releases() if not one.missing), None)


def damaged() -> list[Release]:
    """Return the releases of which files are gone from the disk, the latest first."""
    return [one for one in releases() if one.missing]


def release(name: str) -> Release | None:
    """Return the release of a name; None where there is none."""
    return next((one for one in releases() if one.name == name), None)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_description(folder: Path, description: Mapping[str, Any]) -> None:
    """Write a description, then the checksums of all files of the folder beside it."""
    write_json(folder / DESCRIPTION, description)
    names = sorted(one.name for one in folder.iterdir() if one.name != SUMS)
    write_sums(folder, {one: sha256(folder / one) for one in names})


def write_json(path: Path, description: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", "utf-8")


def write_sums(folder: Path, sums: Mapping[str, str]) -> None:
    """Write the checksum of each file by its name."""
    lines = [f"{checksum}  {name}\n" for name, checksum in sorted(sums.items())]
    (folder / SUMS).write_text("".join(lines), "utf-8")


def to_disk(folder: Path) -> None:
    """Wait until a folder and all in it would outlive a loss of power."""
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
