"""A table in a notebook: as HTML that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from structured.observations import Grid
    from structured.periods import Period

MOST_ROWS = 60
"""Rows that are shown; how many follow is said."""


def grid_html(grid: Grid) -> str:
    """The table with its labels, periods and figures as printed; all text escaped, no style sheet, no script."""
    printed = {(o.row, o.column): o.printed for o in grid.observations}
    shown = grid.rows[:MOST_ROWS]
    body = "".join(
        _line(
            _head(_label(row.path, row.period)),
            (f"<td>{escape(printed.get((row.index, column.index), ''))}</td>" for column in grid.columns),
        )
        for row in shown
    )
    place = " › ".join(grid.section) + (f", page {grid.page}" if grid.page is not None else "")
    more = f"<p><small>{len(grid.rows) - len(shown)} more rows</small></p>" if len(grid.rows) > len(shown) else ""
    heads = _line(_head(" / ".join(grid.row_dimension)), (_head(_label(c.path, c.period)) for c in grid.columns))
    title = f"<p><strong>{escape(grid.title or f'Table {grid.number}')}</strong><br><small>{escape(place)}</small></p>"
    return f"<div>{title}<table><thead>{heads}</thead><tbody>{body}</tbody></table>{more}</div>"


def _label(path: tuple[str, ...], period: Period | None) -> str:
    """The labels, with the period where it is not among them."""
    told = period.printed if period is not None else ""
    return " / ".join((*path, *([told] if told and not any(told in part for part in path) else [])))


def _line(head: str, cells: Iterable[str]) -> str:
    return f"<tr>{head}{''.join(cells)}</tr>"


def _head(label: str) -> str:
    return f"<th>{escape(label)}</th>"
