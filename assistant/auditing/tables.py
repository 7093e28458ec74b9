"""Sentences held against the tables of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.auditing.agreement import Agreement, alike, compare, near, one_digit_off, transposed
from assistant.auditing.expectations import Expectation, expectations, movement_cells
from assistant.auditing.findings import Finding, FindingKind, Severity, row_place, sentence_place
from assistant.auditing.links import Lines, Link, supported
from assistant.auditing.series import Line
from assistant.auditing.statements import Said, Slot, Statement, way_said
from assistant.checking.patterns import OVER, UNDER, Way
from corpus.document import Document
from structured.units import POINTS, Quantity, UnitKind, format_quantity

_FAR = Decimal(2)
"""A stated distance more than so many times another is not that one misprinted."""

_CLOSE = 60
"""Characters between a figure and the one word that names its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A figure of a sentence with what a table gives in its stead. ``turned`` when only the direction differs."""

    said: Said
    expected: Expectation
    link: Link
    agreement: Agreement
    turned: bool = False


def text_against_tables(statement: Statement, lines: Lines, document: Document) -> Iterator[Finding]:
    """The findings of one sentence: of the figures that one slip explains, the first alone."""
    links = lines.links(statement)
    whole = _wholes(statement, lines, links)
    doubts = []
    for i, said in enumerate(statement.said):
        if not said.exact or any(i in link.anchors for link in links):
            doubt = _turned_anchor(said, i, links, statement) or _of_another(said, links, statement)
        else:
            doubt = _doubt(said, links, statement) or (_doubt(said, whole, statement) if not links else None)
        if doubt is not None:
            doubts.append(doubt)
    serious = [d for d in doubts if d.turned or d.agreement is Agreement.DIFFERS]
    for doubt in serious[:1] if serious else doubts[:1]:
        yield _finding(doubt, statement, document)


def _wholes(statement: Statement, lines: Lines, links: Sequence[Link]) -> list[Link]:
    """The whole of each table that the sentence is about without naming one of its members."""
    taken = {id(link.line.table) for link in links if not link.line.whole}
    found = []
    for table in lines.tables:
        if id(table) in taken:
            continue
        for line in table.lines:
            if not line.whole:
                continue
            heard = statement.words | statement.around
            said = any(c.name <= heard and c.name & statement.words for c in table.columns if c.name)
            told = bool(table.topic & statement.words) and table.topic <= heard
            known = line.name <= heard | table.topic | _title(statement)
            if (said and (known or len(line.name) < 2)) or (told and known):
                found.append(Link(line=line, span=None, anchors=(), about=True))
    return found


def _title(statement: Statement) -> frozenset[str]:
    from assistant.words import label_stems

    return frozenset(label_stems(statement.document.title))


def _doubt(said: Said, links: Sequence[Link], statement: Statement) -> Doubt | None:
    """What speaks against a figure: a line that is surely meant, and gives another."""
    found: list[tuple[Link, tuple[Expectation, ...]]] = [
        (link, tuple(expectations(link.line, said, statement))) for link in links
    ]
    found = [(link, each) for link, each in found if each]
    if not found:
        return None
    strict = [(link, e) for link, each in found for e in each if e.strict]
    judged = [(link, e, compare(e.stated, e.value)) for link, e in strict]
    agreeing = [(link, e) for link, e, agreement in judged if agreement is Agreement.AGREES]
    for link, e in agreeing:
        if not _turned(said, e, statement):
            return None
    if agreeing and not any(_in_line_as_said(said, link) for link, _ in agreeing):
        link, e = agreeing[0]
        if _sure(said, e, link, statement):
            return Doubt(said=said, expected=e, link=link, agreement=Agreement.AGREES, turned=True)
        return None
    meant = [link.line for link, _ in found]
    if supported(said, meant, [link.line for link in links if link.line not in meant]):
        return None
    rounding = [(link, e) for link, e, agreement in judged if agreement is Agreement.ROUNDING]
    if rounding:
        link, e = rounding[0]
        sure = _sure(said, e, link, statement)
        return Doubt(said=said, expected=e, link=link, agreement=Agreement.ROUNDING) if sure else None
    sure = [(link, e) for link, e, _ in judged if _sure(said, e, link, statement) and _could_be(said, e, link)]
    if not sure:
        return None
    link, e = min(sure, key=lambda f: (_apart(said, f[0]), abs(abs(f[1].value.value) - abs(f[1].stated.value))))
    return Doubt(said=said, expected=e, link=link, agreement=Agreement.DIFFERS)


def _turned_anchor(said: Said, position: int, links: Sequence[Link], statement: Statement) -> Doubt | None:
    """A figure that stands in the table as a movement, but goes the other way there."""
    if said.slot is not Slot.CHANGE or not said.exact:
        return None
    for link in links:
        if position not in link.anchors or not (link.named or len(link.anchors) > 1):
            continue
        moved = movement_cells(link.line, said)
        if moved and all(_turned(said, e, statement) for e in moved) and not _in_line_as_said(said, link):
            return Doubt(said=said, expected=moved[0], link=link, agreement=Agreement.AGREES, turned=True)
    return None


def _of_another(said: Said, links: Sequence[Link], statement: Statement) -> Doubt | None:
    """A distance from plan that is printed of another line than the one that the sentence names, the other way."""
    if said.slot is not Slot.VARIANCE or not said.exact:
        return None
    named = [link for link in links if link.named and not link.anchors and _apart(said, link) <= _CLOSE]
    if len(named) != 1 or supported(said, [named[0].line]):
        return None
    for e in expectations(named[0].line, said, statement):
        if e.strict and _turned(said, e, statement) and compare(e.stated, e.value) is Agreement.DIFFERS:
            return Doubt(said=said, expected=e, link=named[0], agreement=Agreement.DIFFERS)
    return None


def _turned(said: Said, e: Expectation, statement: Statement) -> bool:
    """Whether a sentence gives a movement the direction that the table does not."""
    if not e.signed or not e.value.value or said.slot not in {Slot.CHANGE, Slot.VARIANCE, Slot.APART}:
        return False
    if said.slot is Slot.VARIANCE and not (OVER.search(said.clause) or UNDER.search(said.clause)):
        return False
    real = 1 if e.value.value > 0 else -1
    printed = said.amount.printed[:1]
    signs = {1 if printed == "+" else -1} if printed and printed in "+-−–" else set()
    way = way_said(statement, said) if signs else said.amount.way
    if way in {Way.UP, Way.DOWN}:
        signs.add(1 if way is Way.UP else -1)
    return bool(signs) and -real in signs


def _in_line_as_said(said: Said, link: Link) -> bool:
    """Whether some figure of the line is just the stated one, sign and all."""
    stated = said.amount.quantity
    printed = said.amount.printed[:1]
    if not printed or printed not in "+-−–":
        return False
    return any(
        o.quantity is not None and alike(stated, o.quantity) and o.quantity.value == stated.value
        for o in link.line.cells.values()
    )


def _sure(said: Said, e: Expectation, link: Link, statement: Statement) -> bool:
    """Whether a line is surely the one that a figure is of."""
    if link.anchors:
        return True
    if said.slot in {Slot.CHANGE, Slot.VARIANCE, Slot.APART}:
        return link.named and (link.about or len(statement.said) == 1)
    return link.named or (link.line.whole and link.about)


def _could_be(said: Said, e: Expectation, link: Link) -> bool:
    """Whether a figure could be the table's got wrong, rather than one of something else."""
    a, b = abs(e.stated.value), abs(e.value.value)
    if said.slot in {Slot.LEVEL, Slot.PLANNED, Slot.ACTUAL}:
        cell = e.cells[0].quantity
        if link.named and _apart(said, link) > _CLOSE and not link.anchors and len(link.line.name) < 2:
            return False
        return near(e.stated, e.value, said.amount.quantity) or (
            len(e.cells) == 1
            and cell is not None
            and (
                transposed(said.amount.quantity, cell)
                or (link.named and _apart(said, link) <= _CLOSE and one_digit_off(said.amount.quantity, cell))
            )
        )
    low, high = sorted((a, b))
    return bool(link.anchors) or (low > 0 and high <= low * _FAR) or said.slot is Slot.APART


