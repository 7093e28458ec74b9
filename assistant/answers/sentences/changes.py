"""The sentence for how far something moved, printed or computed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.answers.amounts import amount, moved, negative, points
from assistant.answers.labels import clean_label, column_name
from assistant.answers.sentences.pieces import Pieces
from assistant.answers.sentences.variances import budget_words
from assistant.answers.signs import Below, below_zero
from assistant.questions.catalogue import GridEntry
from assistant.questions.cues import ALTERNATIVE, Cue
from assistant.questions.roles import Role, role
from assistant.readings import Reading
from assistant.readings.pairs import holds_all_year
from structured.engine import Result
from structured.observations import ColumnKind, Observation
from structured.periods import find_periods
from structured.units import Quantity, UnitKind, format_quantity

_CHANGE_LABEL = re.compile(
    r"^(?:(?:%|per ?cent(?:age)?(?: points?)?|pp|numerical|absolute|actual)\s+)?"
    r"(?:change|difference|variance|movement|increase|decrease|growth)\s*(?:\([^)]*\)\s*)?"
    r"(?=from\b|on\b|since\b|against\b|vs\b|over\b|compared\b)",
    re.IGNORECASE,
)
_APART = re.compile(r"\bvariances?\b", re.IGNORECASE)
_TO_EITHER_SIDE = re.compile(
    r"\b(?:over|above) ?(?:/|or|and) ?\(?(?:under|below)\b|\((?:under|below)\) ?(?:/|or|and) ?(?:over|above)\b",
    re.IGNORECASE,
)
"""What is headed "Over or (under) establishment": below zero is under it."""
_BALANCE = re.compile(r"\b(?:surplus|deficit|loss|profit)\b", re.IGNORECASE)
"""A row whose figures below zero are a loss, and no costs or income printed so."""


def write_change(pieces: Pieces, entry: GridEntry, reading: Reading, result: Result) -> None:
    """Say how far a figure lies from an earlier one, or from the one that it is held against."""
    w = pieces.wording
    old, new = result.operands
    value = result.values[0]
    assert value.quantity is not None and old.quantity is not None and new.quantity is not None
    name = pieces.name(entry, new)
    m, n = pieces.cite(entry, new), pieces.cite(entry, old)
    marks = f"[{m}]" if m == n else f"[{m}][{n}]"
    across = len(reading.rows) > 1 and all(entry.frame.rows[r].period is None for r in reading.rows)
    below = old.quantity.value < 0 and new.quantity.value <= 0 and not _BALANCE.search(name)
    kind = below_zero(entry.grid) if below else None
    twin = None if across or len(reading.rows) > 1 else _printed_twin(entry, old, new, value.quantity)
    if twin is not None and twin.quantity is not None:  # what the report makes of figures that it has not rounded
        value = replace(value, quantity=replace(twin.quantity, unit=value.quantity.unit))
    assert value.quantity is not None
    size = points(value.quantity)
    if not across and not reading.of_another:  # that refunds of lanterns rose does not say whether lanterns did
        _yes_no(pieces, value.quantity if not below else negative(value.quantity), entry, new)
    if len(reading.rows) > 1 and not across:  # two periods down the side
        column = pieces.column(new)
        first, last = pieces.name(entry, old), name
        w.parts.append(
            f"{column} {moved(value.quantity)}, from {amount(old)} in {first} to {amount(new)} in {last} {marks}."
        )
    elif across:
        word = "higher" if value.quantity.value > 0 else "lower" if value.quantity.value < 0 else "different"
        more = "more" if value.quantity.value > 0 else "less"
        other = pieces.name(entry, old)
        w.parts.append(
            f"{name} is {size} {word} ({size} {more}) than {other}: "
            f"{amount(new)} against {amount(old)} ({pieces.column(new)}) {marks}."
        )
    else:
        a, b = pieces.column(old), pieces.column(new)
        if below:
            way = "less" if abs(new.quantity.value) < abs(old.quantity.value) else "more"
            done = {Below.INCOME: " received", Below.COST: " spent"}.get(kind or Below.EITHER, "")
            planned = role(" ".join(old.column_path)) is Role.PLANNED and role(" ".join(new.column_path)) is Role.ACTUAL
            if kind is Below.COST and planned and pieces.question.has(Cue.OVER, Cue.UNDER):
                way, done = ("under budget" if way == "less" else "over budget"), ""
            told = f"{size} {way}{done}" if value.quantity.value else "level"
            w.parts.append(f"{name}: {told}, {amount(new)} ({b}) against {amount(old)} ({a}) {marks}.")
        elif _timed(entry, reading):
            group = new.column_path[:-1]
            if reading.of_another and group and group == old.column_path[:-1]:
                name = f"{name}, {w.label(column_name(group))},"
            w.parts.append(f"{name} {moved(value.quantity)}, from {amount(old)} ({a}) to {amount(new)} ({b}) {marks}.")
        else:
            side = "above" if value.quantity.value > 0 else "below" if value.quantity.value < 0 else "level with"
            over = " (over)" if side == "above" else " (under)" if side == "below" else ""
            w.parts.append(f"{name}: {b} is {size} {side}{over} {a}: {amount(new)} against {amount(old)} {marks}.")
    if twin is None:
        pieces.derive(value)
    else:
        pieces.note(twin, pieces.cite(entry, twin), value.quantity)
    pieces.note(old, n)
    pieces.note(new, m)


def write_printed_change(pieces: Pieces, entry: GridEntry, cell: Observation, name: str, n: int, *, lead: bool) -> None:
    """Say a change that the report prints; ``lead`` says that a yes or a no may come before it."""
    w = pieces.wording
    assert cell.quantity is not None
    column = column_name(cell.column_path)
    text = _CHANGE_LABEL.sub("", clean_label(cell.column_path[-1] if cell.column_path else ""), count=1).strip()
    if lead:
        _yes_no(pieces, cell.quantity, entry, cell)
    if cell.quantity.unit.kind is UnitKind.MONEY:
        printed = w.label(cell.printed)
        w.parts.append(f"{name}: {budget_words(entry, cell)} ({w.label(column)}, printed {printed}) [{n}].")
    elif _CHANGE_LABEL.match(clean_label(cell.column_path[-1] if cell.column_path else "")):
        w.parts.append(f"{name} {moved(cell.quantity)} {w.label(text)}{_level_beside(pieces, entry, cell)} [{n}].")
    elif _TO_EITHER_SIDE.search(column):
        side = "over" if cell.quantity.value > 0 else "under" if cell.quantity.value < 0 else "neither over nor under"
        size = f"{points(cell.quantity)} {side}" if cell.quantity.value else side
        w.parts.append(f"{name}: {size} ({w.label(column)}) [{n}].")
    elif _APART.search(column):  # nothing moved: two figures of one time lie apart
        w.parts.append(f"{name}: {format_quantity(cell.quantity)} ({w.label(column)}) [{n}].")
    else:
        w.parts.append(f"{name} {moved(cell.quantity)} ({w.label(column)}) [{n}].")
    pieces.note(cell, n)


def _yes_no(pieces: Pieces, quantity: Quantity, entry: GridEntry, cell: Observation) -> None:
    """The yes or the no that a change gives, where the question asks for one."""
    q = pieces.question
    if not q.yes_no or quantity.value == 0 or ALTERNATIVE.search(q.text):
        return
    way = (
        pieces.glossary.polarity(
            " ".join((*cell.column_path, *cell.row_path, entry.frame.title, *entry.frame.section[-1:]))
        )
        or 1
    )
    wanted: bool | None = None
    if q.has(Cue.IMPROVE):
        wanted = quantity.value * way > 0
    elif q.has(Cue.WORSEN):
        wanted = quantity.value * way < 0
    elif q.has(Cue.FALL) and not q.has(Cue.RISE):
        wanted = quantity.value < 0
    elif q.has(Cue.RISE) and not q.has(Cue.FALL):
        wanted = quantity.value > 0
    if wanted is not None:
        pieces.wording.parts.append("Yes:" if wanted else "No:")


def _level_beside(pieces: Pieces, entry: GridEntry, cell: Observation) -> str:
    """The level in a change's row, ready to follow it (", to 7,267 in Q4"), when the table has just one."""
    levels = [
        o
        for i, c in enumerate(entry.frame.columns)
        if c.kind is ColumnKind.LEVEL
        and (o := entry.cell(entry.row_index[cell.row], i)) is not None
        and o.quantity is not None
    ]
    if len(levels) != 1 or levels[0].quantity is None:
        return ""
    n = pieces.cite(entry, levels[0])
    pieces.note(levels[0], n)
    return f", to {amount(levels[0])} in {pieces.column(levels[0])}"


