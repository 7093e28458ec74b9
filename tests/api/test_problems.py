"""Errors are problem documents, and a bug tells nothing of itself."""

from __future__ import annotations

import logging

import pytest
from starlette.testclient import TestClient

from assistant import ReportLibrary
from corpus.errors import LibraryBusy, LibraryDamaged


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("GET", "/v1/nothing", 404, "nothing at this address"),
        ("GET", "/", 404, "nothing at this address"),
        ("GET", "/docs", 404, "nothing at this address"),
        ("GET", "/v1/health/", 404, "nothing at this address"),
        ("GET", "/v1/ask", 405, "does not take this method"),
        ("GET", "/v1/documents/gadgets", 404, "no document 'gadgets'"),
        ("GET", "/v1/documents/widgets/tables/99", 404, "no table 99"),
        ("GET", "/v1/documents/widgets/tables/x", 422, "path.number"),
        ("POST", "/v1/ask", 422, "body"),
        ("GET", "/v1/conversations?word=x", 422, "query.word"),
    ],
)
def test_an_error_is_a_problem_document(reader: TestClient, method: str, path: str, status: int, said: str) -> None:
    response = reader.request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    problem = response.json()
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert said in problem["detail"]


def test_a_body_that_is_not_said_to_be_json_is_told_how_to_be_sent(reader: TestClient) -> None:
    refused = reader.post("/v1/ask", content=b'{"question": "How many?"}')
    assert refused.status_code == 422
    assert refused.json()["detail"] == (
        "body: it should be a JSON object, sent with the header 'Content-Type: application/json'"
    )


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"question": 3}', b'{"question": "\\ud800"}'])
def test_a_body_that_is_no_question_is_a_problem(reader: TestClient, content: bytes) -> None:
    response = reader.post("/v1/ask", content=content, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")
    assert response.json()["errors"]


def test_a_body_that_is_no_text_is_a_problem(reader: TestClient) -> None:
    response = reader.post("/v1/ask", content=b"\xff", headers={"Content-Type": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(("error", "status"), [(LibraryBusy("busy"), 503), (LibraryDamaged("damaged"), 503)])
def test_a_library_that_cannot_serve_is_told(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(_: ReportLibrary) -> None:
        raise error

    monkeypatch.setattr(ReportLibrary, "documents", fail)
    response = reader.get("/v1/ready")
    assert (response.status_code, response.json()["detail"]) == (status, str(error))
    assert ("retry-after" in response.headers) == isinstance(error, LibraryBusy)


def test_a_bug_is_logged_and_tells_nothing_of_itself(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: ReportLibrary) -> None:
        raise KeyError("a secret")

    monkeypatch.setattr(ReportLibrary, "documents", fail)
    with caplog.at_level(logging.ERROR):
        response = reader.get("/v1/documents")
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in response.text
    assert "a secret" in caplog.text
