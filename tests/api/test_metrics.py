"""What the server counts, and that it counts nothing that anyone said."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from tests.api.conftest import KEYS, Serve

LINE = re.compile(r'^report_assistant_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? \d+(\.\d+)?$')


def test_requests_and_answers_are_counted(serve: Serve) -> None:
    client = serve("reader")
    question = "How many widgets were sold in Northfield in Q4 2023/24?"
    for _ in range(2):
        assert client.post("/v1/ask", json={"question": question}).status_code == 200
    client.post("/v1/ask", json={"nothing": 1})
    client.get("/v1/answers/none-of-this-name")
    client.get("/no/such/address")
    response = client.get("/v1/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = response.text.splitlines()
    assert 'report_assistant_requests_total{method="POST",route="/v1/ask",status="200"} 2' in lines
    assert 'report_assistant_answers_total{kind="calculation"} 2' in lines
    assert 'report_assistant_requests_total{method="GET",route="/v1/answers/{answer_id}",status="404"} 1' in lines
    assert 'report_assistant_request_seconds_count{route="/v1/ask"} 3' in lines
    assert "report_assistant_documents 1" in lines
    assert [line for line in lines if not line.startswith("# ") and not LINE.match(line)] == []


def test_what_was_asked_and_by_whom_is_not_in_them(serve: Serve) -> None:
    client = serve("owner")
    client.post("/v1/ask", json={"question": "What of the secret zebra?"})
    client.get("/v1/answers/zebra")
    text = client.get("/v1/metrics").text
    assert "zebra" not in text
    assert not any(key in text for key in KEYS.values())


def test_they_are_behind_the_key(nobody: TestClient) -> None:
    assert nobody.get("/v1/metrics").status_code == 401


def test_methods_that_callers_invent_take_no_room(nobody: TestClient, serve: Serve) -> None:
    for number in range(20):
        nobody.request(f"M{number}", "/v1/health")
    reader = serve("reader")
    for number in range(20):
        reader.request(f"M{number}", "/v1/documents")
    counted = [line for line in reader.get("/v1/metrics").text.splitlines() if 'method="M' in line]
    assert counted == []
    assert 'report_assistant_requests_total{method="other",route="/v1/documents",status="405"} 20' in (
        reader.get("/v1/metrics").text
    )
