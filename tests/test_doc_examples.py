"""The examples in the documentation do what they say."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage

from tests.plans import NOW_ALL
from tests.scripted import ScriptedModel, calls

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(("page", "at_least"), [("python.md", 15), ("langchain.md", 8)])
def test_the_examples_of_a_page_hold(widget_library: Path, page: str, at_least: int) -> None:
    replies = [
        calls("calculate", {"plan": {"operation": "sum", "operands": NOW_ALL[:2]}}),
        AIMessage("2,179, from the table “Widgets sold by region” of the report widgets."),
    ]
    names = {"folder": widget_library, "model": ScriptedModel(replies=replies)}
    outcome = doctest.testfile(
        str(ROOT / "docs" / page), module_relative=False, globs=names, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert outcome.failed == 0
    assert outcome.attempted > at_least