def _printed_twin(entry: GridEntry, old: Observation, new: Observation, computed: Quantity) -> Observation | None:
    """The change that the table itself prints for two of its columns, where it is another in its last digit only.

    Figures that are printed rounded give a change that is a step off now and then. None where the table prints none,
    or the same.
    """
    row = entry.row_index[new.row]
    found = []
    for index, column in enumerate(entry.frame.columns):
        cell = entry.cell(row, index)
        if column.kind is not ColumnKind.CHANGE or cell is None or cell.quantity is None:
            continue
        alike = cell.quantity.unit.kind is computed.unit.kind and cell.quantity.unit == computed.unit
        if not alike or cell.quantity.decimals != computed.decimals:
            continue
        step = Decimal(1).scaleb(-computed.decimals)
        bases = [m.period for m in find_periods(" ".join(column.path)) if m.period is not None]
        of_old = old.period is not None and any(p.same_span(old.period) for p in bases)
        if of_old and 0 < abs(cell.quantity.value - computed.value) <= step:
            found.append(cell)
    return found[0] if len(found) == 1 else None


def _timed(entry: GridEntry, reading: Reading) -> bool:
    """Whether the two columns are two times, not two kinds of figure such as budget and outturn."""
    a, b = (entry.frame.columns[c] for c in reading.columns[:2])
    if a.period is None or b.period is None or a.period.same_span(b.period):
        return False
    # Nothing moves from a year's target to a quarter's figure.
    return not holds_all_year(a, b, (role(" ".join(a.path)), role(" ".join(b.path))))
