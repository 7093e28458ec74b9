"""What a reading measures: the thing that the question names, or something else that is counted of it.

"Did sales fall?" is about sales; a table of refunds has a row of that name too, in a column headed "Refunds".
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.questions.needs import Linked
from assistant.questions.sides import FIRM, SOLID
from assistant.readings.reading import Reading
from structured.plan import Operation

OF_ANOTHER = 0.15
"""What speaks against a reading of something else, where another table prints the thing itself."""
_TOLD = 0.25
"""The weight from which on a word has to be explained as well by the other table."""
_NAMED = 0.4
_OF_MANY = frozenset({Operation.RANK, Operation.FILTER, Operation.COUNT})

PlainReadings = frozenset[tuple[frozenset[int], int]]
"""Of each reading of the thing itself: the words that it explains, and its table."""


def plain_readings(readings: Iterable[Reading], linked: Linked) -> PlainReadings:
    """The readings of the thing itself, by what they explain."""
    return frozenset(
        (_explained(r, linked, SOLID), r.entry.index)
        for r in readings
        if (r.row_recall >= _NAMED or r.plan.operation in _OF_MANY) and not r.out_of_time and not r.of_another
    )


def is_told_elsewhere(reading: Reading, plain: PlainReadings, linked: Linked) -> bool:
    """Whether a reading is of something else, and another table has the thing itself for as much of the question."""
    own = _explained(reading, linked)
    return reading.of_another and any(words >= own and entry != reading.entry.index for words, entry in plain)


def _explained(reading: Reading, linked: Linked, least: float = FIRM) -> frozenset[int]:
    return frozenset(i for i, s in reading.covers.items() if s >= least and linked.needs[i].weight >= _TOLD)
