"""Whether a figure from a table is of the kind that a question asks for, however well its labels fit the words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.questions.cues import ALTERNATIVE, PER_HEAD, RATED, Cue
from assistant.questions.expected import Kind, expected, table_suits
from assistant.questions.question import Question
from assistant.readings import Reading
from assistant.readings.pairs import moves
from structured.engine import Result
from structured.observations import ColumnKind, Grid
from structured.plan import Operation
from structured.units import UnitKind

SINGLE = frozenset({Operation.LOOKUP, Operation.LEVEL})
"""What gives one figure."""
OF_MANY = frozenset({Operation.RANK, Operation.FILTER, Operation.COUNT})
"""What leaves out those of the things it is about that have no figure, and says so."""
_MOVES = frozenset({Operation.DIFFERENCE, Operation.PERCENT_CHANGE})
_AVERAGED = re.compile(r"\b(?:mean|average|median|typical|per|rate|score)\b", re.IGNORECASE)
_STANDING = frozenset({ColumnKind.LEVEL, ColumnKind.GAP})
"""The columns of how much there is, or how far from a base, and not of how it changed."""
_ONE_OR_OTHER = re.compile(
    r"\b(?:more|fewer|less|higher|lower|bigger|smaller)\b[^?,;]*? or "
    r"(?!not\b|more\b|less\b|fewer\b|higher\b|lower\b|above\b|below\b|no\b)",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(
    r"\bhow (?:much|many)\b (?:\w+ ){0,2}?(?:more|less|fewer|higher|lower|bigger|smaller|greater)\b[^?]*\bthan\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:slip\w*|delay\w*|chang\w*|growth|ris\w+|rose|fall\w*|fell|los[st]\w*|gain\w*|movement|lower|higher|cut|saved?)\b",
    re.IGNORECASE,
)
"""What heads a column of how far things moved, though it is no change of another column."""
_WHICH_ONES = re.compile(
    r"^(?:and |so )?which (?:of the )?(?:[\w-]+ ){0,2}?\w+s "
    r"(?:did|do|are|were|have|had|has|missed|met|got|went|\w+ed)\b",
    re.IGNORECASE,
)


def suits(question: Question, reading: Reading, result: Result, frames: Iterable[Grid]) -> bool:
    """Whether what a reading gave can answer the question; ``frames`` are the tables that it was found among."""
    plan, text = result.plan, question.text
    column = reading.entry.frame.columns[reading.columns[0]] if reading.columns else None
    kind = column.kind if column is not None else None
    label = " ".join(column.path) if column is not None else ""
    if ALTERNATIVE.search(text):
        return False  # a figure alone does not settle which of two accounts of it is true
    if PER_HEAD.search(text) and plan.operation in OF_MANY | SINGLE and not _is_rate(reading):
        return False
    if question.has(Cue.MEAN) and plan.operation in _MOVES and not _AVERAGED.search(_labels(reading)):
        return False  # how a total moved is not how the average did
    of_levels = plan.operation is Operation.RANK and not plan.baseline and kind in _STANDING
    if of_levels and question.has(Cue.RISE, Cue.FALL) and moves(question) and not _MOVED.search(label):
        return False  # what is highest is not what rose most
    if plan.operation in SINGLE:
        if _ONE_OR_OTHER.search(text) or _WHICH_ONES.search(text):
            return False  # one figure does not tell which of two is more, nor which of many did so
        if plan.operation is Operation.LOOKUP and kind is ColumnKind.LEVEL and _ASKS_MORE.search(text):
            return False  # a level does not say by how much one thing was more than another
        if kind in _STANDING and says_whether_it_moved(question):
            return False  # a level alone, or a distance from a base, does not say whether it went up
    quantities = [v.quantity for v in result.values]
    if plan.operation in SINGLE and expected(text).kind is Kind.MONEY:
        kinds = {q.unit.kind for q in quantities if q is not None}
        if not kinds & {UnitKind.MONEY, UnitKind.PERCENT} and _prints_money(reading, frames):
            return False  # in a report that says where its figures are money, the others are not
    return table_suits(text, plan.operation, quantities)


def _labels(reading: Reading) -> str:
    """The labels of a reading's table, columns and rows."""
    frame = reading.entry.frame
    paths = [*(frame.columns[c].path for c in reading.columns), *(frame.rows[r].path for r in reading.rows)]
    return " ".join((frame.title, frame.caption, *(label for path in paths for label in path)))


def _is_rate(reading: Reading) -> bool:
    """Whether a reading's columns, or its one row, say that their figures are held against so many people."""
    frame = reading.entry.frame
    rows = [frame.rows[r].path for r in reading.rows] if len(reading.rows) == 1 else []
    return any(RATED.search(" ".join(path)) for path in (*(frame.columns[c].path for c in reading.columns), *rows))


def _prints_money(reading: Reading, frames: Iterable[Grid]) -> bool:
    """Whether the reading's report has figures of money in some table."""
    own = (frame for frame in frames if frame.document_id == reading.entry.frame.document_id)
    return any(c.unit is not None and c.unit.kind is UnitKind.MONEY for frame in own for c in frame.columns)


def says_whether_it_moved(question: Question) -> bool:
    """Whether a yes or a no is asked for on something having gone up or down."""
    moved = question.has(Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN)
    return question.yes_no and moved and not question.thresholds and question.between is None
