"""The sentence for a figure as it is printed."""

from __future__ import annotations

from assistant.answers.amounts import amount, in_points, points
from assistant.answers.labels import row_name
from assistant.answers.sentences.changes import write_printed_change
from assistant.answers.sentences.pieces import Pieces
from assistant.questions.catalogue import GridEntry
from corpus.sentences import plain
from structured.observations import ColumnKind, MissingReason, Observation, RowKind


def write_lookup(pieces: Pieces, entry: GridEntry, cell: Observation, *, lead: bool) -> None:
    """Say what a cell prints; ``lead`` says that a yes or a no may come before it."""
    w = pieces.wording
    n = pieces.cite(entry, cell)
    name = pieces.name(entry, cell)
    column = entry.frame.columns[entry.column_index[cell.column]]
    if cell.quantity is None and cell.missing not in (None, MissingReason.LIMIT):
        w.parts.append(
            f"{name}, {pieces.column(cell)}: the report prints no figure there ({cell.printed or 'blank'}) [{n}]."
        )
        return
    if column.kind is ColumnKind.CHANGE and cell.quantity is not None:
        write_printed_change(pieces, entry, cell, name, n, lead=lead)
        return
    if (
        column.kind is ColumnKind.GAP
        and cell.quantity is not None
        and entry.frame.rows[entry.row_index[cell.row]].kind is not RowKind.BASE
    ):
        side = "above" if cell.quantity.value > 0 else "below" if cell.quantity.value < 0 else "level with"
        base = next((r for r in entry.frame.rows if r.kind is RowKind.BASE), None)
        against = w.label(row_name(entry.frame, base.path)) if base else "base"
        size = f"{points(cell.quantity)} {side}" if cell.quantity.value else "level with"
        w.parts.append(f"{name}: {size} the {against} on {pieces.column(cell)} [{n}].")
        pieces.note(cell, n, in_points(cell.quantity))
        return
    value = amount(cell) if cell.quantity is not None else w.label(plain(cell.printed))
    column_text = pieces.column(cell)
    period = ""
    if column.period is None and entry.frame.rows[entry.row_index[cell.row]].period is None and cell.period is not None:
        period = f", {w.label(cell.period.printed or cell.period.label())}"
    w.parts.append(
        f"{name}: {value} ({column_text}{period}) [{n}]." if column_text else f"{name}: {value}{period} [{n}]."
    )
    pieces.note(cell, n)
    if cell.missing is MissingReason.LIMIT:
        w.warnings.append(f"The report prints “{plain(cell.printed)}” there, and no exact figure.")
