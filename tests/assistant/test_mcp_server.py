"""The library over the Model Context Protocol, met with the SDK's own client: in process, over pipes, over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError

from assistant import ReportLibrary, open_library
from assistant.bodies import AnswerBody
from assistant.mcp_server import ReportServer
from tests.listening import listening

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "How many widgets were sold in Northfield in Q4 2023/24?"
NAMES = ["ask", "check_claim", "search_reports", "list_reports", "list_tables", "get_table", "calculate"]


@pytest.fixture(scope="module")
def library(widget_library: Path) -> Iterator[ReportLibrary]:
    with open_library(widget_library) as library:
        yield library


def visit(server: Any, act: Callable[[Client], Any]) -> Any:
    async def run() -> Any:
        async with Client(server) as client:
            return await act(client)

    return asyncio.run(run())


def call(library: ReportLibrary, tool: str, **arguments: Any) -> Any:
    return visit(ReportServer(library), lambda client: client.call_tool(tool, arguments))


def read(library: ReportLibrary, uri: str) -> str:
    (content,) = visit(ReportServer(library), lambda client: client.read_resource(uri)).contents
    return str(content.text)


# --- tools -----------------------------------------------------------------------------------------------------------


def test_the_tools_are_these_and_say_what_they_take_and_give(library: ReportLibrary) -> None:
    tools = visit(ReportServer(library), lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == NAMES
    for tool in tools:
        assert tool.description
        assert tool.output_schema["properties"]
        assert tool.annotations.read_only_hint is True


def test_an_answer_is_structured_and_cited(library: ReportLibrary) -> None:
    given = call(library, "ask", question=QUESTION)
    answer = AnswerBody.model_validate(given.structured_content)
    assert [(f.value, f.citation) for f in answer.figures] == [(1310, 1)]
    assert answer.citations[0].quote == "Northfield 1,180 1,204 1,310"
    assert json.loads(given.content[0].text) == given.structured_content


def test_claims_passages_and_tables_are_served(library: ReportLibrary) -> None:
    claim = "Widgets sold in Northfield were 1,310 in Q4 2023/24."
    assert call(library, "check_claim", claim=claim).structured_content["verdict"] == "supported"
    passages = call(library, "search_reports", query="late deliveries", limit=2).structured_content["passages"]
    assert len(passages) == 2
    tables = call(library, "list_tables", document="widgets").structured_content["tables"]
    assert [table["number"] for table in tables] == [1, 2, 3, 4, 5, 6]
    table = call(library, "get_table", document="widgets", table=1).structured_content
    assert table["rows"][0]["cells"][2]["value"] == 1310
    assert [d["id"] for d in call(library, "list_reports").structured_content["documents"]] == ["widgets"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("get_table", {"document": "widgets", "table": 99}, "no table 99 in 'widgets'"),
        ("get_table", {"document": "gadgets", "table": 1}, "no document 'gadgets'"),
        ("get_table", {"document": "widgets", "table": 0}, "greater than or equal to 1"),
        ("search_reports", {"query": "x", "limit": 1_000}, "less than or equal to 100"),
        ("ask", {}, "Field required"),
    ],
)
def test_what_goes_wrong_is_told(library: ReportLibrary, tool: str, arguments: dict[str, Any], said: str) -> None:
    given = call(library, tool, **arguments)
    assert given.is_error
    assert said in given.content[0].text


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {}, "question: Field required"),
        ("search_reports", {"query": "x", "limit": 1_000}, "limit: Input should be less than or equal to 100"),
        ("calculate", {"plan": {"operation": "sum"}}, "plan.operands: Field required"),
    ],
)
def test_a_wrong_argument_is_told_in_one_line(
    library: ReportLibrary, tool: str, arguments: dict[str, Any], said: str
) -> None:
    given = call(library, tool, **arguments)
    assert given.is_error
    assert given.content[0].text == said


def test_a_bug_tells_nothing_of_itself(library: ReportLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: ReportLibrary) -> None:
        raise KeyError("a secret")

    monkeypatch.setattr(ReportLibrary, "documents", fail)
    given = call(library, "list_reports")
    assert given.is_error
    assert "secret" not in given.content[0].text


# --- resources -------------------------------------------------------------------------------------------------------


def test_reports_and_tables_are_listed_as_resources(library: ReportLibrary) -> None:
    resources = visit(ReportServer(library), lambda client: client.list_resources()).resources
    tables = [f"report://widgets/table/{n}" for n in range(1, 7)]
    assert [str(resource.uri) for resource in resources] == ["reports://all", "report://widgets", *tables]


def test_reports_sections_and_tables_are_read(library: ReportLibrary) -> None:
    assert json.loads(read(library, "reports://all"))["documents"][0]["id"] == "widgets"
    assert "  Opinion" in read(library, "report://widgets")
    assert "Late delivery" in read(library, "report://widgets/section/Complaints")
    table = json.loads(read(library, "report://widgets/table/1"))
    assert (table["number"], table["rows"][0]["labels"]) == (1, ["Northfield"])


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("report://gadgets", "no document 'gadgets'"),
        ("report://widgets/table/99", "no table 99"),
        ("report://widgets/table/x", "counts from 1"),
        ("report://widgets/section/Nowhere", "no section of 'widgets'"),
        ("report://widgets/section/..%2F..%2Fetc", ""),
    ],
)
def test_a_resource_that_is_not_there_is_told(library: ReportLibrary, uri: str, said: str) -> None:
    async def refused(client: Client) -> str:
        with pytest.raises(MCPError) as error:
            await client.read_resource(uri)
        return str(error.value)

    assert said in visit(ReportServer(library), refused)


# --- as a process, and over HTTP -------------------------------------------------------------------------------------


def test_it_is_served_over_pipes(widget_library: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant.cli", "--library", str(widget_library), "mcp"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    given = visit(stdio_client(server), lambda client: client.call_tool("ask", {"question": QUESTION}))
    assert given.structured_content["figures"][0]["value"] == 1310


def test_it_is_served_over_http_to_this_machine_alone(library: ReportLibrary) -> None:
    with listening(ReportServer(library).streamable_http_app()) as address:
        given = visit(f"{address}/mcp", lambda client: client.call_tool("ask", {"question": QUESTION}))
        assert given.structured_content["figures"][0]["value"] == 1310
        rebound = httpx.post(f"{address}/mcp", json={}, headers={"Host": "evil.example"})
        assert rebound.status_code == 421
        assert httpx.post(f"{address}/mcp", json={}, headers={"Origin": "https://evil.example"}).status_code == 403
