"""What callers ask and change is logged under the name of their key."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant import open_library
from assistant.api.application import create_app
from assistant.api.settings import ApiSettings, read_key
from assistant.libraries.library import Library
from tests.api.conftest import ADDRESS
from tests.plans import make_widget_library

KEYS = ("owner/press office:0123456789abcdef", "reader:fedcba9876543210")


def test_each_caller_is_logged_by_the_name_of_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_AUDIT_LOG", "questions")
    folder = make_widget_library(tmp_path)
    app = create_app(open_library(folder), ApiSettings(keys=tuple(map(read_key, KEYS)), rate=0))
    with TestClient(app, base_url=ADDRESS) as client:
        press = {"Authorization": "Bearer 0123456789abcdef"}
        reader = {"Authorization": "Bearer fedcba9876543210"}
        for _ in range(2):  # the second is not worked out anew, and asked all the same
            assert client.post("/v1/ask", json={"question": "How many widgets?"}, headers=reader).status_code == 200
        events = {**reader, "Accept": "text/event-stream"}
        assert client.post("/v1/ask", json={"question": "And gadgets?"}, headers=events).status_code == 200
        assert client.post("/v1/check", json={"claim": "Widgets fell."}, headers=press).status_code == 200
        assert client.post("/v1/search", json={"query": "widgets"}, headers=press).status_code == 200
        assert client.post("/v1/explain", json={"question": "Why?"}, headers=press).status_code == 200
        note = b"Notes\n\nAll is well.\n"
        put = client.put("/v1/documents/note", params={"file_name": "n.txt"}, content=note, headers=press)
        assert put.status_code == 200
        assert client.delete("/v1/documents/note", headers=press).status_code == 204
    with Library.open(folder) as library:
        entries = [e for e in library.log.entries() if e.way == "API"]
        assert library.log.faults() == ()
    (anonymous,) = {e.who for e in entries} - {"press office"}
    assert anonymous.startswith("key ")
    assert [(e.act, e.who == "press office", e.what.split(" ")[0]) for e in entries] == [
        ("ask", False, "How"),
        ("ask", False, "How"),
        ("ask", False, "And"),
        ("check", True, "Widgets"),
        ("search", True, "widgets"),
        ("explain", True, "Why?"),
        ("add", True, "note"),
        ("remove", True, "note"),
    ]
