"""The sentence for a total or a mean."""

from __future__ import annotations

from assistant.answers.amounts import amount
from assistant.answers.sentences.pieces import Pieces
from assistant.questions.catalogue import GridEntry
from assistant.readings import Reading
from structured.engine import Result
from structured.plan import Operation


def write_aggregate(pieces: Pieces, entry: GridEntry, reading: Reading, result: Result) -> None:
    """Say the total or the mean, with its figures where they are few."""
    w = pieces.wording
    value = result.values[0]
    cells = result.operands
    shown = []
    over_time = len({c.row for c in cells}) == 1  # one row over several columns: these tell its figures apart
    for cell in cells:
        n = pieces.cite(entry, cell)
        if len(cells) <= 12:
            place = pieces.column(cell) if over_time else pieces.name(entry, cell)
            shown.append(f"{place} {amount(cell)} [{n}]")
            pieces.note(cell, n)
    mean = reading.plan.operation is Operation.MEAN
    parent = cells[0].row_path[:-1]
    of = f" of {w.label(parent[-1])}" if parent and all(c.row_path[:-1] == parent for c in cells) else ""
    if over_time:
        of = f" of {pieces.name(entry, cells[0])}"
    kind = "unweighted mean" if mean else "total"
    listed = f": {'; '.join(shown)}" if shown else ""
    column = "" if over_time else pieces.column(cells[0])
    w.parts.append(
        f"The {kind}{of} is {value.printed} "
        f"({', '.join(filter(None, (column, f'{len(cells)} figures', pieces.where(entry))))}){listed}."
    )
    w.count(len(cells), "how many figures")
    pieces.derive(value)
    if mean:
        w.warnings.append("A mean of the printed figures, each counted alike; the report gives no weights.")
