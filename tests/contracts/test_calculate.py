"""A plan gives the same result whichever way it comes in, and a wrong one is refused with the same words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant import Operation, ReportError, ReportLibrary, cli, open_library
from assistant.answers.contract import read_plan, result_json
from corpus.errors import UnknownDocument
from structured.errors import StructuredError
from tests.plans import PLANS, WRONG_PLANS, Plan, as_json

Outcome = tuple[str, Any]
"""``("result", JSON)``, or ``("refused", why)``."""
Way = Callable[[Plan], Outcome]


@pytest.fixture(scope="module")
def library(widget_library: Path) -> Iterator[ReportLibrary]:
    with open_library(widget_library) as library:
        yield library


def by_python(library: ReportLibrary, plan: Plan) -> Outcome:
    try:
        return "result", result_json(library.calculate(read_plan(as_json(plan))), library.assistant.library)
    except ReportError as error:
        return "refused", str(error)


def by_command(widget_library: Path, plan: Plan, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Outcome:
    file = tmp_path / "plan.json"
    file.write_text(as_json(plan), encoding="utf-8")
    code = cli.run(["--library", str(widget_library), "calculate", str(file)])
    captured = capsys.readouterr()
    if code:
        return "refused", captured.err.removeprefix("report-assistant: ").strip()
    return "result", json.loads(captured.out)


def by_langchain(library: ReportLibrary, plan: Plan) -> Outcome:
    from assistant.langchain import tools

    (tool,) = [tool for tool in tools(library) if tool.name == "calculate"]
    given = tool.invoke({"plan": plan})
    return ("refused", given) if isinstance(given, str) else ("result", given)


@pytest.fixture(scope="module")
def client(widget_library: Path) -> Iterator[TestClient]:
    from assistant.api.application import create_app
    from assistant.api.settings import ApiSettings

    with TestClient(
        create_app(open_library(widget_library), ApiSettings(rate=0)), base_url="http://127.0.0.1"
    ) as client:
        yield client


def by_http(client: TestClient, plan: Plan) -> Outcome:
    response = client.post("/v1/calculate", json=plan)
    return ("result", response.json()) if response.is_success else ("refused", response.json()["detail"])


def by_mcp(library: ReportLibrary, plan: Plan) -> Outcome:
    from mcp import Client

    from assistant.mcp_server import ReportServer

    async def call() -> Outcome:
        async with Client(ReportServer(library)) as client:
            given = await client.call_tool("calculate", {"plan": plan})
        if given.is_error:
            return "refused", given.content[0].text  # type: ignore[union-attr]
        return "result", given.structured_content

    return asyncio.run(call())


@pytest.fixture(params=["command", "langchain", "http", "mcp"])
def way(
    request: pytest.FixtureRequest,
    widget_library: Path,
    library: ReportLibrary,
    client: TestClient,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Way:
    ways: dict[str, Way] = {
        "command": lambda plan: by_command(widget_library, plan, capsys, tmp_path),
        "langchain": lambda plan: by_langchain(library, plan),
        "mcp": lambda plan: by_mcp(library, plan),
        "http": lambda plan: by_http(client, plan),
    }
    return ways[request.param]


def test_every_operation_and_every_kind_of_refusal_is_put_to_the_ways(library: ReportLibrary) -> None:
    assert {plan["operation"] for plan in PLANS.values()} == {operation.value for operation in Operation}
    refused = set()
    for plan, _ in WRONG_PLANS.values():
        with pytest.raises(ReportError) as error:
            library.calculate(read_plan(as_json(plan)))
        refused.add(error.type)
    assert refused == {UnknownDocument, *StructuredError.__subclasses__()}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_gives_the_same_result_every_way(way: Way, library: ReportLibrary, name: str) -> None:
    expected = by_python(library, PLANS[name])
    assert expected[0] == "result"
    assert way(PLANS[name]) == expected


@pytest.mark.parametrize("name", WRONG_PLANS)
def test_a_wrong_plan_is_refused_every_way_and_says_why(way: Way, library: ReportLibrary, name: str) -> None:
    plan, why = WRONG_PLANS[name]
    assert why in by_python(library, plan)[1]
    outcome, said = way(plan)
    assert (outcome, why in said) == ("refused", True)
