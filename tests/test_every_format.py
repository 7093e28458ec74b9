"""A report is read alike in whatever form it comes: our own reports, written out in every format and read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from assistant.answers.answer import Answer, Route
from assistant.answers.answering import Answerer
from corpus.document import BlockKind, Cell, Document
from corpus.loading import load
from corpus.sentences import plain
from structured.grids import read_grids
from structured.observations import Grid
from tests.small import tables_scope
from tests.writers import front

HERE = Path(__file__).parent
CALCULATED = {"reports": 0.8, "later_reports": 0.4, "newest_reports": 0.3}
"""The share of the questions asked that tables answer, by folder: the later reports' are asked in other words."""
KINDS = {
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
FORMATS = {"markdown": ".md", "html": ".html", "word": ".docx", "pdf": ".pdf"}
"""The module in tests/writers and the ending of each format."""
FLAT = {"workbook": ".xlsx", "delimited": ".csv", "slides": ".pptx"}
"""The same for the formats that have no sections within sections; the first two hold tables alone."""
WITHOUT_SPANS = {".md", ".csv"}
"""What a heading over several columns is over is judged there, where text laid out by spaces shows it."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(path, id=path.parent.name, marks=() if folder == "reports" else pytest.mark.slow)
        for folder in CALCULATED
        for path in sorted(HERE.glob(f"{folder}/*/source.*"))
    ],
)
def report(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(scope="module")
def folder(report: Path) -> Path:
    return report.parent


@pytest.fixture(scope="module")
def original(report: Path, tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("original") / report.name
    # The fonts that every printer has lack one of the arrows.
    path.write_text(report.read_text(encoding="utf-8").replace("►", "→"), encoding="utf-8")
    return load(path, document_id="report")


@pytest.fixture(scope="module")
def grids(original: Document) -> tuple[Grid, ...]:
    return read_grids(original)


@pytest.fixture(scope="module")
def unspanned(original: Document) -> tuple[Grid, ...]:
    """The report's tables as a format has them that does not say how far a heading goes."""
    tables = iter(
        replace(table, cells=tuple(replace(cell, row_span=1, column_span=1) for cell in table.cells))
        for table in original.tables
    )
    blocks = tuple(replace(block, table=next(tables)) if block.table else block for block in original.blocks)
    return read_grids(replace(original, blocks=blocks))


@pytest.fixture(scope="module")
def told(original: Document, folder: Path) -> dict[str, Answer]:
    """What the report's own tables answer to the questions that its set asks of tables."""
    items = [json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row_text(row) for table in original.tables for row in table.rows()]
    asked = [item["question"] for item in items if item["kind"] in KINDS and stands_in(rows, item["evidence"])]
    answerer = Answerer(tables_scope(original))
    return {question: answerer.answer(question) for question in asked[:24]}


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


def test_its_tables_give_the_same_observations(
    grids: tuple[Grid, ...], unspanned: tuple[Grid, ...], copy: Document
) -> None:
    here = read_grids(copy)
    grids = unspanned if Path(copy.file_name).suffix in WITHOUT_SPANS else grids
    assert [grid.title for grid in here] == [grid.title for grid in grids]
    for one, other in zip(grids, here, strict=True):
        assert shape(other) == shape(one)


def row_text(row: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in row if cell.text)


def stands_in(rows: Sequence[str], evidence: Sequence[dict[str, str]]) -> bool:
    """Whether the answer stands in rows of tables: figures that are told in sentences alone are not asked for here."""
    quotes = [" ".join(plain(place["quote"]).replace("|", " ").split()) for place in evidence]
    return any(quote in row or row in quote for quote in quotes for row in rows)


def test_its_tables_answer_questions_alike(told: dict[str, Answer], copy: Document) -> None:
    answerer = Answerer(tables_scope(copy))
    assert [answerer.answer(question).text for question in told] == [answer.text for answer in told.values()]


def test_tables_answer_most_of_these_questions(told: dict[str, Answer], folder: Path) -> None:
    assert len(told) > 10
    n_calculated = sum(answer.route is Route.CALCULATION for answer in told.values())
    assert n_calculated >= CALCULATED[folder.parent.name] * len(told)


@pytest.fixture(scope="module")
def kinds(report: Path) -> dict[BlockKind, str]:
    """What blocks are called: text laid out by spaces has notes right under its tables, as no other form shows."""
    is_laid_out = report.suffix == ".txt" and "\t" not in report.read_text(encoding="utf-8")
    return {kind: kind.value for kind in BlockKind} | ({BlockKind.NOTE: "paragraph"} if is_laid_out else {})


def test_its_prose_stands_in_the_same_sections(original: Document, copy: Document, kinds: dict[BlockKind, str]) -> None:
    def prose(document: Document) -> list[tuple[object, ...]]:
        return [
            (kinds[block.kind], block.locator.section, block.lead_in, plain(block.text))
            for block in document.blocks
            if block.table is None
        ]

    assert prose(copy) == prose(original)


@pytest.fixture(scope="module", params=FLAT)
def flat(request: pytest.FixtureRequest, original: Document, tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("flat") / f"report{FLAT[request.param]}"
    import_module(f"tests.writers.{request.param}").write(original, path)
    return load(path)


def test_without_sections_within_sections_tables_give_the_same_observations(
    grids: tuple[Grid, ...], unspanned: tuple[Grid, ...], flat: Document
) -> None:
    grids = unspanned if Path(flat.file_name).suffix in WITHOUT_SPANS else grids
    for one, other in zip(grids, read_grids(flat), strict=True):
        assert shape(replace(other, section=())) == shape(replace(one, section=()))


@pytest.mark.parametrize("flat", ["slides"], indirect=True)
def test_the_prose_of_slides_stands_under_the_same_headings(
    original: Document, flat: Document, kinds: dict[BlockKind, str]
) -> None:
    """A short line of the title slide may be a heading there and a paragraph elsewhere: of those the words count."""
    first = front(original)
    n_front = next(i for i, b in enumerate(original.blocks) if b.kind is BlockKind.HEADING and i >= first)

    def prose(document: Document) -> list[tuple[str, ...]]:
        return [
            (plain(block.text),)
            if index < n_front
            else (kinds[block.kind], *block.locator.section[-1:], block.lead_in, plain(block.text))
            for index, block in enumerate(document.blocks)
            if block.table is None
        ]

    assert prose(flat) == prose(original)
