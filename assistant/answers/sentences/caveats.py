"""Caveats: what the report says of the figures, and what has none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.labels import column_name, row_name
from assistant.answers.sentences.pieces import Pieces
from assistant.questions.catalogue import GridEntry
from assistant.readings import Reading
from corpus.sentences import plain
from structured.engine import Result
from structured.observations import Observation
from structured.plan import Operation

_GROUPED = "The printed table centres its group labels; which rows belong to which group was worked out, not read."
_IS_FINAL = re.compile(
    r"\b(?:provisional|final(?:ised)?|confirmed|audited|unaudited|estimated?|revised|draft|complete|definite|firm)\b",
    re.IGNORECASE,
)
"""Whether a figure still stands to be changed, as asked and as told."""
MOST_REMARKS = 4
"""How many of a table's notes are told with an answer; the others are counted."""
_OVER_ROWS = frozenset({Operation.SUM, Operation.MEAN, Operation.RANK, Operation.FILTER, Operation.COUNT})


def caveats(pieces: Pieces, entry: GridEntry, result: Result) -> None:
    """Warn of what the report says of the figures, and of where its tables do not agree."""
    remarks(pieces, entry, result.operands)
    for cell in result.operands:
        grouped = "row group" in " ".join(cell.inferred) and result.plan.operation in _OVER_ROWS
        if grouped and _GROUPED not in pieces.wording.warnings:
            pieces.wording.warnings.append(_GROUPED)
    for finding in entry.frame.findings:
        if finding.kind.value == "contradicted" and any(o.id in finding.observations for o in result.operands):
            pieces.wording.warnings.append(f"The table's own figures do not agree here: {finding.explanation}")


def remarks(pieces: Pieces, entry: GridEntry, cells: Sequence[Observation]) -> None:
    """What the report says of these figures by the marks that they or their labels carry, each with its place."""
    w = pieces.wording
    told = [remark for remark in entry.frame.remarks if any(remark.holds_for(c.row, c.column) for c in cells)]
    for remark in told[:MOST_REMARKS]:
        if remark.locator is None:
            w.warnings.append(f"The report marks this [{remark.mark}], {remark.text}.")
            continue
        n = w.citations.quote(remark.locator)
        said = f"The report says of this ({remark.mark}): “{remark.text.rstrip('.')}” [{n}]."
        w.warnings.append(said)
        if _IS_FINAL.search(pieces.question.text) and (status := _IS_FINAL.search(remark.text)):
            w.parts.append(f"The report calls this {status[0].lower()} [{n}].")
    if len(told) > MOST_REMARKS:
        w.warnings.append(f"{len(told) - MOST_REMARKS} more notes of the table hold for figures of this answer.")


def left_out(
    pieces: Pieces, entry: GridEntry, result: Result, unsure: Sequence[Observation] = (), might: str = ""
) -> None:
    """The caveat that names what has no figure, and what those that it is ``unsure`` of ``might`` be."""
    left = result.left_out
    if not left:
        return
    over_time = len({c.row for c in (*left, *result.operands)}) == 1
    names = [
        column_name(cell.column_path) if over_time else row_name(entry.grid, cell.row_path)
        for cell in left[:MOST_REMARKS]
    ]
    shown = [f"{name} ({plain(cell.printed) or 'blank'})" for name, cell in zip(names, left, strict=False)]
    more = f" and {len(left) - len(shown)} more" if len(left) > len(shown) else ""
    which = "it" if len(left) == 1 else "any of them" if len(unsure) == len(left) else "some of them"
    told = f"; {which} may be {might}" if unsure else ""
    pieces.wording.warnings.append(f"Left out, since no figure is printed: {', '.join(shown)}{more}{told}.")


def undated(pieces: Pieces, reading: Reading) -> None:
    """A caveat where the question names a time and the table none: it was taken at the user's word."""
    if not pieces.question.periods or reading.entry.period is not None:
        return
    grid = reading.entry.grid
    named = [
        *(r.period for r in grid.rows),
        *(c.period for c in grid.columns),
        *(o.period for o in grid.observations),
    ]
    if not any(named):
        pieces.wording.warnings.append("The table does not say which time its figures are of.")
