"""Dates, held against the text columns of tables."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers.answer import Verdict
from assistant.checking.cells import cells, column_role
from assistant.checking.checks import TableCheck
from assistant.checking.subject import FULLY, SURE, Subject, with_cues
from assistant.questions.cues import Cue
from assistant.questions.roles import Role as ColumnRole
from structured.observations import ColumnKind
from structured.periods import parse_period

_FIRST_PLANNED = re.compile(r"\b(?:original\w*|first|initial\w*|baseline|at first)\b", re.IGNORECASE)


def dated(subject: Subject) -> TableCheck | None:
    """What a date in a text column says of the date that a claim gives."""
    question = replace(with_cues(subject.claim.subject, Cue.WHEN), periods=())
    claimed = subject.claim.periods[-1]
    best: TableCheck | None = None
    for sheet in subject.sheets(question):
        for reading in cells(sheet, ColumnKind.TEXT):
            result = subject.run(reading.plan)
            if result is None or not subject.accepts(sheet, subject.own(sheet, reading)):
                continue
            cell = result.operands[0]
            period = parse_period(cell.printed)
            place = column_role(sheet, reading.columns[0])
            if (
                period is None
                or cell.quantity is not None
                or (place in {ColumnRole.OPENING, ColumnRole.PLANNED} and not _FIRST_PLANNED.search(subject.claim.text))
            ):
                continue
            right = period.same_span(claimed)
            said = subject.said(sheet, reading)
            check = TableCheck(
                verdict=Verdict.of(right),
                fit=reading.score,
                said=said,
                full=said >= FULLY,
                question=question,
                reading=reading,
                result=result,
            )
            if right and said >= 0.3:
                return check
            if best is None and said >= SURE:
                best = check
    return best
