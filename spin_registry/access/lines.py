"""How a line of the access log is written; read before any model is."""

import json
import logging
from datetime import UTC, datetime


class JsonLine(logging.Formatter):
    """Writes a record as one line of JSON; what was typed cannot break the line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"at": at, "event": record.getMessage()} | vars(record).get("told", {}))
