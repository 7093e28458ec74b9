"""The sentence for a level that is computed from a base and the distance from it."""

from __future__ import annotations

from assistant.answers.amounts import amount, in_points, points
from assistant.answers.labels import row_name
from assistant.answers.sentences.pieces import Pieces
from assistant.questions.catalogue import GridEntry
from structured.engine import Result


def write_level(pieces: Pieces, entry: GridEntry, result: Result) -> None:
    """Say the level, and what it was made of."""
    base, gap = result.operands
    value = result.values[0]
    assert value.quantity is not None and gap.quantity is not None
    n, m = pieces.cite(entry, gap), pieces.cite(entry, base)
    name = pieces.name(entry, gap)
    side = "above" if gap.quantity.value > 0 else "below" if gap.quantity.value < 0 else "level with"
    apart = in_points(gap.quantity)
    size = f"{points(apart)} {side}" if gap.quantity.value else "level with"
    against = pieces.wording.label(row_name(entry.frame, base.row_path))
    pieces.wording.parts.append(
        f"{name}: {value.printed} on {pieces.column(gap)}, computed: {size} the {against} of {amount(base)} [{n}][{m}]."
    )
    pieces.derive(value)
    pieces.note(gap, n, apart)
    pieces.note(base, m)
