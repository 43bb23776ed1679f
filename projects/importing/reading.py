"""Turns a file, or text pasted from a table, into sheets of cells.

What is too large, broken or no table is refused before it is decoded. Columns that are about
persons (`headings`) lose their content here: nobody further on ever has it.
"""

from pathlib import PurePath

from projects.importing import json_files, personal, text_files, workbooks
from projects.importing.cells import Sheet
from projects.importing.refusing import MOST_UPLOADED, FileRefusedError

__all__ = ["FileRefusedError", "pasted", "sheets"]

_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "old_workbook"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "picture"),
    (b"BM", "picture"),
    (b"\x1f\x8b", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"Rar!", "packed"),
)


def sheets(content: bytes, filename: str) -> list[Sheet]:
    """Return the sheets of a file that hold anything, in their order.

    CSV, XLSX, ODS and JSON are told by their content first; the name only decides between
    what content leaves open. Raises FileRefusedError.
    """
    if len(content) > MOST_UPLOADED:
        raise FileRefusedError("too_large", megabytes=str(MOST_UPLOADED // 2**20))
    _refuse_known(content)
    if content.startswith(b"PK"):
        found = workbooks.sheets(content)
    else:
        found = _from_text(text_files.decoded(content), PurePath(filename))
    found = [personal.without(sheet) for sheet in found if any(map(any, sheet.rows))]
    if not found:
        raise FileRefusedError("empty")
    return found


def pasted(text: str) -> Sheet:
    """Return the table in text copied from a spreadsheet or from minutes.

    Raises FileRefusedError.
    """
    if len(text) > MOST_UPLOADED:
        raise FileRefusedError("too_large", megabytes=str(MOST_UPLOADED // 2**20))
    if not text.strip():
        raise FileRefusedError("empty")
    if "\x00" in text:
        raise FileRefusedError("nul")
    return personal.without(text_files.table(text_files.Decoded(text), ""))


def _refuse_known(content: bytes) -> None:
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FileRefusedError("empty")
    for signature, code in _SIGNATURES:
        if content.startswith(signature) and (signature != b"BM" or b"\x00" in content[:64]):
            raise FileRefusedError(code)


def _from_text(decoded: text_files.Decoded, name: PurePath) -> list[Sheet]:
    start = decoded.text.lstrip()[:200]
    if start[:1] in ("{", "[") or name.suffix.lower() == ".json":
        return json_files.sheets(decoded.text, name.stem)
    if start.startswith("<"):
        raise FileRefusedError("markup")
    return [text_files.table(decoded, name.stem)]
