"""The sentence for which rows meet a condition, and how many."""

from __future__ import annotations

from assistant.answers.labels import clean_label
from assistant.answers.sentences.caveats import left_out
from assistant.answers.sentences.pieces import Pieces
from assistant.answers.sentences.rankings import ranked
from assistant.questions.catalogue import GridEntry
from assistant.readings import Reading
from corpus.sentences import plain
from structured.engine import Result

MOST_LISTED = 32
"""How many of the rows that meet a condition are named; the others are counted."""


def write_filter(pieces: Pieces, entry: GridEntry, reading: Reading, result: Result) -> None:
    """Say which meet the condition, the first of them by name."""
    w = pieces.wording
    total = len(reading.plan.operands)
    kept = result.values
    w.count(len(kept), "how many meet the condition")
    w.count(total, "how many there are")
    over_time = len(reading.rows) == 1 and len(reading.columns) > 1
    listed, seen = [], set()
    for value in kept[:MOST_LISTED]:
        cell = value.sources[0]
        n = pieces.cite(entry, cell)
        name = pieces.column(cell) if over_time else pieces.name(entry, cell)
        if not over_time and len(cell.row_path) > 1 and name not in seen and len(cell.row_path[-1]) > 40:
            name = (
                pieces.wording.label(clean_label(cell.row_path[-2]))
                + " – "
                + pieces.wording.label(clean_label(cell.row_path[-1]))
            )
        seen.add(name)
        printed = ranked(pieces, entry, cell).removeprefix("which ") if cell.quantity else w.label(plain(cell.printed))
        shown = f" ({printed})" if cell.quantity is not None or cell.is_withheld else ""
        listed.append(f"{name}{shown} [{n}]")
    ref = reading.plan.operands[0]
    first = kept[0].sources[0] if kept else entry.cells[ref.row, ref.column]
    subject = pieces.name(entry, first) if over_time else pieces.column(first)
    where = ", ".join(filter(None, (subject, pieces.where(entry))))
    if not kept:
        w.parts.append(f"None of the {total} meets that ({where}) [{pieces.cite(entry, first)}].")
    else:
        more = len(kept) - len(listed)
        if more:
            w.count(more, "how many more")
            listed.append(f"and {more} more")
        w.parts.append(f"{len(kept)} of {total} ({where}): {'; '.join(listed)}.")
    left_out(pieces, entry, result)
