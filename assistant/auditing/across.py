"""Tables held against each other, of two reports or of one: the same line, measure and time with another figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from assistant.auditing.agreement import Agreement, alike, compare, pair
from assistant.auditing.findings import Finding, FindingKind, Place, Severity, row_place
from assistant.auditing.series import Column, Line, TableView
from assistant.questions.words import label_stems
from corpus.document import Document
from structured.observations import ColumnKind
from structured.units import Quantity, format_quantity

_ENOUGH = 2
_WITHIN = 2
"""How many figures of two tables of one report have to agree for each that differs: they share rows more readily."""
_GENERIC = frozenset(
    label_stems(
        """annual quarterly monthly yearly report reports review performance quarter year finance financial statement
        statements accounts outturn board update summary plan paper integrated trust council service services"""
    )
)
"""Stems of words that say what a report is, not whose."""


def may_be_one_body(a: Document, b: Document) -> bool:
    """Whether two reports may be of one body: not when both say whose they are, and hardly share a word of it."""
    texts = (a.publisher or a.title, b.publisher or b.title)
    one, other = (owner(text) for text in texts)
    if not one or not other or len(one & other) * 2 >= min(len(one), len(other)):
        return True
    return any(_is_short(word, texts[1]) for word in one) or any(_is_short(word, texts[0]) for word in other)


def owner(text: str) -> frozenset[str]:
    """The stems of the words that say whose a report is, by its publisher or its title."""
    return frozenset(s for s in label_stems(re.sub(r"\S*\d\S*", " ", text)) if s not in _GENERIC)


def _is_short(word: str, name: str) -> bool:
    """Whether a word may stand for a name by its initials ("nwa" for "National Widget Association")."""
    letters = iter(re.findall(r"\b[a-z](?=[a-z])", name.lower()))
    return len(word) > _ENOUGH and all(letter in letters for letter in word)


def tables_across(
    first: tuple[Document, Sequence[TableView]], second: tuple[Document, Sequence[TableView]], *, revised: bool
) -> Iterator[Finding]:
    """The findings between the tables of two reports. ``revised`` says that one report is later than the other, and
    may have corrected it. Each line gives one finding at most.
    """
    (a_document, a_tables), (b_document, b_tables) = first, second
    for a, b in product(a_tables, b_tables):
        if _same_topic(a, b):
            yield from _between(a, b, a_document, b_document, revised=revised)


def _between(
    a: TableView, b: TableView, a_document: Document, b_document: Document, *, revised: bool
) -> Iterator[Finding]:
    """The findings between two tables, where most of what can be compared agrees: else they measure different things.

    Two bodies may print the same rows, and two tables of one report the same regions and years.
    """
    found, n_agreeing = [], 0
    for one in a.lines:
        others = [line for line in b.lines if _same_line(one, line)]
        if len(others) != 1 or sum(_same_line(line, others[0]) for line in a.lines) != 1:
            continue
        rivals = list(_compared(one, others[0]))
        n_agreeing += sum(agreement is Agreement.AGREES for *_, agreement in rivals)
        differing = [r for r in rivals if r[2] is not Agreement.AGREES]
        found += [(one, others[0], r) for r in differing[:1]]
    surely = _WITHIN if a_document.id == b_document.id else 1
    if n_agreeing >= max(_ENOUGH, surely * len(found)):
        for one, other, rival in found:
            yield _finding(one, other, rival, a_document, b_document, revised=revised)


def tables_within(document: Document, tables: Sequence[TableView]) -> Iterator[Finding]:
    """The findings between two tables of one report: the same line, measure and time with another figure."""
    for a, b in combinations(tables, 2):
        yield from _between(a, b, document, document, revised=False)


def _same_topic(a: TableView, b: TableView) -> bool:
    shared = a.topic & b.topic
    return bool(shared) and len(shared) * 3 >= 2 * max(len(a.topic), len(b.topic))


def _same_line(a: Line, b: Line) -> bool:
    if a.period is not None or b.period is not None:
        return a.period is not None and b.period is not None and a.period.same_span(b.period)
    return bool(a.name or a.whole) and a.name == b.name and a.parents == b.parents and a.whole == b.whole


def _compared(a: Line, b: Line) -> Iterator[tuple[Column, Column, Agreement]]:
    """The columns of one measure, part and named time that two lines have, and whether they agree."""
    for position, cell in sorted(a.cells.items()):
        one = a.table.columns[position]
        for other_position, other_cell in sorted(b.cells.items()):
            other = b.table.columns[other_position]
            if not _same_column(one, other, timed=a.period is not None):
                continue
            p, q = cell.quantity, other_cell.quantity
            if p is None or q is None or p.unit.kind is not q.unit.kind or not alike(p, q):
                continue
            yield one, other, compare(*pair(p, q), sizes_only=False)


def _same_column(a: Column, b: Column, *, timed: bool) -> bool:
    if not timed and (a.period is None or b.period is None or not a.period.same_span(b.period)):
        return False
    return (
        a.kind is ColumnKind.LEVEL
        and b.kind is ColumnKind.LEVEL
        and a.name == b.name
        and a.role is b.role
        and a.versions == b.versions
    )


def _finding(
    a: Line,
    b: Line,
    found: tuple[Column, Column, Agreement],
    a_document: Document,
    b_document: Document,
    *,
    revised: bool,
) -> Finding:
    one, other, agreement = found
    p, q = a.cells[one.position].quantity, b.cells[other.position].quantity
    assert p is not None and q is not None
    severity = Severity.APPARENT if revised else Severity.CONTRADICTION
    name = ", ".join(dict.fromkeys((a.label or a.table.grid.title, one.label)))
    within = a_document.id == b_document.id
    what = "table" if within else "report"
    text = f"For “{name}”, one {what} prints {format_quantity(p)} and the other {format_quantity(q)}"
    if agreement is Agreement.ROUNDING:
        severity = Severity.ROUNDING
        text += ", which rounding may explain."
    else:
        text += "; the later report may have revised the figure." if revised else "."
    return Finding(
        kind=FindingKind.TEXT_VS_TABLE if within else FindingKind.CROSS_DOCUMENT,
        severity=severity,
        a=_place(a_document, a, one, p),
        b=_place(b_document, b, other, q),
        explanation=text,
        computed=None,
        figure=f"{format_quantity(p)} / {format_quantity(q)}",
    )


def _place(document: Document, line: Line, column: Column, quantity: Quantity) -> Place:
    grid, cell = line.table.grid, line.cells[column.position]
    return row_place(document, grid, cell.row, format_quantity(quantity), [cell])
