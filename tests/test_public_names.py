"""What other programs may import is listed, is what it was, and is documented."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import assistant
from assistant import ReportLibrary

ROOT = Path(__file__).resolve().parents[1]
NAMES = {
    *("AddStatus", "AddedDocument", "Answer", "CellRef", "Citation", "CitedCell", "Condition", "Document"),
    *("DocumentInfo", "Figure", "Grid", "Locator", "Observation", "Operation", "Passage", "Plan", "Quantity"),
    *("ReportError", "ReportLibrary", "Result", "Route", "Test", "Unit", "Value", "Verdict", "open_library"),
}
METHODS = {
    *("add", "ask", "audit", "brief", "calculate", "check", "check_draft", "close", "document", "documents"),
    *(
        "examples",
        "explain",
        "page",
        "path",
        "remove",
        "search",
        "second_look",
        "stream",
        "table",
        "tables",
        "tables_frame",
    ),
    "version",
}


def test_the_public_names_are_these() -> None:
    assert set(assistant.__all__) == set(dir(assistant)) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(assistant, name))


def test_the_methods_of_a_library_are_these() -> None:
    assert {name for name in vars(ReportLibrary) if not name.startswith("_")} == METHODS


def test_a_name_that_is_not_public_is_told_from_those_that_are() -> None:
    with pytest.raises(AttributeError, match="no public name 'Answerer'"):
        assistant.Answerer  # noqa: B018 - asking for it is the test


def test_the_page_on_python_names_every_public_name() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    assert [name for name in sorted(NAMES) if f"`{name}`" not in page] == []
    assert [name for name in sorted(METHODS) if f"`{name}" not in page] == []
