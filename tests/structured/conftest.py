"""Small tables, written as in a text export: cells joined by ' | ', a line a row; '⇣2' and '⇢2' mark spans."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.document import Block, BlockKind, Cell, Document, Locator, Table
from structured.grids import read_grid, read_grids
from structured.observations import Grid, Observation

Grids = Callable[..., Grid]
Lookup = Callable[[Grid, str, str], Observation]


def _table(text: str, number: int, title: str, notes: tuple[str, ...]) -> Table:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    width = max(map(len, rows))
    place = Locator(document_id="sample", start=0, end=0)
    cells = []
    for r, row in enumerate(rows):
        for c in range(width):
            # "Bread ⇣3" spans three rows, "2023 ⇢2" two columns.
            words, *marks = (row[c] if c < len(row) else "").replace("⇣", "\0v").replace("⇢", "\0h").split("\0")
            spans = {mark[0]: int(mark[1:]) for mark in marks}
            cells.append(
                Cell(
                    row=r,
                    column=c,
                    row_span=spans.get("v", 1),
                    column_span=spans.get("h", 1),
                    text=words.strip(),
                    locator=place,
                )
            )
    return Table(
        number=number, title=title, n_rows=len(rows), n_columns=width, cells=tuple(cells), notes=notes, locator=place
    )


def _document(tables: list[Table], *, before: str, period: str) -> Document:
    place = Locator(document_id="sample", start=0, end=0)
    blocks = [Block(kind=BlockKind.PARAGRAPH, text=before, locator=place)] if before else []
    blocks += [Block(kind=BlockKind.TABLE, text="", table=table, locator=place) for table in tables]
    source = "\n".join([before, *(cell.text for table in tables for cell in table.cells)])
    return Document(
        id="sample",
        title="Sample",
        period=period,
        source=source,
        blocks=tuple(blocks),
        digest="0",
        file_name="sample.txt",
    )


@pytest.fixture
def grid_of() -> Grids:
    """Reads a table written with ' | ' between cells into its grid."""

    def read(text: str, *, title: str = "", notes: tuple[str, ...] = (), before: str = "", period: str = "") -> Grid:
        document = _document([_table(text, 1, title, notes)], before=before, period=period)
        return read_grid(document.tables[0], document)

    return read


@pytest.fixture
def grids_of() -> Callable[..., tuple[Grid, ...]]:
    """Reads several tables of one document."""

    def read(*texts: str, before: str = "") -> tuple[Grid, ...]:
        tables = [_table(text, number, "", ()) for number, text in enumerate(texts, 1)]
        return read_grids(_document(tables, before=before, period=""))

    return read


@pytest.fixture
def cell() -> Lookup:
    """The observation under the innermost row label and column label."""

    def find(grid: Grid, row: str, column: str) -> Observation:
        found = [
            o
            for o in grid.observations
            if (*o.row_path, "")[-2 if o.row_path else -1] == row and o.column_path[-1] == column
        ]
        assert len(found) == 1, f"{len(found)} cells at {row} / {column}"
        return found[0]

    return find
