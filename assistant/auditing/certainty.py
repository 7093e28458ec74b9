"""How surely a figure of a sentence is that of a line, and whether it can be the line's figure got wrong."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.auditing.agreement import Agreement, alike, compare, near, one_digit_off, pair, transposed
from assistant.auditing.expectations import Expectation, column_said, kin
from assistant.auditing.links import Link
from assistant.auditing.statements import BODY, LIGHT, OTHERS, Said, Slot, Statement, without_periods
from assistant.auditing.subjects import goes_on
from assistant.checking.amounts import ways
from assistant.questions.roles import Role
from assistant.questions.words import label_stems, tokens

_FAR, _NOT_FAR = Decimal(2), Decimal("1.5")
"""A stated distance more than so many times another is not that one misprinted; of a line of one word, fewer."""
_COUNTED, _SMALL_COUNT = 20, Decimal("1.12")
"""A count of so many things, and how many times another it may be: one of 31 that should be 34 is off by a tenth."""
_CLAUSE = re.compile(r"[,;:().]\s|\s[–-]\s|\b(?:and|but|while|that|which|there)\s", re.IGNORECASE)
_CONTRAST = re.compile(r"\b(?:while|whereas|but|although|though)\b", re.IGNORECASE)
_BESIDE = 30
"""Characters between a figure and a name that surely belong together."""
CLOSE = 60
"""Characters between a figure and the one word that names its line."""
DISTANCES = {Slot.CHANGE, Slot.VARIANCE, Slot.APART}
_PART = {Slot.ACTUAL: Role.ACTUAL, Slot.PLANNED: Role.PLANNED}
"""The part that a column must say it plays if it is called by nothing else."""


def is_misprint(said: Said, e: Expectation, link: Link) -> bool:
    """Whether a figure is the table's but for two digits that changed places, or one digit of a line of a long name."""
    stated, cell = said.amount.quantity, e.cells[0].quantity
    if len(e.cells) > 1 or cell is None or said.slot in DISTANCES:
        return False
    if transposed(stated, cell) or one_digit_off(stated, cell, at_least=4):
        return True
    return link.named and len(link.line.name) > 1 and one_digit_off(stated, cell)


def unexplained(said: Said, link: Link, statement: Statement) -> tuple[str, ...]:
    """The words between a line's name and a figure that the table does not have, and those that set a part apart."""
    line, text = link.line, statement.text
    labels = line.name | line.parents | line.table.topic | line.table.section | LIGHT | BODY
    labels |= {s for c in line.table.columns for s in label_stems(c.label)} | {t.stem for t in tokens(line.label)}
    labels = labels.union(*line.also_called)
    row = line.table.grid.rows[line.row].index
    labels |= {t.stem for o in line.table.grid.observations if o.row == row for t in tokens(o.printed)}
    start, end = said.amount.mention
    span = link.span or (start, end)
    opening = _opening(text, min(span[0], start), is_named=link.named)
    between = text[opening : max(span[1], end)]
    if said.slot not in DISTANCES:
        between = f"{between} {said.near}"
    for _, a, b in sorted(ways(between), key=lambda w: -w[1]):
        between = between[:a] + " " * (b - a) + between[b:]
    figures = {t.stem for s in statement.said for t in tokens(s.amount.printed)}
    called = frozenset(s for c in line.table.columns for s in c.name)
    narrowing = [
        t.text
        for t in tokens(without_periods(between))
        if not t.is_stop and not t.is_number and t.stem not in labels | figures
        if not any(kin(stem, frozenset({t.stem})) for stem in called)
    ]
    return tuple(dict.fromkeys(narrowing)) or tuple(t.text for t in tokens(said.clause) if t.stem in OTHERS - line.name)


def _opening(text: str, at: int, *, is_named: bool) -> int:
    """Where the clause begins that leads to a place: one that only joins on to it ("… and 14%") has no own subject."""
    breaks = [0, *(m.end() for m in _CLAUSE.finditer(text[:at]))]
    return next((start for start in reversed(breaks) if is_named or label_stems(text[start:at])), 0)


