"""The library in LangChain: its tools have schemas, say what went wrong, and serve an agent; its search retrieves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool, StructuredTool

from assistant import ReportLibrary, open_library
from assistant.langchain import retriever, tools
from tests.plans import NOW_ALL
from tests.scripted import ScriptedModel, calls

NAMES = ["ask", "check_claim", "search_reports", "list_reports", "list_tables", "get_table", "calculate"]
QUESTION = "How many widgets were sold in Northfield in Q4 2023/24?"


@pytest.fixture(scope="module")
def library(widget_library: Path) -> Iterator[ReportLibrary]:
    with open_library(widget_library) as library:
        yield library


@pytest.fixture(scope="module")
def by_name(library: ReportLibrary) -> dict[str, BaseTool]:
    return {tool.name: tool for tool in tools(library)}


def test_the_tools_are_these_and_have_schemas_and_descriptions(by_name: dict[str, BaseTool]) -> None:
    assert list(by_name) == NAMES
    for tool in by_name.values():
        assert isinstance(tool, StructuredTool)
        assert tool.description
        schema = tool.tool_call_schema.model_json_schema()  # type: ignore[union-attr]
        assert "arguments" not in schema["properties"]
    assert set(by_name["ask"].args) == {"question", "history", "documents"}
    assert by_name["search_reports"].args["limit"]["maximum"] == 100


def test_an_answer_carries_its_figures_and_citations(by_name: dict[str, BaseTool]) -> None:
    answer = by_name["ask"].invoke({"question": QUESTION})
    assert [(f["value"], f["citation"]) for f in answer["figures"]] == [(1310, 1)]
    assert answer["citations"][0]["quote"] == "Northfield 1,180 1,204 1,310"
    follow_up = by_name["ask"].invoke({"question": "And in Southport?", "history": [QUESTION]})
    assert [f["value"] for f in follow_up["figures"]] == [869]


def test_a_claim_is_checked(by_name: dict[str, BaseTool]) -> None:
    answer = by_name["check_claim"].invoke({"claim": "Widgets sold in Northfield were 1,500 in Q4 2023/24."})
    assert answer["verdict"] == "contradicted"


def test_reports_tables_and_passages_are_found(by_name: dict[str, BaseTool]) -> None:
    assert [d["id"] for d in by_name["list_reports"].invoke({})["documents"]] == ["widgets"]
    tables = by_name["list_tables"].invoke({"document": "widgets"})["tables"]
    assert [t["number"] for t in tables] == [1, 2, 3, 4, 5, 6]
    table = by_name["get_table"].invoke({"document": "widgets", "table": 1})
    assert table["rows"][0]["cells"][2] == {
        "printed": "1,310",
        "value": 1310,
        "unit": "count",
        "period": "Q4 2023/24",
        "inferred": [],
    }
    passages = by_name["search_reports"].invoke({"query": "complaints", "limit": 2})["passages"]
    assert [p["rank"] for p in passages] == [0, 1]


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("get_table", {"document": "widgets", "table": 99}, "no table 99 in 'widgets'"),
        ("list_tables", {"document": "gadgets"}, "no document 'gadgets'"),
        ("get_table", {"document": "widgets", "table": 0}, "table: Input should be greater than or equal to 1"),
        ("search_reports", {"query": "x", "limit": 1_000}, "limit: "),
        ("calculate", {"plan": {"operation": "sum", "operands": []}}, "plan.operands: "),
    ],
)
def test_what_goes_wrong_is_told_to_the_agent(
    by_name: dict[str, BaseTool], name: str, arguments: dict[str, object], said: str
) -> None:
    assert said in by_name[name].invoke(arguments)


def test_a_bug_is_not_told_as_an_answer(library: ReportLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(ReportLibrary, "documents", broken)
    (tool,) = [tool for tool in tools(library) if tool.name == "list_reports"]
    with pytest.raises(KeyError, match="a bug"):
        tool.invoke({})


def test_an_agent_calls_a_tool_and_is_given_its_result(library: ReportLibrary) -> None:
    from langchain.agents import create_agent

    plan = {"operation": "sum", "operands": NOW_ALL[:2]}
    model = ScriptedModel(replies=[calls("calculate", {"plan": plan}), AIMessage("2,179 widgets.")])
    reply = create_agent(model, tools(library)).invoke({"messages": [("user", "How many together?")]})
    assert model.bound == NAMES
    (result,) = [message for message in reply["messages"] if isinstance(message, ToolMessage)]
    assert json.loads(str(result.content))["values"][0]["printed"] == "2,179"
    assert model.told[1][-1].content == result.content


def test_the_retriever_gives_verbatim_passages_with_their_places(library: ReportLibrary) -> None:
    found = retriever(library, limit=3)
    assert isinstance(found, BaseRetriever)
    documents = found.invoke("Which kinds of complaint were received?")
    source = library.document("widgets").source
    assert len(documents) == 3
    assert all(document.page_content in source for document in documents)
    assert documents[0].metadata["section"] == "Complaints"
    assert asyncio.run(found.ainvoke("Which kinds of complaint were received?")) == documents


def test_a_retriever_keeps_to_its_reports(library: ReportLibrary) -> None:
    from corpus.errors import UnknownDocument

    assert retriever(library, documents=["widgets"]).invoke("widgets")
    with pytest.raises(UnknownDocument):
        retriever(library, documents=["gadgets"]).invoke("widgets")
