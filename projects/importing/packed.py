"""Unpacks workbooks with care: nothing is inflated further than it may be, or needs to be."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from projects.importing.refusing import MOST_UNPACKED, FileRefusedError

_MOST_PARTS = 5000
_CHUNK = 2**16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XLSX = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/)?workbook\.xml(?:\.rels)?"
    r"|xl/(?:worksheets|_rels)/[^/]+|xl/(?:sharedStrings|styles)\.xml",
    re.IGNORECASE,
)
_ODS = re.compile(r"mimetype|META-INF/manifest\.xml|content\.xml|styles\.xml")
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_CURRENCY = re.compile(
    "(€|£)|(?:&quot;|\\[\\$)(€|£|\\$|EUR|GBP|USD|NOK|DKK|CHF|PLN)(?:&quot;|[-\\]])"
    '|office:currency="((?!SEK)[A-Z]{3})"'.encode()
)
_STYLED = ("xl/styles.xml", "content.xml")
_OVERLAP = 30
"""Bytes; more than anything looked for takes."""


def repacked(content: bytes, into: IO[bytes]) -> frozenset[str]:
    """Write a workbook anew, with only the parts that hold cells.

    Returns the foreign currencies that its cells may be shown in: a number says nothing of
    its own, and who sees "£4,578,474" has no reason to write it in the heading too.

    Sizes are summed up before anything is inflated, and a part is never inflated further than
    the size it was summed up with. Raises FileRefusedError.
    """
    if content.count(b"PK\x01\x02") > _MOST_PARTS:
        raise FileRefusedError("broken_workbook")
    shown: set[str] = set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            wanted = _wanted(archive)
            with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as anew:
                for part in wanted:
                    with anew.open(part.filename, "w") as copy:
                        for chunk in _checked(archive, part, shown):
                            copy.write(chunk)
    except FileRefusedError:
        raise
    except Exception as error:
        # zipfile raises what its parts raise: zlib.error, struct.error, EOFError and others.
        raise FileRefusedError("broken_workbook") from error
    return frozenset(shown)


def _wanted(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefusedError("too_large_unpacked", megabytes=str(MOST_UNPACKED // 2**20))
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefusedError("encrypted")
    kind = _kind(archive)
    wanted = [part for part in parts if kind.fullmatch(part.filename)]
    names = {part.filename.lower() for part in wanted}
    if len(names) < len(wanted) or any(part.compress_type not in _METHODS for part in wanted):
        raise FileRefusedError("broken_workbook")
    return wanted


def _kind(archive: zipfile.ZipFile) -> re.Pattern[str]:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return _XLSX
    if {"mimetype", "content.xml"} <= names:
        with archive.open("mimetype") as kind:
            if kind.read(len(_ODS_TYPE)) == _ODS_TYPE:
                return _ODS
    raise FileRefusedError("not_a_workbook")


def _checked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, shown: set[str]) -> Iterator[bytes]:
    """Yield the content of a part, adding to the currencies shown.

    FileRefusedError where it declares entities.
    """
    tail = b""
    with archive.open(part) as content:
        while chunk := content.read(_CHUNK):
            looked_at = tail + chunk
            if _DECLARATION.search(looked_at):
                raise FileRefusedError("declares_entities")
            if part.filename in _STYLED:
                found = (next(filter(None, sign)) for sign in _CURRENCY.findall(looked_at))
                shown.update(sign.decode() for sign in found)
            tail = chunk[-_OVERLAP:]
            yield chunk
