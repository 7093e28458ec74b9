"""Surpluses and deficits, held against tables: the sign of a row that is named for both or either."""

from __future__ import annotations

import re

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount
from assistant.checking.cells import cells, column_role
from assistant.checking.checks import TableCheck
from assistant.checking.claim import Claim
from assistant.checking.figures import agrees
from assistant.checking.patterns import BALANCE, TURNED_TO
from assistant.checking.subject import Subject, with_cues
from assistant.checking.times import Times
from assistant.questions.cues import Cue
from assistant.questions.roles import Role as ColumnRole
from assistant.questions.sheet import Sheet
from assistant.readings import Reading
from structured.engine import Result
from structured.observations import ColumnKind
from structured.units import Quantity

_BOTTOM = re.compile(r"\bnet\b|/|\(", re.IGNORECASE)
"""What the label of the line at the bottom of an account has: "Net surplus", "Surplus / (deficit)"."""
_EITHER = re.compile(
    r"\b(?:surplus|profit)\b.*\b(?:deficit|loss)\b|\b(?:deficit|loss)\b.*\b(?:surplus|profit)\b", re.IGNORECASE
)
"""In a column's label: that its sign tells a surplus from a deficit."""


def balance(subject: Subject, times: Times) -> TableCheck | None:
    """A surplus or a loss: the sign of a row that is named for both or either."""
    way = subject.claim.way
    assert way is not None
    question = with_cues(subject.claim.subject, Cue.MONEY)
    found: list[tuple[bool, float, TableCheck]] = []
    for sheet in subject.sheets(question):
        for reading in cells(sheet, ColumnKind.LEVEL):
            row, column = sheet.grid.rows[reading.rows[0]], reading.columns[0]
            of_row = bool(row.path) and BALANCE.search(row.path[-1]) is not None
            of_column = _EITHER.search(" ".join(sheet.grid.columns[column].path)) is not None
            if not row.path or not (of_row or of_column) or column_role(sheet, column) is ColumnRole.PLANNED:
                continue
            result = subject.run(reading.plan)
            value = result.values[0].quantity if result and result.values else None
            if (
                result is None
                or value is None
                or not times.level(sheet, reading)
                or not subject.accepts(sheet, subject.own(sheet, reading))
            ):
                continue
            verdict = Verdict.of(agrees(way, value.value, 1) != subject.claim.negated)
            check = TableCheck(
                verdict=verdict,
                fit=reading.score,
                question=question,
                reading=reading,
                result=result,
            )
            found.append((_BOTTOM.search(row.path[-1]) is not None, reading.score, check))
    found.sort(key=lambda f: (not f[0], -round(f[1], 6)))
    return found[0][2] if found else None


def is_signed_right(claim: Claim, sheet: Sheet, reading: Reading, value: Quantity, amount: Amount) -> bool:
    """Whether a surplus is claimed where there is one, and a loss where there is one."""
    path = sheet.grid.rows[reading.rows[0]].path
    words = list(BALANCE.finditer(claim.text))
    before = [m for m in words if m.end() <= amount.start]
    said = before[-1] if before else words[0] if words else None
    if said is None or not path or not BALANCE.search(path[-1]):
        return True
    return (value.value >= 0) == (said.group().lower() in {"surplus", "profit"})


def is_of_deficits(text: str, sheet: Sheet, reading: Reading, result: Result) -> bool:
    """Whether a claim says how a deficit changed, and all that is held against it are deficits."""
    path = sheet.grid.rows[reading.rows[0]].path
    said = BALANCE.search(text)
    ends = [o.quantity.value for o in result.operands if o.quantity is not None]
    named = said is not None and said.group().lower() in {"deficit", "loss"} and not TURNED_TO.search(text)
    return named and bool(path) and BALANCE.search(path[-1]) is not None and all(v < 0 for v in ends) and len(ends) > 1
