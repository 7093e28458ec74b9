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


def tables_with(turn: Turn, catalogue: Catalogue) -> tuple[GridEntry, ...]:
    """The tables that have several rows of the measure asked for; none where the question says of what it asks."""
    question = turn.question
    if (
        turn.earlier is not None
        or A_THING.search(question.text)
        or question.has(*_TOLD_IN_WORDS)
        or question.order is not None
        or question.thresholds
    ):
        return ()
    times = [(p.start, p.end) for p in question.periods] + [(start, end) for _, start, end in question.relatives]
    words = {
        t.stem
        for t in question.tokens
        if not t.is_stop and not any(t.start < end and start < t.end for start, end in times)
    }
    if not words or not words <= _MEASURES:
        return ()
    return tuple(entry for entry in catalogue.entries if _has_several(entry, words))


def _has_several(entry: GridEntry, words: set[str]) -> bool:
    """Whether a table has a column of the measure for more than one row."""
    grid = entry.frame
    rows = [row for row in grid.rows if row.kind is not RowKind.SECTION]
    labels = (*(column.path for column in grid.columns), *(row.path[-1:] for row in rows if len(row.path) > 0))
    said = any(words & set(found) for path in labels if len(found := label_stems(" ".join(path))) <= _FEW_WORDS)
    return len(rows) > 1 and said
