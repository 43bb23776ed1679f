"""Workbooks, which are not read: their refusal says what to do instead."""

from projects.importing.cells import Sheet
from projects.importing.refusing import FileRefusedError


def sheets(_content: bytes) -> list[Sheet]:
    raise FileRefusedError("workbook")
