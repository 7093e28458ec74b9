"""Small tables, written as they look in a text export: cells joined by ' | ', a line a row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.document import Block, BlockKind, Cell, Document, Locator, Table
from structured.grids import read_grid
from structured.observations import Grid, Observation

Grids = Callable[..., Grid]
Lookup = Callable[[Grid, str, str], Observation]


def _document(text: str, *, title: str, notes: tuple[str, ...], before: str, period: str) -> Document:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    width = max(map(len, rows))
    source = "\t".join(cell for row in rows for cell in row) + "\n" + before
    place = Locator(document_id="sample", start=0, end=len(source))
    cells = tuple(
        Cell(row=r, column=c, text=row[c] if c < len(row) else "", locator=place)
        for r, row in enumerate(rows)
        for c in range(width)
    )
    table = Table(
        number=1, title=title, n_rows=len(rows), n_columns=width, cells=cells, notes=notes, locator=place
    )  # fmt: skip
    blocks = [Block(kind=BlockKind.PARAGRAPH, text=before, locator=place)] if before else []
    blocks.append(Block(kind=BlockKind.TABLE, text=source, table=table, locator=place))
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
        document = _document(text, title=title, notes=notes, before=before, period=period)
        return read_grid(document.tables[0], document)

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
