"""Claims held against the rows of a long table: a claim's figure beside the one that the rows give for its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.answers.answer import Answer, Figure, Route, Verdict
from assistant.long_tables.answering import answer_from_rows, stands
from assistant.questions.cues import Cue
from assistant.questions.glossary import Glossary
from assistant.questions.question import read_question
from structured.errors import UnitMismatch
from structured.long_figures import LongFigures
from structured.units import COUNT, Quantity, QuantityMention, find_quantities, parse_quantity, to_base

_MOVES = (Cue.RISE, Cue.FALL)
_UNTESTED = (Cue.NEGATED, Cue.EXCEPT, Cue.COMPARE, Cue.MISSED, Cue.MET, Cue.GAP)
_VERDICTS = {True: (Verdict.SUPPORTED, "Supported."), False: (Verdict.CONTRADICTED, "Contradicted.")}


def check_from_rows(claim: str, tables: Sequence[LongFigures], glossary: Glossary) -> Answer | None:
    """What the rows say of a claim with one figure; None for another one, and where the rows give no such figure.

    The claim's words without its figure are asked. What is about as much as the rows give is left unjudged.
    """
    question = read_question(claim)
    mentions = find_quantities(claim)
    is_simple = question.order is None and question.between is None and not question.has(*_UNTESTED)
    if len(mentions) != 1 or not is_simple:
        return None
    mention = mentions[0]
    start = min([mention.start, *(t.start for t in question.thresholds)]) if question.thresholds else mention.start
    rest = re.sub(
        r"\s+(?:by|at|to|of)?\s*([.!]?)\s*$", r"\1", f"{claim[:start].rstrip()} {claim[mention.end :].lstrip()}"
    )
    found = answer_from_rows(rest.rstrip(" ."), tables, glossary)
    if found is None or found.route is not Route.CALCULATION:
        return None
    figure = _figure_of(found)
    quantity = parse_quantity(figure.printed) if figure else None
    if quantity is None:
        return None
    is_computed = figure is not None and figure.derived
    if is_computed != question.has(*_MOVES, Cue.SUM, Cue.TOTAL, Cue.MEAN, Cue.SHARE):
        return None  # a level was claimed where the rows give a change, or the other way round
    if question.has(*_MOVES):
        if question.has(Cue.RISE) == question.has(Cue.FALL):
            return None
        if (quantity.value > 0) != question.has(Cue.RISE):
            return _judged(claim, found, is_borne_out=False)
        quantity = replace(quantity, value=abs(quantity.value))
    try:
        verdict = stands(quantity, question.thresholds[0]) if question.thresholds else _agrees(mention, quantity)
    except UnitMismatch:
        return None
    return None if verdict is None else _judged(claim, found, is_borne_out=verdict)


def _figure_of(answer: Answer) -> Figure | None:
    """The one figure that an answer gives: what was worked out, else the one that was read."""
    computed = [figure for figure in answer.figures if figure.label == "computed"]
    read = [figure for figure in answer.figures if not figure.derived]
    return computed[0] if computed else read[0] if len(read) == 1 else None


def _agrees(mention: QuantityMention, found: Quantity) -> bool | None:
    """Whether a claimed figure is the one found, as exactly as it was claimed; None where it cannot be told."""
    claimed = mention.quantity
    if claimed.unit == COUNT and found.unit.kind is not COUNT.kind:
        claimed = replace(claimed, unit=found.unit)  # "took 12" of a column of pounds
    if claimed.unit.kind is not found.unit.kind:
        return None
    exactly = Decimal(1).scaleb(-claimed.decimals) * claimed.unit.scale
    rounded = (to_base(found) / exactly).quantize(Decimal(1), rounding=ROUND_HALF_UP) * exactly
    if rounded == to_base(claimed):
        return True
    return None if mention.approximate else False


def _judged(claim: str, found: Answer, *, is_borne_out: bool) -> Answer:
    verdict, word = _VERDICTS[is_borne_out]
    return replace(found, question=claim, text=f"{word} {found.text}", verdict=verdict)
