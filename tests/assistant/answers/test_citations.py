from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers.citations import Citations, check_quotes, folded, quotable, row_slice, shown
from assistant.errors import QuoteNotFound
from corpus.document import Document
from corpus.sentences import sentences
from structured.grids import read_grids
from structured.observations import Grid
from tests.small import REPORT, document_of


@pytest.fixture(scope="module")
def document() -> Document:
    return document_of(REPORT.replace("Opinion\n", "Opinion\n\nCustomers were **happy** with widgets.\n", 1))


@pytest.fixture(scope="module")
def grid(document: Document) -> Grid:
    return read_grids(document)[0]


@pytest.fixture
def citations(document: Document) -> Citations:
    return Citations(lambda _: quotable(document))


def test_a_row_is_cited_verbatim_with_its_cell(citations: Citations, grid: Grid, document: Document) -> None:
    n = citations.cell(grid, grid.observations[2])
    (citation,) = citations.all()
    assert (n, citation.n, citation.document) == (1, 1, document.id)
    assert citation.quote == "Northfield 1,180 1,204 1,310"
    assert citation.table == "Widgets sold by region"
    assert [(c.row, c.column, c.printed) for c in citation.cells] == [("Northfield", "Q4 2023/24", "1,310")]
    assert folded(document.source[citation.locator.start : citation.locator.end]) == citation.quote


def test_cells_of_one_row_share_a_citation_and_each_stands_once(citations: Citations, grid: Grid) -> None:
    assert [citations.cell(grid, o) for o in (*grid.observations[:2], grid.observations[0])] == [1, 1, 1]
    assert [c.printed for c in citations.all()[0].cells] == ["1,180", "1,204"]


def test_rows_are_numbered_in_the_order_in_which_they_are_named(citations: Citations, grid: Grid) -> None:
    places = (grid.observations[6], grid.observations[0], grid.observations[7])
    assert [citations.cell(grid, o) for o in places] == [1, 2, 1]
    assert [c.cells[0].row for c in citations.all()] == ["Eastham", "Northfield"]


def test_a_sentence_is_cited_once(citations: Citations, document: Document) -> None:
    sentence = next(s for s in sentences(document) if "happy" in s.text)
    assert [citations.quote(sentence.locator) for _ in range(2)] == [1, 1]
    (citation,) = citations.all()
    assert (citation.quote, citation.table, citation.cells) == ("Customers were **happy** with widgets.", None, ())


def test_quotes_are_held_against_the_source(citations: Citations, grid: Grid, document: Document) -> None:
    citations.cell(grid, grid.observations[0])
    check_quotes(citations.all(), lambda _: quotable(document))
    (citation,) = citations.all()
    with pytest.raises(QuoteNotFound, match="citation 1"):
        check_quotes([replace(citation, quote="Northfield 1,180 1,204")], lambda _: quotable(document))


def test_a_row_that_is_not_there_has_no_place(document: Document, grid: Grid) -> None:
    assert row_slice(document, grid, 99) is None
    assert {row: row_slice(document, grid, row) for _, row in quotable(document).rows if _ == grid.number} == {
        row: place for (table, row), place in quotable(document).rows.items() if table == grid.number
    }
    assert row_slice(document, replace(grid, number=99), 0) is None


def test_a_citation_needs_a_quote(citations: Citations, grid: Grid) -> None:
    citations.cell(grid, grid.observations[0])
    with pytest.raises(ValueError, match="needs a quote"):
        replace(citations.all()[0], quote=" ")


def test_quotes_are_compared_and_shown_without_their_marks() -> None:
    assert folded(" a \t b\n c ") == "a b c"
    assert shown("**Sales** rose ") == "Sales rose"
