"""Finished lines of projects in a file beside the index, which knows where each stands.

Lines are only ever added, and before the index that names them is committed: what nobody names,
a line that was torn by a crash or one of an older version, is never read.
"""

import os
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

FILE = "lines"
LENGTH_BITS = 28
LONGEST = (1 << LENGTH_BITS) - 1
"""Bytes of a line. A place is where it begins, up to 64 GiB, and how long it is."""
SLACK = 64 << 20
"""Bytes that may be added before it matters how many of them are old."""


class Adding:
    """The end of a file of lines."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.size = file, file.seek(0, os.SEEK_END)

    def add(self, line: bytes) -> int:
        """Write a line, and return its place; ValueError for one that is too long for any."""
        if len(line) > LONGEST:
            raise ValueError(f"a line of {len(line)} bytes is too long")
        place = self.size << LENGTH_BITS | len(line)
        self.file.write(line)
        self.size += len(line)
        return place


@contextmanager
def adding(folder: Path) -> Iterator[Adding]:
    """Add lines to the file of an index; after the block they are on the disk."""
    with (folder / FILE).open("ab") as file:
        yield Adding(file)
        file.flush()
        os.fsync(file.fileno())


def size(folder: Path) -> int:
    return (folder / FILE).stat().st_size


def are_mostly_old(when_made: int, now: int) -> bool:
    """Whether more has been added since the index was made than the file held then."""
    return now > 2 * when_made + SLACK


class Lines:
    """The file of lines of one index, open for as long as anybody reads it."""

    def __init__(self, folder: Path) -> None:
        self.handle = os.open(folder / FILE, os.O_RDONLY)
        weakref.finalize(self, os.close, self.handle)

    def read(self, places: Iterable[int | None]) -> bytes:
        """Return the lines at some places, one after the other; nothing for no place."""
        handle = self.handle
        return b"".join(
            [os.pread(handle, one & LONGEST, one >> LENGTH_BITS) for one in places if one]
        )
