"""The sentence that holds two figures against each other."""

from __future__ import annotations

from assistant.answers.amounts import amount, points
from assistant.answers.sentences.pieces import Pieces
from assistant.questions.cues import Order
from assistant.readings import Reading
from structured import operations
from structured.engine import Result
from structured.units import Quantity, UnitKind, compatible


def write_comparison(pieces: Pieces, reading: Reading, result: Result) -> None:
    """Say which of two is higher, or better, and how far they are apart."""
    w = pieces.wording
    entries = [reading.entry, reading.other] if reading.other else [reading.entry, reading.entry]
    if reading.other and result.operands[0].table != reading.entry.frame.number:
        entries.reverse()
    listed, names = [], []
    for cell, entry in zip(result.operands, entries, strict=True):
        assert entry is not None
        n = pieces.cite(entry, cell)
        if reading.other:
            name = pieces.where(entry)
        elif len(reading.columns) > 1:
            name = pieces.column(cell)
        else:
            name = pieces.name(entry, cell)
        names.append(name)
        listed.append(f"{name} {amount(cell)} [{n}]")
        pieces.note(cell, n)
    a, b = (c.quantity for c in result.operands)
    assert a is not None and b is not None
    column = (
        pieces.column(result.operands[0])
        if len(reading.columns) == 1
        else pieces.name(reading.entry, result.operands[0])
    )
    if a.value == b.value:
        lead = f"{names[0]} and {names[1]} are the same ({column})"
    else:
        # Money that is printed below zero is compared by its size; minus 4 points are fewer than minus 2.
        by_size = a.unit.kind is UnitKind.MONEY and a.value < 0 and b.value < 0
        first, second = (0, 1) if (a.value > b.value) != by_size else (1, 0)
        text = " ".join((*result.operands[0].column_path, reading.entry.frame.title, *reading.entry.frame.section[-1:]))
        lead = f"{names[first]} is higher than {names[second]} ({column})"
        if pieces.question.order in {Order.BEST, Order.WORST}:
            better = first if (pieces.glossary.polarity(text) or 1) > 0 else second
            chosen = better if pieces.question.order is Order.BEST else 1 - better
            lead = f"{names[chosen]} did {'better' if pieces.question.order is Order.BEST else 'worse'} ({column})"
    row = f", {pieces.name(reading.entry, result.operands[0])}" if reading.other else ""
    apart = _distance(pieces, a, b)
    w.parts.append(f"{lead}{row}: {' against '.join(listed)}{apart}.")


def _distance(pieces: Pieces, a: Quantity, b: Quantity) -> str:
    """How far two figures are apart, in words; nothing where their units do not meet or they are the same."""
    if not compatible(a.unit, b.unit) or a.value == b.value:
        return ""
    size = operations.distance(a, b)
    pieces.wording.figure(size, "computed", None, derived=True)
    return f", {points(size)} apart"
