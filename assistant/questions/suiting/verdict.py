"""Whether an offer can answer its question: no rule speaks against it."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.questions.expected import Kind, expected, table_suits
from assistant.questions.suiting import counts, kinds, movements, plans, shares, times
from assistant.questions.suiting.offer import MOVES, OF_MANY, SINGLE, Offer
from structured.engine import Result
from structured.observations import Grid
from structured.plan import Operation
from structured.units import UnitKind

_OF_MONEY = SINGLE | MOVES | {Operation.SUM}
_RULES = (*kinds.RULES, *counts.RULES, *times.RULES, *movements.RULES, *plans.RULES, *shares.RULES)
_RULES_FOR_ONE = (*kinds.RULES_FOR_ONE, *counts.RULES_FOR_ONE, *times.RULES_FOR_ONE, *movements.RULES_FOR_ONE)


def holds_what_is_asked(offer: Offer, frames: Iterable[Grid]) -> bool:
    """Whether an offer is the kind of thing that is asked for, or says that there is no such figure to be had.

    ``frames`` are the tables of its report.
    """
    return is_withheld(offer.result) or _suits(offer, frames)


def is_withheld(result: Result) -> bool:
    """Whether the report withholds what was asked for: the cell itself, or one that the calculation needs."""
    if result.values:
        return all(value.quantity is None and value.sources[0].is_withheld for value in result.values)
    return bool(result.left_out) and result.plan.operation not in OF_MANY


def _suits(offer: Offer, frames: Iterable[Grid]) -> bool:
    single = offer.operation in SINGLE
    if any(rule(offer) for rule in _RULES) or (single and any(rule(offer) for rule in _RULES_FOR_ONE)):
        return False
    if expected(offer.text).kind is Kind.MONEY and offer.operation in _OF_MONEY:
        others = not offer.units & {UnitKind.MONEY, UnitKind.PERCENT}
        if others and any(c.unit is not None and c.unit.kind is UnitKind.MONEY for f in frames for c in f.columns):
            return False  # in a report that says where its figures are money, the others are not
    return table_suits(offer.text, offer.operation, [v.quantity for v in offer.result.values])
