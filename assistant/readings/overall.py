"""What all was over or under its plan, for a question that names nothing that was: "Are we over budget?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.questions.catalogue import Catalogue, GridEntry
from assistant.questions.cues import Cue, Relative
from assistant.questions.outline import is_of_all
from assistant.questions.question import Question
from assistant.questions.roles import Role, role
from assistant.questions.words import stem
from assistant.readings.reading import Reading
from structured.observations import ColumnKind, Observation
from structured.periods import Period
from structured.plan import Operation, Plan
from structured.units import UnitKind

_LITTLE = frozenset(
    stem(word)
    for word in """
    budget plan variance against overall total all altogether whole far come go stick keep stay spend spent spending
    money within compare position stand financially year outturn
    """.split()  # noqa: SIM905 - readable as text
)
"""What such a question may say beside being over or under: it names no part of the spending."""
_AGAINST_BUDGET = re.compile(
    r"\b(?:against|compared (?:to|with)|within|inside|on|to) (?:the |its |their |our |your )?budgets?\b|\bvariances?\b",
    re.IGNORECASE,
)
_OFF_PLAN = re.compile(
    r"\b(?:variance|over ?/ ?\(?under|\(?under\)? ?/ ?over|(?:over|under)[- ]?sp\w+)\b", re.IGNORECASE
)
_PAID_FROM = re.compile(
    r"\b(?:income|funding|financing|grants?|receipts|reserves?|savings?|borrowing)\b", re.IGNORECASE
)
"""Totals of what spending is paid from: what is over there is not overspent."""


def overall(question: Question, catalogue: Catalogue) -> list[Reading]:
    """The total of each table of spending against its plan; none for a question that says of what it asks."""
    if not _names_nothing(question):
        return []
    tables = [
        t.index for t in catalogue.tables if any(_OFF_PLAN.search(_heading(catalogue, path)) for path in t.columns)
    ]
    return [reading for index in tables for reading in _totals(catalogue.entries[index], question.named_periods)]


def _names_nothing(question: Question) -> bool:
    """Whether it asks for what is over or under the plan, and has no word on what."""
    if question.has(Cue.WHY, Cue.WHO, Cue.WHEN, Cue.WHERE, Cue.WHICH, Cue.METHOD, Cue.PERCENT, Cue.COUNT_OF):
        return False
    if (
        question.order is not None
        or question.thresholds
        or not {r for r, _, _ in question.relatives} <= {Relative.LATEST}
    ):
        return False
    if not question.has(Cue.OVER, Cue.UNDER) and not _AGAINST_BUDGET.search(question.text):
        return False
    said = (*question.times_said, *question.spans(Cue.OVER, Cue.UNDER))
    words = [t for t in question.tokens if not t.is_stop and not any(t.start < e and s < t.end for s, e in said)]
    return all(t.stem in _LITTLE or t.text.casefold() == "against" for t in words)


def _heading(catalogue: Catalogue, path: tuple[int, ...]) -> str:
    return " ".join(catalogue.labels[i].text for i in path)


def _totals(entry: GridEntry, asked: tuple[Period, ...]) -> Iterator[Reading]:
    """The last total of what is spent under each heading of what is over or under, of the time asked or the latest."""
    grid = entry.frame
    if any(role(" ".join(c.path)) in {Role.OPENING, Role.CLOSING} for c in grid.columns if c.kind is ColumnKind.LEVEL):
        return  # a balance is kept, not spent
    columns = [i for i, c in enumerate(grid.columns) if _OFF_PLAN.search(" ".join(c.path))]
    times = {i: period for i in columns if (period := grid.columns[i].period or entry.period) is not None}
    if asked:
        columns = [i for i in columns if i in times and any(times[i].same_span(period) for period in asked)]
    else:
        latest = max(times.values(), default=None)
        columns = [i for i in columns if i not in times or times[i] == latest]
    for column in columns:
        totals = [r for r, row in enumerate(grid.rows) if is_of_all(row) and _is_money(entry.cell(r, column))]
        spent = [r for r in totals if not _PAID_FROM.search(grid.rows[r].path[-1])]
        if spent:
            yield Reading(
                plan=Plan(operation=Operation.LOOKUP, operands=(entry.ref(spent[-1], column),)),
                entry=entry,
                covers={},
                unexplained=(),
                score=0.0,
                rows=(spent[-1],),
                columns=(column,),
            )


def _is_money(cell: Observation | None) -> bool:
    return cell is not None and cell.quantity is not None and cell.quantity.unit.kind is UnitKind.MONEY
