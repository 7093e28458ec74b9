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
from structured.units import UnitKind, format_quantity

_SPENT = re.compile(r"\b(?:over|under)-?\s?sp(?:en[dt]|ending|ent)\w*", re.IGNORECASE)
_ONE_OF_TWO = Decimal("1.5")
"""A figure that is so many times another, or more, is not that one got wrong."""


def outcome_against_total(statement: Statement, lines: Lines, document: Document) -> Iterator[Finding]:
    """The finding on a sentence of what was spent over or under the plan, where the table's total says otherwise."""
    exact = [said for said in statement.said if said.exact]
    if len(exact) != 1 or statement.intent or not _is_of_body(exact[0], statement, document):
        return
    (said,) = exact
    totals = [found for found in _totals(statement, lines) if "original" not in said.versions - found[1].versions]
    if len(totals) != 1:
        return
    line, column = totals[0]
    cell, stated = line.cells[column.position], said.amount.quantity
    given = cell.quantity
    if given is None or not alike(stated, given) or supported(said, [line]) or lines.holds(stated):
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


def _is_of_body(said: Said, statement: Statement, document: Document) -> bool:
    """Whether a sentence says of nothing but the body itself that it spent so much more or less than planned."""
    if said.slot is not Slot.VARIANCE or said.amount.quantity.unit.kind is not UnitKind.MONEY:
        return False
    before = statement.text[: said.amount.mention[0]]
    around = f"{before} {statement.text[said.amount.mention[1] :]}".split(",")[0]
    if not _SPENT.search(around) or said.relatives or said.long_ago:
        return False
    own = frozenset(label_stems(f"{document.title} {document.publisher}")) | BODY | LIGHT
    spoken = content(_SPENT.sub(" ", without_periods(around)))
    return not set(spoken) - own - frozenset(label_stems("against budget revised original approved final"))


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
