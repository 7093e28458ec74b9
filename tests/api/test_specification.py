"""The specification says what the API does: every call is answered as it says, and none with an error."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema
from starlette.testclient import TestClient

from assistant import open_library
from assistant.api.application import create_app
from assistant.api.settings import ApiSettings, read_key
from tests.api.conftest import KEYS
from tests.listening import listening

HEADERS = {"Authorization": f"Bearer {KEYS['owner']}"}
N_CALLS = 20
BEYOND_A_SCHEMA = {
    "POST /v1/drafts": [checks.positive_data_acceptance],  # whether a file can be read
    "POST /v1/calculate": [checks.positive_data_acceptance],  # whether a plan's parts fit its operation
    "PUT /v1/documents/{document_id}": [checks.positive_data_acceptance],  # whether a file can be read
}
OPERATIONS = [
    "GET /v1/health",
    "GET /v1/metrics",
    "GET /v1/ready",
    "POST /v1/ask",
    "POST /v1/check",
    "POST /v1/explain",
    "POST /v1/search",
    "GET /v1/answers/{answer_id}",
    "POST /v1/conversations",
    "GET /v1/conversations",
    "GET /v1/conversations/{conversation_id}",
    "POST /v1/conversations/{conversation_id}/questions",
    "DELETE /v1/conversations/{conversation_id}",
    "POST /v1/calculate",
    "POST /v1/audit",
    "POST /v1/drafts",
    "POST /v1/briefs",
    "GET /v1/documents",
    "GET /v1/documents/{document_id}",
    "PUT /v1/documents/{document_id}",
    "DELETE /v1/documents/{document_id}",
    "GET /v1/documents/{document_id}/tables",
    "GET /v1/documents/{document_id}/tables/{number}",
]


@pytest.fixture(scope="module")
def specified(tmp_path_factory: pytest.TempPathFactory, widget_library: Path) -> Iterator[OpenApiSchema]:
    folder = tmp_path_factory.mktemp("specified") / "library"  # calls may change it
    shutil.copytree(widget_library, folder)
    app = create_app(open_library(folder), ApiSettings(keys=(read_key(f"owner:{KEYS['owner']}"),), rate=0))
    with listening(app) as address:
        yield schemathesis.openapi.from_url(f"{address}/v1/openapi.json")


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("label", OPERATIONS)
def test_no_call_is_answered_with_an_error_or_otherwise_than_the_specification_says(
    specified: OpenApiSchema, label: str, mode: GenerationMode
) -> None:
    method, path = label.split(" ")
    operation = specified[path][method]
    if mode is GenerationMode.NEGATIVE and not _takes_anything(operation):
        return

    @settings(max_examples=N_CALLS, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=HEADERS, excluded_checks=BEYOND_A_SCHEMA.get(label, []))

    call()


def _takes_anything(operation: APIOperation[Any, Any, Any]) -> bool:
    return bool(list(operation.iter_parameters()) or list(operation.body))


def test_every_operation_is_called(specified: OpenApiSchema) -> None:
    assert {result.ok().label for result in specified.get_all_operations()} == set(OPERATIONS)


def test_every_route_that_takes_a_body_has_an_example(reader: TestClient) -> None:
    specification = reader.get("/v1/openapi.json").json()
    assert specification["openapi"].startswith("3.1")
    schemas = specification["components"]["schemas"]
    bare = []
    for path, methods in specification["paths"].items():
        for method, route in methods.items():
            content = route.get("requestBody", {}).get("content", {}).get("application/json")
            if content is None:
                continue
            name = content["schema"].get("$ref", "").rsplit("/", 1)[-1]
            if not (content.get("examples") or content["schema"].get("examples") or schemas[name].get("examples")):
                bare.append(f"{method} {path}")
    assert bare == []


def test_every_route_says_which_problems_it_may_have(reader: TestClient) -> None:
    paths = reader.get("/v1/openapi.json").json()["paths"]
    for path, methods in paths.items():
        for method, route in methods.items():
            problems = {status for status in route["responses"] if status >= "400"}
            assert problems or path == "/v1/health", f"{method} {path}"
            for status in problems:
                assert list(route["responses"][status]["content"]) == ["application/problem+json"]


def test_the_page_on_the_api_names_every_route(reader: TestClient) -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    assert [path for path in reader.get("/v1/openapi.json").json()["paths"] if f"`{path}`" not in page] == []
