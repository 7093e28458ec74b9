"""What a body spent over or under its plan as a whole, in a sentence, against the total of the table beside it.

Such a sentence names no line ("The council overspent by £3.9m"): that nothing else is its subject says what it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.auditing.agreement import Agreement, alike, compare, pair
from assistant.auditing.findings import Finding, FindingKind, Severity, row_place, sentence_place
from assistant.auditing.links import Lines, supported
from assistant.auditing.series import Column, Line
from assistant.auditing.statements import BODY, LIGHT, Said, Slot, Statement, content, without_periods
from assistant.questions.words import label_stems
from corpus.document import Document
from structured.observations import RowKind
from structured.units import Quantity, UnitKind, format_quantity

_SPENT = re.compile(
    r"\b(?:over|under)-?\s?sp(?:en[dt]|ending|ent)\w*|\b(?:over|under) (?:(?:its|the|their|our) )?(?:\w+ )?budget\b",
    re.IGNORECASE,
)
_NET = frozenset(label_stems("net gross"))
_ONE_OF_TWO = Decimal("1.5")
"""A figure that is so many times another, or more, is not that one got wrong."""


def outcome_against_total(statement: Statement, lines: Lines, document: Document) -> Iterator[Finding]:
    """The finding on a sentence of what was spent over or under the plan, where the table's total says otherwise."""
    exact = [said for said in statement.said if said.exact]
    if len(exact) != 1 or statement.intent or not _is_spent(exact[0], statement):
        return
    (said,) = exact
    body = frozenset(label_stems(f"{document.title} {document.publisher}"))
    totals = [found for found in _totals(statement, lines) if _is_of_alone(body, said, statement)]
    totals = totals or [
        (line, column)
        for line, column in _named_totals(statement, lines)
        if _is_of_alone(body | line.name, said, statement)
    ]
    totals = [(line, column) for line, column in totals if "original" not in said.versions - column.versions]
    if len(totals) != 1:
        return
    line, column = totals[0]
    cell, stated = line.cells[column.position], said.amount.quantity
    given = cell.quantity
    if given is None or not alike(stated, given) or supported(said, [line]) or _is_another(stated, lines):
        return
    one, other = pair(stated, given)
    low, high = sorted((abs(one.value), abs(other.value)))
    if compare(one, other) is not Agreement.DIFFERS or not low or high >= low * _ONE_OF_TWO:
        return
    printed = format_quantity(given, signed=True)
    yield Finding(
        kind=FindingKind.TEXT_VS_TABLE,
        severity=Severity.CONTRADICTION,
        a=sentence_place(document, statement.sentence, said.amount.printed),
        b=row_place(document, line.table.grid, cell.row, printed, [cell]),
        explanation=f"The text says {said.amount.printed}, but the table (row “{line.label}”, {column.label}) gives"
        f" {printed}.",
        computed=printed,
        figure=said.amount.printed,
    )


def _is_spent(said: Said, statement: Statement) -> bool:
    """Whether a figure is how much more or less than planned was spent, in the year."""
    money = said.slot is Slot.VARIANCE and said.amount.quantity.unit.kind is UnitKind.MONEY
    return money and _SPENT.search(_around(said, statement)) is not None and not said.relatives and not said.long_ago


def _is_of_alone(names: frozenset[str], said: Said, statement: Statement) -> bool:
    """Whether a sentence says so of nothing but what has these names, or the body itself."""
    spoken = content(_SPENT.sub(" ", without_periods(_around(said, statement))))
    plain = BODY | LIGHT | frozenset(label_stems("against budget revised original approved final"))
    return not set(spoken) - names - plain


def _around(said: Said, statement: Statement) -> str:
    start, end = said.amount.mention
    return f"{statement.text[:start]} {statement.text[end:]}".split(",")[0]


def _totals(statement: Statement, lines: Lines) -> Iterator[tuple[Line, Column]]:
    """The last total of each table beside a sentence that prints distances from plan, with that column."""
    section = statement.sentence.locator.section
    for table in lines.tables:
        if not section or table.grid.section[: len(section)] != section:
            continue
        columns = [column for column in table.columns if column.is_variance]
        last = table.lines[-1]
        if len(columns) == 1 and table.grid.rows[last.row].kind is RowKind.TOTAL and columns[0].position in last.cells:
            yield last, columns[0]


def _named_totals(statement: Statement, lines: Lines) -> Iterator[tuple[Line, Column]]:
    """The totals that a sentence names by all that they are called besides "net" and "total", with that column."""
    for table in lines.tables:
        columns = [column for column in table.columns if column.is_variance]
        for line in table.lines if len(columns) == 1 else ():
            own = line.name - LIGHT - _NET
            is_total = table.grid.rows[line.row].kind is RowKind.TOTAL
            if is_total and own and own <= statement.words and columns[0].position in line.cells:
                yield line, columns[0]


def _is_another(stated: Quantity, lines: Lines) -> bool:
    """Whether some table prints a figure as how far another thing lay from its plan."""
    return any(
        (cell := line.cells.get(column.position)) is not None
        and cell.quantity is not None
        and alike(stated, cell.quantity)
        and compare(*pair(stated, cell.quantity)) is Agreement.AGREES
        for table in lines.tables
        for column in table.columns
        if column.is_variance
        for line in table.lines
    )
