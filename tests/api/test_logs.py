"""The server's log as JSON: one line for each request and each thing that went wrong, and nothing that anyone said."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.api.logs import REQUESTS, log_as_json
from tests.api.conftest import KEYS, Serve


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged as JSON meanwhile."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()  # or those of pytest would be closed
    stream = io.StringIO()
    log_as_json(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    REQUESTS.setLevel(logging.NOTSET)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_a_line_by_the_pattern_of_its_route(serve: Serve, log: io.StringIO) -> None:
    client = serve("owner")
    client.get("/v1/answers/zebra")
    client.post("/v1/ask", json={"question": "What of the secret zebra?"})
    client.get("/zebra")
    told = [line for line in lines(log) if line["logger"] == REQUESTS.name]
    assert [(line["method"], line["route"], line["status"]) for line in told] == [
        ("GET", "/v1/answers/{answer_id}", 404),
        ("POST", "/v1/ask", 200),
        ("none", "none", 404),
    ]
    assert all(line["seconds"] > 0 and line["level"] == "info" and line["time"].endswith("+00:00") for line in told)
    assert "zebra" not in log.getvalue()
    assert not any(key in log.getvalue() for key in KEYS.values())


def test_what_goes_wrong_is_one_line_with_its_trace(log: io.StringIO) -> None:
    logger = logging.getLogger("assistant.somewhere")
    try:
        raise ValueError("of\ntwo lines")
    except ValueError:
        logger.exception("it broke: %s", "“here”")
    logger.info("not told")
    (line,) = lines(log)
    assert (line["level"], line["logger"], line["message"]) == ("error", "assistant.somewhere", "it broke: “here”")
    assert line["trace"].endswith("ValueError: of\ntwo lines")
