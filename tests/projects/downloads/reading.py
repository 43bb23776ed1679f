"""Files as a reader opens them."""

import csv
import io
import json
from typing import Any

from django.http import HttpResponse
from python_calamine import CalamineWorkbook


def body(response: Any) -> bytes:
    """Return all bytes of a file, which may come in pieces."""
    assert response.status_code == 200, response.content.decode()
    return response.getvalue()


def csv_rows(response: HttpResponse, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a CSV file by the names of its columns."""
    text = body(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def json_rows(response: HttpResponse) -> list[dict[str, Any]]:
    return json.loads(body(response))["rows"]


def sheets(response: HttpResponse) -> dict[str, list[list[Any]]]:
    """Return the cells of a workbook by its sheets."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(response)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
