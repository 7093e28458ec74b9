"""The library as other programs meet it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant import ReportLibrary, Route, Verdict, open_library
from assistant.usage import NotInDocument
from corpus.errors import LibraryMissing, UnknownDocument


@pytest.fixture(scope="module")
def library(widget_library: Path) -> Iterator[ReportLibrary]:
    with open_library(widget_library) as library:
        yield library


def test_a_question_and_a_follow_up_are_answered(library: ReportLibrary) -> None:
    question = "How many widgets were sold in Northfield in Q4 2023/24?"
    assert [f.value for f in library.ask(question).figures] == [Decimal(1310)]
    assert [f.value for f in library.ask("And in Southport?", history=[question]).figures] == [Decimal(869)]


def test_what_was_too_long_to_be_read_lends_nothing_to_the_next_question(library: ReportLibrary) -> None:
    question = "How many widgets were sold in Northfield in Q4 2023/24?"
    history = [question, "widgets sold in Westbury " * 200]
    assert [f.value for f in library.ask("And in Southport?", history=history).figures] == [Decimal(869)]


def test_a_claim_is_checked(library: ReportLibrary) -> None:
    claim = "Widgets sold in Northfield were 1,310 in Q4 2023/24."
    assert library.check(claim).verdict is Verdict.SUPPORTED


def test_a_scope_may_be_one_id_or_several(library: ReportLibrary) -> None:
    question = "How many widgets were sold in Northfield in Q4 2023/24?"
    assert library.ask(question, documents="widgets").route is Route.CALCULATION
    assert library.ask(question, documents=["widgets"]).route is Route.CALCULATION
    with pytest.raises(UnknownDocument, match="no document 'gadgets'"):
        library.ask(question, documents=["gadgets"])


def test_a_search_gives_as_many_passages_as_asked_for(library: ReportLibrary) -> None:
    assert len(library.search("widgets sold by region", limit=2)) == 2
    for limit in (0, 101):
        with pytest.raises(ValueError, match="1 to 100"):
            library.search("widgets", limit=limit)


def test_tables_are_found_by_their_number(library: ReportLibrary) -> None:
    assert [grid.number for grid in library.tables("widgets")] == [1, 2, 3, 4, 5, 6]
    assert library.table("widgets", 2).title == "Satisfaction by region"
    with pytest.raises(NotInDocument, match="no table 7 in 'widgets'; tables with figures: 1, 2"):
        library.table("widgets", 7)


def test_tables_come_as_a_frame_with_units_and_periods(library: ReportLibrary) -> None:
    sales = library.tables_frame("widgets", 1)
    assert len(sales) == 15
    row = sales[(sales.row_path == "Northfield") & (sales.column_path == "Q4 2023/24")].iloc[0]
    assert (row.value, row.unit, row.printed) == (Decimal(1310), "count", "1,310")
    assert (str(row.period_first), str(row.period_last)) == ("2024-01-01", "2024-03-31")
    assert set(library.tables_frame("widgets").table) == {1, 2, 3, 4, 5, 6}


def test_the_folder_comes_from_the_settings_when_none_is_named(
    widget_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORT_ASSISTANT_LIBRARY", str(widget_library))
    with open_library() as library:
        assert library.path == widget_library


def test_a_library_that_is_not_there_is_made_only_when_asked(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing):
        open_library(tmp_path / "none")
    with open_library(tmp_path / "none", create=True) as library:
        assert (library.documents(), library.version) == ((), 0)


def test_half_a_character_is_asked_about_like_any_other(library: ReportLibrary) -> None:
    """A program may hand over what it decoded badly."""
    assert library.ask("How many \ud83d?").route is Route.REFUSAL
    assert library.check("431 \ud83d widgets.").verdict is not None
    library.search("\ud83d")
