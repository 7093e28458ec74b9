"""What a question asks for without saying of what: "What was the target?", where many rows have one."""

from __future__ import annotations

from assistant.questions.catalogue import Catalogue, GridEntry
from assistant.questions.conversation import Turn
from assistant.questions.cues import Cue
from assistant.questions.expected import A_THING
from assistant.questions.words import label_stems, stem
from structured.observations import RowKind

_MEASURES = frozenset(
    stem(word)
    for word in """
    target budget variance total sum overspend underspend overspent underspent rate figure number cost price spend spent
    spending expenditure income outturn forecast actual score result average mean gap difference share percentage
    proportion change increase decrease rise fall performance level amount value baseline goal plan standard
    """.split()  # noqa: SIM905 - readable as text
)
"""What a column of any report may be headed by: a question of these words alone names no row."""
_FEW_WORDS = 4
"""A label of more words says what it is of, and the measure by the way."""
_TOLD_IN_WORDS = (Cue.WHY, Cue.METHOD, Cue.WHO, Cue.WHERE, Cue.BRIEF)


RowsOf = tuple[GridEntry, tuple[int, ...]]
"""A table with some of its body rows, by position."""


def tables_with(turn: Turn, catalogue: Catalogue) -> tuple[RowsOf, ...]:
    """The tables that have the measure asked for of several rows, with these; none where the question says of what.

    A table where only a row is called by the measure ("Target" under the quarters) counts where no column is.
    """
    question = turn.question
    if (
        turn.earlier is not None
        or A_THING.search(question.text)
        or question.has(*_TOLD_IN_WORDS)
        or question.order is not None
        or question.thresholds
    ):
        return ()
    times = question.times_said
    words = {
        t.stem
        for t in question.tokens
        if not t.is_stop and not any(t.start < end and start < t.end for start, end in times)
    }
    if not words or not words <= _MEASURES:
        return ()
    for rows_of in (_rows_under, _rows_beside):
        found = tuple((entry, rows) for entry in catalogue.entries if len(rows := rows_of(entry, words)) > 1)
        if found:
            return found
    return ()


def _rows_under(entry: GridEntry, words: set[str]) -> tuple[int, ...]:
    """The rows that have a figure, or one that is withheld, in a column of the measure."""
    grid = entry.frame
    columns = [i for i, column in enumerate(grid.columns) if _is_called(column.path, words)]

    def has(row: int) -> bool:
        cells = (entry.cell(row, column) for column in columns)
        return any(c is not None and (c.quantity is not None or c.is_withheld) for c in cells)

    return tuple(row for row in range(len(grid.rows)) if has(row))


def _rows_beside(entry: GridEntry, words: set[str]) -> tuple[int, ...]:
    """The rows of a table of which one is called by the measure."""
    rows = [(i, row) for i, row in enumerate(entry.frame.rows) if row.kind is not RowKind.SECTION]
    is_said = any(_is_called(row.path[-1:], words) for _, row in rows)
    return tuple(i for i, _ in rows) if is_said else ()


def _is_called(path: tuple[str, ...], words: set[str]) -> bool:
    """Whether a label of few words names the measure."""
    found = label_stems(" ".join(path))
    return len(found) <= _FEW_WORDS and bool(words & set(found))
