"""Figures that are no share of what is asked for."""

from __future__ import annotations

import re

from assistant.questions.cues import Cue
from assistant.questions.outline import is_of_all
from assistant.questions.suiting.offer import MOVES, SINGLE, Offer, Rule
from assistant.questions.words import label_stems, stem
from assistant.readings.pairs import is_bare_time
from structured.observations import GridColumn
from structured.periods import find_periods
from structured.plan import Operation
from structured.units import UnitKind

_SHARE_OF = re.compile(
    r"\b(?:what|which) (?:per ?cent(?:age)?|%|share|proportion|fraction) of\b"
    r"|^(?:the )?(?:share|proportion|fraction) of\b",
    re.IGNORECASE,
)
_BY_SO_MUCH = re.compile(r"\bby (?:what|which) (?:per ?cent(?:age)?|%)", re.IGNORECASE)
_OF_SHARES = frozenset(
    stem(w)
    for w in (
        "share",
        "percentage",
        "proportion",
        "rate",
        "total",
        "all",
        "cent",
        "per",
        "whole",
        "full",
        "year",
        "annual",
    )
)
_OF_EVERYTHING = re.compile(r"\b(?:of|out of) (?:everything|all (?:that|the)|the total|the whole)\b", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bper ?cent", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")


def _gap_for_a_part(offer: Offer) -> bool:
    """How far a figure is from a whole is not what part of it that is."""
    if offer.operation not in MOVES or not _asks_for_a_share(offer):
        return False
    return not offer.asks_for_movement and not offer.question.has(Cue.OVER, Cue.UNDER)


def _share_of_something_else(offer: Offer) -> bool:
    """A column of percentages says another share than the question: "% in time" is no share of the whole."""
    column = offer.column
    return (
        offer.operation in SINGLE
        and column is not None
        and _asks_for_a_share(offer)
        and not _is_share_of_it(offer, column)
    )


def _asks_for_a_share(offer: Offer) -> bool:
    return bool(_SHARE_OF.search(offer.text)) and not _BY_SO_MUCH.search(offer.text)


def _is_share_of_it(offer: Offer, column: GridColumn) -> bool:
    heading = next((label for label in reversed(column.path) if not is_bare_time((label,))), "")
    in_percent = column.unit is not None and column.unit.kind is UnitKind.PERCENT
    if not in_percent and not _PERCENT.search(heading):
        return True
    told = _BRACKETS.sub(" ", heading)
    for mention in reversed(find_periods(told)):
        told = told[: mention.start] + told[mention.end :]
    words = set(label_stems(told)) - _OF_SHARES
    asked = {t.stem for t in offer.question.tokens}
    if any(word.isdigit() and word not in asked for word in words):
        return False  # "under 18 weeks"
    before, *after = _PERCENT.split(told)
    own = (set(label_stems(" ".join(after))) - _OF_SHARES) or words
    if not words or own & asked:
        return True
    reading, linked = offer.reading, offer.linked
    met = [m for i in reading.entry.columns[reading.columns[0]] if (m := linked.matches.get(i))]
    covered = {linked.needs[n].token.stem for m in met for n in m.covers}
    return len(column.path) == 1 and bool(covered - (set(label_stems(before)) if after else set()))


def _of_a_part_for_all(offer: Offer) -> bool:
    """Of "everything", no row is the whole that is one among others, where the table has a total of what is named."""
    reading = offer.reading
    if offer.operation is not Operation.SHARE or len(reading.rows) != 2 or not _OF_EVERYTHING.search(offer.text):
        return False
    rows = reading.entry.frame.rows
    asked = {v for n in offer.linked.required() for v in n.variants}
    totals = (row for row in rows if is_of_all(row) and row.path)
    return not is_of_all(rows[reading.rows[-1]]) and any(asked & set(label_stems(row.path[-1])) for row in totals)


RULES: tuple[Rule, ...] = (_of_a_part_for_all, _gap_for_a_part, _share_of_something_else)
