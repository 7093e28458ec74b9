"""The server's log for programs: a line of JSON for each request and each thing that went wrong, on standard error.

Holds no question, no key, no address and no name of a caller, as the metrics do not: who did what is in the audit log.
A trace of an unexpected error may name what it broke off over.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

REQUESTS = logging.getLogger("assistant.api.requests")
"""Where each request is told, at level INFO, which nobody hears unless `log_as_json` was called."""
_FIELDS = "fields"


def tell_request(method: str, route: str, status: int, seconds: float) -> None:
    """Log a request that was answered, by its route's pattern."""
    told = {"method": method, "route": route, "status": status, "seconds": round(seconds, 6)}
    REQUESTS.info("request", extra={_FIELDS: told})


def log_as_json(stream: TextIO) -> None:
    """From now on write what this process logs to ``stream``: each request, and whatever else is a warning or worse."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    REQUESTS.setLevel(logging.INFO)


class JsonLines(logging.Formatter):
    """A record as one line of JSON, with its time in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        fields = getattr(record, _FIELDS, {})
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **(fields if isinstance(fields, Mapping) else {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
