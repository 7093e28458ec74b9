"""A table as data in an order that a reader chooses: by its labels, or by the figures of one column."""

from __future__ import annotations

from structured.observations import Grid, GridRow

STEP = " › "


def column_heads(grid: Grid) -> tuple[str, ...]:
    """What stands over the labels and over each column; heads that are alike are numbered."""
    heads = [STEP.join(grid.row_dimension) or "Row", *(STEP.join(column.path) or "Figure" for column in grid.columns)]
    return tuple(
        f"{head} ({heads[:n].count(head) + 1})" if heads.count(head) > 1 else head for n, head in enumerate(heads)
    )


def sorted_rows(grid: Grid, by: int | None = None, *, descending: bool = False) -> tuple[tuple[str, ...], ...]:
    """The rows, each its label and its figures as printed.

    ``by`` is 0 for the labels, 1 for the first column and so on; None leaves the printed order. Figures go by their
    value, rows without one come last; what is no figure goes by its words.
    """
    cells = {(o.row, o.column): o for o in grid.observations}

    def line(row: GridRow) -> tuple[str, ...]:
        figures = (cells.get((row.index, column.index)) for column in grid.columns)
        return (STEP.join(row.path), *("" if cell is None else cell.printed for cell in figures))

    rows = list(grid.rows)
    if by == 0:
        rows.sort(key=lambda row: STEP.join(row.path).casefold(), reverse=descending)
    elif by is not None:
        column = grid.columns[by - 1].index
        valued = [(row, cell) for row in rows if (cell := cells.get((row.index, column))) is not None]
        figures = [(row, cell.quantity.value) for row, cell in valued if cell.quantity is not None]
        words = [(row, cell.printed.casefold()) for row, cell in valued if cell.quantity is None and cell.printed]
        figures.sort(key=lambda pair: pair[1], reverse=descending)
        words.sort(key=lambda pair: pair[1], reverse=descending)
        first = [row for row, _ in figures] + [row for row, _ in words]
        held = {row.index for row in first}
        rows = first + [row for row in rows if row.index not in held]
    return tuple(map(line, rows))
