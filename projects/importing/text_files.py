"""Tables in text: which alphabet, which separator, and the cells."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from projects.importing.cells import Cell, Content, Kind, Problem, Sheet
from projects.importing.limits import Limits
from projects.importing.refusing import MOST_UPLOADED, FileRefusedError

_SEPARATORS = ";\t,"
_LINES_LOOKED_AT = 40
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the alphabet where it had to be guessed."""

    text: str
    guessed: str = ""


def decoded(content: bytes) -> Decoded:
    """Return the text of a file: UTF-8, UTF-16, or else Windows-1252 or Latin-1.

    Raises FileRefusedError for what is no text.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return Decoded(_strictly(content, encoding))
    sixteen = _without_mark(content)
    if sixteen:
        return Decoded(_strictly(content, sixteen))
    if b"\x00" in content:
        raise FileRefusedError("nul")
    controls = sum(content.count(bytes([code])) for code in (*range(9), *range(14, 32)))
    if controls > len(content) // 20:
        raise FileRefusedError("not_text")
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _guessed(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise FileRefusedError("not_text") from None
    if "\x00" in text:
        raise FileRefusedError("nul")
    return text


def _without_mark(content: bytes) -> str:
    """Return which UTF-16 this is where nothing marks it, else nothing."""
    start = content[:1000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) * 0.3 and not even:
        return "utf-16-le"
    if even > len(start) * 0.3 and not odd:
        return "utf-16-be"
    return ""


def _guessed(content: bytes) -> Decoded:
    try:
        return Decoded(content.decode("windows-1252"), "Windows-1252")
    except UnicodeDecodeError:
        return Decoded(content.decode("latin-1"), "Latin-1")


def table(text: Decoded, name: str) -> Sheet:
    """Return the sheet that separated text holds. Raises FileRefusedError."""
    plain = text.text if "\n" in text.text else text.text.replace("\r", "\n")
    rows = _rows(plain, _separator(plain))
    problems = []
    if text.guessed:
        where = Cell(name, 0, 0)
        problems.append(
            Problem("guessed_alphabet", Kind.NOTE, where, values=(("written", text.guessed),))
        )
    return Sheet(name, rows, problems=tuple(problems))


def _separator(text: str) -> str:
    """Return the separator that parts the first lines most evenly into most cells."""
    start = text[:100_000]

    def evenness(separator: str) -> tuple[int, int]:
        widths = []
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
        try:
            for row, _ in zip(reader, range(_LINES_LOOKED_AT), strict=False):
                widths.append(len(row))
        except csv.Error:
            return (0, 0)
        wide = [width for width in widths if width > 1]
        commonest = max(wide, key=wide.count, default=1)
        return (wide.count(commonest), commonest) if commonest > 1 else (0, 0)

    return max(_SEPARATORS, key=evenness)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines one by one; io.StringIO would hold four bytes for each character."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _rows(text: str, separator: str) -> list[tuple[Content, ...]]:
    csv.field_size_limit(MOST_UPLOADED)
    rows: list[tuple[Content, ...]] = []
    limits = Limits()
    reader = csv.reader(_lines(text), delimiter=separator)
    try:
        for row in reader:
            limits.add(rows, tuple(row))
    except csv.Error:
        raise FileRefusedError("broken_table", row=str(reader.line_num)) from None
    return rows
