"""Carrying over: what was read for one row, read for another that a follow-up names ("and in Northgate?")."""

from __future__ import annotations

from dataclasses import replace

from assistant.questions.matches import Match
from assistant.questions.needs import Linked
from assistant.questions.sides import FIRM
from assistant.readings import Reading
from structured.observations import RowKind
from structured.plan import CellRef, Operation
from structured.units import UnitKind

_OF_ONE_ROW = frozenset(
    {Operation.LOOKUP, Operation.DIFFERENCE, Operation.PERCENT_CHANGE, Operation.SHARE, Operation.TREND}
)
"""What is calculated for one row, be it against another."""
_LEAST_SAID = 0.5
"""How much of a row's label must be said."""


def _kind(reading: Reading, ref: CellRef) -> UnitKind | None:
    """What a cell counts in; None for one that has no figure or is not there."""
    cell = reading.entry.cells.get((ref.row, ref.column))
    return cell.quantity.unit.kind if cell is not None and cell.quantity is not None else None


def carried_over(reading: Reading, linked: Linked) -> Reading | None:
    """The reading for the one other row that the follow-up's own words name, and nothing else; None where none is.

    Only where that row's label explains all of them, and the row has all the cells, counted in the same.
    """
    own = [n.index for n in linked.needs if n.required and not n.inherited]
    if reading.plan.operation not in _OF_ONE_ROW or reading.other is not None or not own:
        return None
    entry = reading.entry
    weight = {n.index: n.weight for n in linked.needs}
    named: dict[int, tuple[float, Match]] = {}
    for row, labels in enumerate(entry.rows):
        match = linked.matches.get(labels[-1]) if labels else None
        if match is None or entry.frame.rows[row].kind is RowKind.SECTION or row in reading.rows:
            continue
        if match.recall >= _LEAST_SAID and all(match.covers.get(i, 0.0) >= FIRM for i in own):
            said = sum(weight[i] * strength for i, strength in match.covers.items())  # what is inherited too
            named[row] = (round(said, 6), match)
    best = max((said for said, _ in named.values()), default=0.0)
    rows = [row for row, (said, _) in named.items() if said == best]
    if len(rows) != 1:
        return None
    match = named[rows[0]][1]
    here, there = entry.frame.rows[reading.rows[0]].index, entry.frame.rows[rows[0]].index

    def moved(refs: tuple[CellRef, ...]) -> tuple[CellRef, ...]:
        return tuple(replace(ref, row=there) if ref.row == here else ref for ref in refs)

    plan = replace(reading.plan, operands=moved(reading.plan.operands), baseline=moved(reading.plan.baseline))
    before, after = ([_kind(reading, ref) for ref in (*p.operands, *p.baseline)] for p in (reading.plan, plan))
    if before != after:
        return None  # a group's distance from the whole is not the whole's own level
    return replace(
        reading,
        plan=plan,
        covers=reading.covers | match.covers,
        unexplained=(),
        rows=tuple(rows[0] if row == reading.rows[0] else row for row in reading.rows),
        row_recall=match.recall,
    )
