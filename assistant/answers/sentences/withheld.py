"""The sentence for a calculation that cannot be done, since the report withholds what it needs."""

from __future__ import annotations

from assistant.answers.sentences.caveats import remarks
from assistant.answers.sentences.filters import MOST_LISTED
from assistant.answers.sentences.pieces import Pieces
from assistant.questions.catalogue import GridEntry
from assistant.readings import Reading
from corpus.sentences import plain
from structured.engine import Result
from structured.observations import Observation


def write_withheld(pieces: Pieces, reading: Reading, result: Result) -> None:
    """That a calculation cannot be done, because the report withholds figures that it needs."""
    entry = reading.entry
    cells = [f"{_place(pieces, entry, cell)} [{pieces.cite(entry, cell)}]" for cell in result.left_out[:MOST_LISTED]]
    pieces.wording.parts.append(
        f"That cannot be worked out: the report prints no exact figure for {' and '.join(cells)}."
    )
    remarks(pieces, entry, result.left_out)


def _place(pieces: Pieces, entry: GridEntry, cell: Observation) -> str:
    """A cell without a figure: its row, its column and what is printed there instead."""
    where = f"{pieces.name(entry, cell)}, {pieces.column(cell)}"
    return f"{where} ({pieces.wording.label(plain(cell.printed))})"
