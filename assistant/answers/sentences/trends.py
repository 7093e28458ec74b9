"""The sentence for how a figure went over time."""

from __future__ import annotations

from decimal import Decimal

from assistant.answers.amounts import amount
from assistant.answers.sentences.pieces import Pieces
from assistant.questions.catalogue import GridEntry
from structured.engine import Result


def write_trend(pieces: Pieces, entry: GridEntry, result: Result) -> None:
    """Say where a series began and ended, its lowest and its highest."""
    w = pieces.wording
    cells = [c for c in result.operands if c.quantity is not None]
    first, last = cells[0], cells[-1]
    assert first.quantity is not None and last.quantity is not None
    rows = {c.row for c in cells}
    name = pieces.name(entry, first) if len(rows) == 1 else pieces.column(first)
    place = pieces.column if len(rows) == 1 else (lambda c: pieces.name(entry, c))
    n, m = pieces.cite(entry, first), pieces.cite(entry, last)
    change = last.quantity.value - first.quantity.value
    way = "rose" if change > 0 else "fell" if change < 0 else "ended where it began"
    marks = f"[{n}]" if n == m else f"[{n}][{m}]"
    w.parts.append(f"{name} {way}, from {amount(first)} ({place(first)}) to {amount(last)} ({place(last)}) {marks}.")
    pieces.note(first, n)
    pieces.note(last, m)
    if len(cells) > 2:
        low = min(cells, key=lambda c: c.quantity.value if c.quantity else Decimal(0))
        high = max(cells, key=lambda c: c.quantity.value if c.quantity else Decimal(0))
        w.parts.append(f"Lowest {amount(low)} ({place(low)}), highest {amount(high)} ({place(high)}).")
        if len(cells) <= 10:
            w.parts.append("In order: " + ", ".join(amount(c) for c in cells) + ".")
        for cell in cells:
            pieces.note(cell, pieces.cite(entry, cell))
