"""A report is read alike in whatever form it comes: our own reports, written out in every format and read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from assistant.answers.answer import Route
from assistant.answers.answering import Answerer
from corpus.document import BlockKind, Cell, Document
from corpus.loading import load
from corpus.sentences import plain
from structured.grids import read_grids
from structured.observations import Grid
from tests.small import tables_scope
from tests.writers import front

REPORTS = sorted(Path(__file__).parent.glob("reports/*/source.*"))
FORMATS = {"markdown": ".md", "html": ".html", "word": ".docx", "pdf": ".pdf"}
"""The module in tests/writers and the ending of each format."""
FLAT = {"workbook": ".xlsx", "delimited": ".csv", "slides": ".pptx"}
"""The same for the formats that have no sections within sections; the first two hold tables alone."""


@pytest.fixture(scope="module", params=REPORTS, ids=lambda path: path.parent.name)
def original(request: pytest.FixtureRequest) -> Document:
    return load(request.param, document_id="report")


@pytest.fixture(scope="module", params=FORMATS)
def copy(request: pytest.FixtureRequest, original: Document, tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("copies") / f"report{FORMATS[request.param]}"
    import_module(f"tests.writers.{request.param}").write(original, path)
    return load(path)


def shape(grid: Grid) -> tuple[object, ...]:
    """What a table says, without where it stands in the text."""
    return (
        grid.title,
        grid.section,
        [column.path for column in grid.columns],
        [(row.path, row.kind) for row in grid.rows],
        sorted((o.row, o.column, o.row_path, o.column_path, str(o.period), str(o.quantity)) for o in grid.observations),
    )


def test_the_report_has_the_same_title_and_period(original: Document, copy: Document) -> None:
    assert (copy.title, copy.period) == (original.title, original.period)


def test_its_tables_give_the_same_observations(original: Document, copy: Document) -> None:
    there, here = read_grids(original), read_grids(copy)
    assert [grid.title for grid in here] == [grid.title for grid in there]
    for one, other in zip(there, here, strict=True):
        assert shape(other) == shape(one)


def row_text(row: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in row if cell.text)


def stands_in(rows: Sequence[str], evidence: Sequence[dict[str, str]]) -> bool:
    """Whether the answer stands in rows of tables: figures that are told in sentences alone are not asked for here."""
    quotes = [" ".join(plain(place["quote"]).replace("|", " ").split()) for place in evidence]
    return any(quote in row or row in quote for quote in quotes for row in rows)


def test_its_tables_answer_questions_alike(original: Document, copy: Document, request: pytest.FixtureRequest) -> None:
    path = next(path for path in REPORTS if path.parent.name in request.node.callspec.id)
    items = [json.loads(line) for line in (path.parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    kinds = {
        "lookup",
        "difference",
        "percent_change",
        "rank",
        "aggregate",
        "share",
        "compare",
        "trend",
        "filter",
        "gap",
    }
    rows = [row_text(row) for table in original.tables for row in table.rows()]
    asked = [item["question"] for item in items if item["kind"] in kinds and stands_in(rows, item["evidence"])][:24]
    assert len(asked) > 10
    first, second = (Answerer(tables_scope(document)) for document in (original, copy))
    told = [(first.answer(question), second.answer(question)) for question in asked]
    assert [b.text for _, b in told] == [a.text for a, _ in told]
    assert sum(a.route is Route.CALCULATION for a, _ in told) >= 0.8 * len(told)


def test_its_prose_stands_in_the_same_sections(original: Document, copy: Document) -> None:
    def prose(document: Document) -> list[tuple[str, tuple[str, ...], str]]:
        return [
            (block.kind.value, block.locator.section, plain(block.text))
            for block in document.blocks
            if block.table is None
        ]

    assert prose(copy) == prose(original)


@pytest.fixture(scope="module", params=FLAT)
def flat(request: pytest.FixtureRequest, original: Document, tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("flat") / f"report{FLAT[request.param]}"
    import_module(f"tests.writers.{request.param}").write(original, path)
    return load(path)


def test_without_sections_within_sections_tables_give_the_same_observations(original: Document, flat: Document) -> None:
    for one, other in zip(read_grids(original), read_grids(flat), strict=True):
        assert shape(replace(other, section=())) == shape(replace(one, section=()))


@pytest.mark.parametrize("flat", ["slides"], indirect=True)
def test_the_prose_of_slides_stands_under_the_same_headings(original: Document, flat: Document) -> None:
    """A short line of the title slide may be a heading there and a paragraph elsewhere: of those the words count."""
    first = front(original)
    n_front = next(i for i, b in enumerate(original.blocks) if b.kind is BlockKind.HEADING and i >= first)

    def prose(document: Document) -> list[tuple[str, ...]]:
        return [
            (plain(block.text),)
            if index < n_front
            else (block.kind.value, *block.locator.section[-1:], plain(block.text))
            for index, block in enumerate(document.blocks)
            if block.table is None
        ]

    assert prose(flat) == prose(original)
