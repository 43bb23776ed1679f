"""Tables on their way to a reader: media types, names of files, and a few at a time."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from projects.downloads.columns import Table
from projects.downloads.workbooks import refuse_too_many, xlsx_of
from projects.downloads.writing import csv_for_excel, csv_of, json_lines_of, json_of

MOST_AT_ONCE = 3
"""Files that one process writes at a time; whoever comes then is asked to try again."""
NAMES = {
    "sv": {
        "projects": "projekt",
        "splits": "poster",
        "funders": "finansiarer",
        "organisations": "organisationer",
        "partnerships": "partnerskap",
        "rounds": "omgangar",
        "places": "platser",
        "programmes": "program",
        "money-year": "pengar-per-ar",
        "money-fund": "pengar-per-finansieringskalla",
        "money-programme": "pengar-per-program",
        "money-priority": "pengar-per-insatsomrade",
        "money-county": "pengar-per-lan",
    },
    "en": {},
}
AS_OF = {"sv": "per", "en": "as-of"}
CUT_SHORT = "\r\n!!! Filen är ofullständig: hämta den igen. This file is incomplete. !!!\r\n"
"""Ends a file of lines that could not be written to its end, for no status can say so by then.

It is no row of as many cells as the others, and no JSON. Other formats are not closed.
"""
MOST_JOINED = 64 * 1024
"""Characters that are sent together where a file is made of small pieces."""
logger = logging.getLogger(__name__)
_places = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class Format:
    """One kind of file."""

    media_type: str
    written: Callable[[Table], Iterator[bytes]]
    cut_short: str = ""


FORMATS = {
    "csv": Format("text/csv; charset=utf-8; header=present", csv_of, CUT_SHORT),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of),
    "json": Format("application/json", json_of),
    "jsonl": Format("application/jsonl", json_lines_of, CUT_SHORT),
}


class BusyError(OperationalError):
    """As many files as this process writes at a time are being written."""

    is_expected = True


class Sending:
    """The bytes of a file, made as they are sent; holds one of the places until it is closed.

    No connection to the database is held while a slow reader takes what there is. What fails
    after the first bytes is logged, and `cut_short` ends the file.
    """

    def __init__(self, blocks: Iterator[bytes], cut_short: str = "") -> None:
        self.blocks, self.place, self.is_open = blocks, _places, False
        self.cut_short = cut_short
        if not self.place.acquire(blocking=False):
            raise BusyError
        self.is_open = True
        self.first: bytes | None = None
        try:
            # What fails fails now, as a page that says so. A file may be empty.
            with suppress(StopIteration):
                self.first = self._next()
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.first is not None:
            block, self.first = self.first, None
            return block
        try:
            return self._next()
        except StopIteration:
            raise
        except Exception:
            # The server would end the file as if it were whole.
            logger.exception("A file could not be written to its end.")
            self.blocks = iter(())
            return self.cut_short.encode()

    def _next(self) -> bytes:
        try:
            return next(self.blocks)
        finally:
            if not connection.in_atomic_block:
                connection.close()

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self.place.release()

    def __del__(self) -> None:
        """Leave the place also where nobody ever began to read."""
        self.close()


def answer(table: Table, extension: str, *, for_excel: bool, has_body: bool) -> HttpResponseBase:
    """Return a table as a file; BusyError, TooManyRowsError where that cannot be now or ever."""
    form = FORMATS[extension]
    response: HttpResponseBase
    if extension == "xlsx":
        refuse_too_many(table.count)
    if has_body:
        written = csv_for_excel if for_excel else form.written
        sending = Sending(written(table), form.cut_short)
        response = StreamingHttpResponse(sending, content_type=form.media_type)
    else:
        response = HttpResponse(content_type=form.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename(table, extension)}"'
    response.headers["X-Robots-Tag"] = "noindex"
    links = [f'<{table.address}>; rel="canonical"']
    if table.asking.licence:
        links.append(f'<{table.asking.licence}>; rel="license"')
    response.headers["Link"] = ", ".join(links)
    return response


def joined(pieces: Iterator[str]) -> Iterator[bytes]:
    """Yield small pieces of a text as larger ones, in UTF-8."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= MOST_JOINED:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    yield "".join(waiting).encode()


def filename(table: Table, extension: str) -> str:
    """Return such as projekt-2026-11-28.csv, or projekt-per-2018-06-20.csv of a day before."""
    language = table.asking.language
    name = NAMES[language].get(table.name, table.name)
    if table.asking.on:
        name = f"{name}-{AS_OF[language]}"
    return f"{name}-{table.asking.day.isoformat()}.{extension}"