def _apart(said: Said, link: Link) -> int:
    """How many characters lie between a figure and its line's name."""
    if link.span is None:
        return 0
    start, end = said.amount.mention
    return max(link.span[0] - end, start - link.span[1], 0)


def _finding(doubt: Doubt, statement: Statement, document: Document) -> Finding:
    line, e, said = doubt.expected.line, doubt.expected, doubt.said
    given = printed_value(e, said.amount.quantity)
    place = f"row “{line.label or line.table.grid.title}”, {e.label}".rstrip(" ,")
    if doubt.turned:
        severity = Severity.CONTRADICTION
        text = f"The text gives {said.amount.printed} the wrong direction: the table ({place}) has {given}."
    elif doubt.agreement is Agreement.ROUNDING:
        severity = Severity.ROUNDING
        text = f"The text says {said.amount.printed}; the table ({place}) gives {given}, which rounding may explain."
    else:
        severity = Severity.CONTRADICTION
        text = f"The text says {said.amount.printed}, but the table ({place}) gives {given}."
    return Finding(
        kind=FindingKind.TEXT_VS_TABLE,
        severity=severity,
        a=sentence_place(statement.document, statement.sentence),
        b=row_place(document, line.table.grid, line.table.grid.rows[line.row].index),
        explanation=text,
        computed=given,
        figure=said.amount.printed,
    )


def printed_value(e: Expectation, stated: Quantity) -> str:
    """What a table gives, as it prints it, or worked out in the unit of the stated figure."""
    if len(e.cells) == 1 and e.cells[0].quantity is not None:
        return format_quantity(e.cells[0].quantity, signed=e.signed)
    unit = stated.unit
    value = e.value.value
    if unit.kind not in {UnitKind.PERCENT, UnitKind.POINTS, UnitKind.RATE}:
        value /= unit.scale
    decimals = max([stated.decimals, *(q.decimals for o in e.cells if (q := o.quantity) and q.unit.kind is unit.kind)])
    if unit.kind is UnitKind.PERCENT and len(e.cells) == 2:
        decimals = max(1, stated.decimals)
    return format_quantity(Quantity(value=value, unit=unit, decimals=decimals), signed=e.signed)


def same_line(a: Line, b: Line) -> bool:
    """Whether two lines are one."""
    return a.table is b.table and a.row == b.row


__all__ = ["POINTS", "Doubt", "printed_value", "replace", "same_line", "text_against_tables"]