def is_sure(said: Said, e: Expectation, link: Link, statement: Statement) -> bool:
    """Whether a line is surely the one that a figure is of."""
    if _set_apart(said, link, statement):
        return False
    if link.anchors:
        return True
    if link.listed:
        return False
    if said.slot in DISTANCES:
        return link.named and (link.about or len(statement.said) == 1 or _beside(said, link, statement))
    return link.named or link.about or is_misprint(said, e, link)


def _beside(said: Said, link: Link, statement: Statement) -> bool:
    """Whether a line's name stands right before or after a figure, with nothing between that ends a clause."""
    if link.span is None:
        return False
    start, end = said.amount.mention
    gap = statement.text[min(end, link.span[1]) : max(start, link.span[0])]
    return len(gap) <= _BESIDE and not _CLAUSE.search(gap) and not any(c.isdigit() for c in gap)


def _set_apart(said: Said, link: Link, statement: Statement) -> bool:
    """Whether everything that tells its line is set apart from a figure: by a semicolon, or in a clause that follows
    it by way of contrast.
    """
    places = [statement.said[i].amount.mention for i in link.anchors] + ([link.span] if link.span else [])
    start, end = said.amount.mention
    gaps = [statement.text[min(end, b) : max(start, a)] for a, b in places]
    after = statement.text[end:]
    return bool(gaps) and all(
        (";" in gap and not goes_on(gap, after)) or (a >= end and _CONTRAST.search(gap))
        for (a, _), gap in zip(places, gaps, strict=True)
    )


def could_be(said: Said, e: Expectation, link: Link) -> bool:
    """Whether a figure could be the table's got wrong, rather than one of something else."""
    a, b = abs(e.stated.value), abs(e.value.value)
    if said.slot not in DISTANCES:
        cell = e.cells[0].quantity
        if link.named and apart(said, link) > CLOSE and not link.anchors and len(link.line.name) < 2:
            return False
        return near(e.stated, e.value, said.amount.quantity) or (
            len(e.cells) == 1
            and cell is not None
            and (
                transposed(said.amount.quantity, cell)
                or (link.named and apart(said, link) <= CLOSE and one_digit_off(said.amount.quantity, cell))
            )
        )
    if e.told and len(link.line.name) > 1:
        return True
    low, high = sorted((a, b))
    printed = e.cells[0].quantity if len(e.cells) == 1 else None
    return (
        bool(link.anchors)
        or (printed is not None and link.named and one_digit_off(said.amount.quantity, printed))
        or (low > 0 and high <= low * (_FAR if len(link.line.name) > 1 else _NOT_FAR))
        or said.slot is Slot.APART
    )


def is_stated(e: Expectation, said: Said, statement: Statement) -> bool:
    """Whether another figure of the sentence is what a single cell prints: then it is that one's."""
    cell = e.cells[0].quantity
    others = [s.amount.quantity for s in statement.said if s is not said and s.exact and s.slot is said.slot]
    return (
        len(e.cells) == 1
        and cell is not None
        and any(alike(q, cell) and compare(*pair(q, cell)) is Agreement.AGREES for q in others)
    )


def is_told(said: Said, e: Expectation, link: Link, statement: Statement) -> bool:
    """Whether a sentence leaves nothing open on which cell a level is, so that it may be further off.

    Another of its figures stands in that line, it says all that the column is called, and nothing besides. A count
    may be off by a little more than other figures, where it says the line's name or what the table is on.
    """
    if len(e.cells) != 1 or said.slot in DISTANCES:
        return False
    line, position = e.line, next(p for p, cell in e.line.cells.items() if cell is e.cells[0])
    column = line.table.columns[position]
    low, high = sorted((abs(e.stated.value), abs(e.value.value)))
    if link.anchors:
        told = column.name <= statement.words if column.name else column.role is _PART.get(said.slot)
        return told and 0 < high <= low * _NOT_FAR and not unexplained(said, link, statement)
    told = bool(column.name) and column_said(column, statement)
    about = link.named or bool((line.table.topic - column.name) & statement.words)
    is_count = e.stated.is_count and e.value.is_count and low >= _COUNTED
    return told and about and is_count and high <= low * _SMALL_COUNT and not unexplained(said, link, statement)


def apart(said: Said, link: Link) -> int:
    """How many characters lie between a figure and its line's name."""
    if link.span is None:
        return 0
    start, end = said.amount.mention
    return max(link.span[0] - end, start - link.span[1], 0)
