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
_LONGEST_DECLARATION = 9


def repacked(content: bytes, into: IO[bytes]) -> None:
    """Write a workbook anew, with only the parts that hold cells.

    Sizes are summed up before anything is inflated, and a part is never inflated further than
    the size it was summed up with. Raises FileRefusedError.
    """
    if content.count(b"PK\x01\x02") > _MOST_PARTS:
        raise FileRefusedError("broken_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            wanted = _wanted(archive)
            with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as anew:
                for part in wanted:
                    with anew.open(part.filename, "w") as copy:
                        for chunk in _checked(archive, part):
                            copy.write(chunk)
    except FileRefusedError:
        raise
    except Exception as error:
        # zipfile raises what its parts raise: zlib.error, struct.error, EOFError and others.
        raise FileRefusedError("broken_workbook") from error


def _wanted(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefusedError("too_large_unpacked", megabytes=str(MOST_UNPACKED // 2**20))
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefusedError("encrypted")
    wanted = [part for part in parts if _kind(archive).fullmatch(part.filename)]
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


def _checked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of a part; FileRefusedError where it declares entities."""
    tail = b""
    with archive.open(part) as content:
        while chunk := content.read(_CHUNK):
            if _DECLARATION.search(tail + chunk):
                raise FileRefusedError("declares_entities")
            tail = chunk[-_LONGEST_DECLARATION:]
            yield chunk
