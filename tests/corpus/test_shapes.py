"""Shapes that public bodies publish, held against what was written down of them before they were first read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document import BlockKind, Document
from corpus.loading import load
from corpus.sentences import plain
from structured.grids import read_grids
from structured.observations import Grid, Observation
from structured.periods import parse_period
from structured.units import unit_code
from tests.harder_shapes import HARDER_SHAPES
from tests.shapes import SHAPES, Shape, Truth


def faults(shape: Shape, document: Document) -> list[str]:
    """What was read otherwise than it is, one line for each fault."""
    return [*_of_front(shape, document), *_of_tables(shape, document), *_of_text(shape, document)]


def _of_front(shape: Shape, document: Document) -> Iterator[str]:
    for name in ("title", "publisher", "period", "published"):
        there, here = getattr(shape, name), getattr(document, name)
        if there != here:
            yield f"{name}: {there!r} read as {here!r}"


def _of_text(shape: Shape, document: Document) -> Iterator[str]:
    headings = [plain(b.text) for b in document.blocks if b.kind is BlockKind.HEADING]
    yield from (f"heading lost: {title}" for title in shape.headings if title not in headings)
    texts = " ".join(" ".join(plain(b.text).split()) for b in document.blocks if b.table is None)
    yield from (f"sentence lost: {sentence}" for sentence in shape.sentences if sentence not in texts)


def _of_tables(shape: Shape, document: Document) -> Iterator[str]:
    grids = [grid for grid in read_grids(document) if any(o.quantity for o in grid.observations)]
    for truth in shape.tables:
        grid = next((g for g in grids if g.title == truth.title), None) or next(
            (g for g in grids if any(truth.title in text for text in (g.title, g.caption, *g.section))), None
        )
        if grid is None:
            yield f"table lost: {truth.title}"
            continue
        grids.remove(grid)
        if grid.title != truth.title:
            yield f"table titled {grid.title!r}, not {truth.title!r}"
        yield from _of_table(truth, grid)
    yield from (f"table invented: {grid.title} {[row.path for row in grid.rows][:6]}" for grid in grids)


def _of_table(truth: Truth, grid: Grid) -> Iterator[str]:
    found: dict[tuple[object, ...], Observation] = {}
    for o in grid.observations:  # of two columns of one name, the unit tells which is which
        place = (o.row_path, o.column_path)
        found[(*place, unit_code(o.quantity.unit)) if place in found and o.quantity else place] = o
    for row, figures in truth.rows.items():
        for column, figure in zip(truth.columns, figures, strict=True):
            seen = found.pop((row, column.path, column.unit), None) or found.pop((row, column.path), None)
            where = f"{truth.title[:30]} | {' / '.join(row)} | {' / '.join(column.path)}"
            if seen is None:
                if figure is not None:
                    yield f"{where}: lost"
                continue
            said = _said(seen)
            if said != figure:
                yield f"{where}: {figure!r} read as {said!r}"
            if seen.quantity is None:
                continue
            unit = truth.units.get(row, column.unit)
            if unit_code(seen.quantity.unit) != unit:
                yield f"{where}: unit {unit} read as {unit_code(seen.quantity.unit)}"
            named = " ".join(filter(None, (truth.periods.get(row), column.period)))
            period = parse_period(named) if named else None
            if (seen.period.label() if seen.period else "") != (period.label() if period else ""):
                yield f"{where}: period {named!r} read as {seen.period.label() if seen.period else ''!r}"
    for seen in found.values():
        if seen.quantity is not None or seen.missing is not None:
            where = f"{truth.title[:30]} | {' / '.join(seen.row_path)} | {' / '.join(seen.column_path)}"
            yield f"{where}: invented {_said(seen)!r}"


def _said(seen: Observation) -> str | None:
    if seen.quantity is not None:
        return str(seen.quantity.value)
    return seen.missing.value if seen.missing is not None else None


@pytest.mark.parametrize("shape", (*SHAPES, *HARDER_SHAPES), ids=lambda shape: shape.name)
def test_a_published_shape_is_read_as_it_is(shape: Shape, tmp_path: Path) -> None:
    shape.write(tmp_path / shape.name)
    assert faults(shape, load(tmp_path / shape.name)) == []
