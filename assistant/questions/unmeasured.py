"""What a question names without saying what of it is asked: "How is Northgate doing?", where many tables have it."""

from __future__ import annotations

from assistant.questions.catalogue import Catalogue, GridEntry
from assistant.questions.conversation import Turn
from assistant.questions.outline import is_total_label
from assistant.questions.sides import SOLID, merge
from structured.plan import Operation

_OF_ONE_ROW = frozenset({Operation.LOOKUP, Operation.LEVEL, Operation.SUM})


def tables_meant(turn: Turn, catalogue: Catalogue) -> tuple[GridEntry, ...]:
    """The tables of which each may be meant; none where the question says what is asked, or one table has the row.

    All that it says must be the proper name of one row, but for a word such as "total": a place or a body has many
    figures, while a row that is called by a common noun ("Accidents") is what is counted.
    """
    reading = turn.reading
    question = turn.question
    if reading is None or turn.earlier is not None or len(reading.rows) != 1 or question.periods or question.thresholds:
        return ()
    if reading.plan.operation not in _OF_ONE_ROW:
        return ()
    path = reading.entry.rows[reading.rows[0]]
    said = merge(*(m.covers for label in path if (m := turn.linked.matches.get(label))))
    asked = [n for n in turn.linked.needs if n.required and not is_total_label(n.token.text)]
    if not asked or not catalogue.proper.issuperset(n for need in asked for n in [next(iter(need.variants))]):
        return ()
    if any(said.get(n.index, 0.0) < SOLID for n in asked):
        return ()
    headings = (label for column in reading.columns for label in reading.entry.columns[column])
    told = merge(*(m.covers for label in headings if (m := turn.linked.matches.get(label))))
    if any(n.idiom is not None and told.get(n.index, 0.0) >= SOLID for n in turn.linked.needs):
        return ()  # "how many people live there" says what is asked, if in other words
    own = catalogue.tables[reading.entry.index]
    places = [
        table.index
        for table in catalogue.tables
        if table.document_id == own.document_id and any(row[-1:] == path[-1:] for row in table.rows)
    ]
    return tuple(catalogue.entries[i] for i in places) if len(places) > 1 else ()
