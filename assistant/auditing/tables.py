"""Sentences held against the tables of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.auditing.agreement import (
    Agreement,
    alike,
    compare,
    difference,
    pair,
    significant,
)
from assistant.auditing.certainty import (
    CLOSE,
    DISTANCES,
    apart,
    could_be,
    is_misprint,
    is_stated,
    is_sure,
    is_told,
    unexplained,
)
from assistant.auditing.expectations import Expectation, column_said, expectations, movement_cells
from assistant.auditing.findings import Finding, FindingKind, Place, Severity, row_place, sentence_place
from assistant.auditing.links import Lines, Link, supported
from assistant.auditing.statements import (
    LIGHT,
    Said,
    Slot,
    Statement,
    is_percent,
    title,
    way_said,
)
from assistant.auditing.sums import movements
from assistant.checking.patterns import OVER, UNDER, Way
from assistant.questions.glossary import built_in
from assistant.questions.vague import Bound
from corpus.document import Document
from structured.observations import ColumnKind, Observation
from structured.units import Quantity, UnitKind, format_quantity

_MEANT = {Slot.LEVEL, Slot.ACTUAL, Slot.START, Slot.PLANNED}
"""What may be of a time to come."""
_TELLING = 3
"""Digits that a figure must have to be known again in another table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A figure of a sentence with what a table gives in its stead. ``turned`` when only the direction differs."""

    said: Said
    expected: Expectation
    link: Link
    agreement: Agreement
    turned: bool = False
    narrower: tuple[str, ...] = ()
    """Words of the sentence that the table does not explain: it may speak of less than the line."""


def text_against_tables(statement: Statement, lines: Lines, document: Document) -> Iterator[Finding]:
    """The findings of one sentence: of the figures that one slip explains, the first alone."""
    links = lines.links(statement)
    whole: list[Link] | None = None
    doubts = []
    for i, said in enumerate(statement.said):
        if said.intended and said.slot in _MEANT:
            continue
        if not (said.exact or said.one_sided) or any(i in link.anchors for link in links):
            doubt = _turned_anchor(said, i, links, statement) or _of_another(said, links, statement)
        else:
            own = _of_pronoun(said, links)
            meant = any(expectations(link, said, statement) for link in own)
            if not meant and whole is None:
                whole = _wholes(statement, lines, links)
            wholes = [] if said.pronoun is not None else whole
            doubt = _doubt(said, own if meant or wholes is None else wholes, statement)
        if doubt is not None:
            doubts.append(doubt)
    yield from (_finding(doubt, statement, document, lines) for doubt in _worst_of_each_line(doubts))


def _of_pronoun(said: Said, links: Sequence[Link]) -> Sequence[Link]:
    """The links of a figure; where a pronoun stands for what it is of, those that are named before it."""
    at = said.pronoun
    return links if at is None else [link for link in links if link.anchors or (link.span and link.span[0] < at)]


def text_against_other_tables(
    statement: Statement, lines: Lines, document: Document, *, revised: bool
) -> Iterator[Finding]:
    """The findings of one sentence against the tables of another report: of figures whose time both say by name.

    ``revised`` says that one report is later than the other, and may have corrected it.
    """
    links = [link for link in lines.links(statement) if link.anchors or len(link.line.name) > 1]
    doubts = [
        _doubt(said, _of_pronoun(said, links), statement)
        for said in statement.said
        if said.exact and said.times and not said.intended
    ]
    for doubt in _worst_of_each_line([d for d in doubts if d is not None and not d.narrower]):
        if any(o.period is None or o.period not in doubt.said.times for o in doubt.expected.cells[:1]):
            continue
        finding = replace(_finding(doubt, statement, document, lines), kind=FindingKind.CROSS_DOCUMENT)
        if revised and finding.severity is Severity.CONTRADICTION:
            said = f"{finding.explanation} The later report may have revised the figure."
            finding = replace(finding, severity=Severity.APPARENT, explanation=said)
        yield finding


def _worst_of_each_line(doubts: Sequence[Doubt]) -> list[Doubt]:
    """For each line the most serious doubt, and of those the first: one slip is often seen in several figures."""
    ranked = sorted(doubts, key=lambda d: (not (d.turned or d.agreement is Agreement.DIFFERS), bool(d.narrower)))
    kept: dict[tuple[int, int], Doubt] = {}
    for doubt in ranked:
        kept.setdefault(doubt.expected.line.key, doubt)
    return list(kept.values())


def _wholes(statement: Statement, lines: Lines, links: Sequence[Link]) -> list[Link]:
    """The whole of each table that the sentence is about without naming one of its members."""
    taken = {id(link.line.table) for link in links if not link.line.whole}
    found = []
    named: dict[frozenset[str], bool] = {}
    for table in lines.tables:
        if id(table) in taken:
            continue
        times = (*statement.periods, *([table.latest] if table.latest else []))
        lines_meant = [
            line
            for line in table.lines
            if line.whole or (line.period is not None and any(line.period.same_span(t) for t in times))
        ]
        for column in table.columns if lines_meant else ():
            if column.name not in named:
                named[column.name] = column_said(column, statement)
        said = any(named.get(column.name) for column in table.columns)
        heard = statement.words | statement.around
        for line in lines_meant:
            told = bool(table.topic & statement.words) and table.topic <= heard
            known = line.name <= heard | table.topic | title(statement)
            surely = (said and (known or len(line.name) < 2)) or (told and known)
            half = known and bool(table.topic & statement.words) and len(table.topic & heard) * 2 >= len(table.topic)
            if surely or half:
                found.append(Link(line=line, span=None, anchors=(), about=surely))
    return found


def _doubt(said: Said, links: Sequence[Link], statement: Statement) -> Doubt | None:
    """What speaks against a figure: a line that is surely meant, and gives another."""
    found: list[tuple[Link, tuple[Expectation, ...]]] = [
        (link, tuple(expectations(link, said, statement))) for link in links
    ]
    found = [(link, each) for link, each in found if each]
    if any(link.about or link.anchors for link, _ in found):
        found = [(link, each) for link, each in found if link.about or link.anchors]
    if not found:
        return None
    strict = [(link, e) for link, each in found for e in each if e.strict]
    judged = [(link, e, _agreement(said, e)) for link, e in strict]
    agreeing = [(link, e) for link, e, agreement in judged if agreement is Agreement.AGREES]
    if any(not _turned(said, e, statement) for _, e in agreeing):
        return None
    if agreeing and not any(_in_line_as_said(said, link, e) for link, e in agreeing):
        link, e = agreeing[0]
        if is_sure(said, e, link, statement):
            return Doubt(said=said, expected=e, link=link, agreement=Agreement.AGREES, turned=True)
        return None
    meant = [link.line for link, _ in found]
    others = [link.line for link in links if link.line not in meant and (link.about or link.anchors)]
    if supported(said, meant, others):
        return None
    rounding = [
        (link, e)
        for link, e, agreement in judged
        if agreement is Agreement.ROUNDING
        and not said.one_sided
        and is_sure(said, e, link, statement)
        and (
            said.slot in DISTANCES
            or (link.named and not is_percent(said.amount))
            or not unexplained(said, link, statement)
        )
    ]
    if rounding:
        link, e = rounding[0]
        return Doubt(said=said, expected=e, link=link, agreement=Agreement.ROUNDING)
    certain = [
        (link, e)
        for link, e, _ in judged
        if is_sure(said, e, link, statement)
        and not is_stated(e, said, statement)
        and (could_be(said, e, link) or is_told(said, e, link, statement))
    ]
    if not certain:
        return None
    link, e = min(certain, key=lambda f: (apart(said, f[0]), abs(abs(f[1].value.value) - abs(f[1].stated.value))))
    if link.anchors or is_misprint(said, e, link):
        return Doubt(said=said, expected=e, link=link, agreement=Agreement.DIFFERS)
    narrower = () if e.told and len(link.line.name) > 1 else unexplained(said, link, statement)
    if narrower and said.slot not in DISTANCES and is_percent(said.amount):
        return None
    return Doubt(said=said, expected=e, link=link, agreement=Agreement.DIFFERS, narrower=narrower)


def _agreement(said: Said, e: Expectation) -> Agreement:
    """How a figure stands to what a line gives: one that is "more than" another agrees with what is."""
    agreement = compare(e.stated, e.value)
    if not said.one_sided or agreement is Agreement.AGREES:
        return agreement
    above = abs(e.value.value) > abs(e.stated.value)
    return Agreement.AGREES if above == (said.amount.bound in {Bound.ABOVE, Bound.AT_LEAST}) else agreement


def _turned_anchor(said: Said, position: int, links: Sequence[Link], statement: Statement) -> Doubt | None:
    """A figure that stands in the table as a movement, but goes the other way there."""
    if said.slot is not Slot.CHANGE or not said.exact:
        return None
    for link in links:
        if position not in link.anchors or not (link.named or len(link.anchors) > 1):
            continue
        moved = movement_cells(link.line, said)
        turned = moved and all(_turned(said, e, statement) for e in moved)
        if turned and not _in_line_as_said(said, link, moved[0]):
            return Doubt(said=said, expected=moved[0], link=link, agreement=Agreement.AGREES, turned=True)
    return None


def _of_another(said: Said, links: Sequence[Link], statement: Statement) -> Doubt | None:
    """A distance from plan that is printed of another line than the one that the sentence names, the other way."""
    if said.slot is not Slot.VARIANCE or not said.exact:
        return None
    named = [link for link in links if link.named and not link.anchors and apart(said, link) <= CLOSE]
    if len(named) != 1 or supported(said, [named[0].line]):
        return None
    for e in expectations(named[0], said, statement):
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
    if way in {Way.BETTER, Way.WORSE}:
        good = _polarity(e)
        way = {1: Way.UP, -1: Way.DOWN}.get(good if way is Way.BETTER else -good)
    if way in {Way.UP, Way.DOWN}:
        signs.add(1 if way is Way.UP else -1)
    return bool(signs) and -real in signs


def _polarity(e: Expectation) -> int:
    """1 where more of what a line counts is better, -1 where less is, 0 where its labels do not say."""
    row = e.line.table.grid.rows[e.line.row].path
    texts = (" ".join(row[-1:]), e.label, " ".join(row[:-1]), e.line.table.grid.title)
    return next((good for text in texts if (good := built_in().polarity(text))), 0)


def _in_line_as_said(said: Said, link: Link, e: Expectation) -> bool:
    """Whether another cell of the line prints just the stated figure, sign and all."""
    stated = said.amount.quantity
    printed = said.amount.printed[:1]
    if not printed or printed not in "+-−–":
        return False
    return any(
        o.quantity is not None and o not in e.cells and alike(stated, o.quantity) and o.quantity.value == stated.value
        for o in link.line.cells.values()
    )


def _finding(doubt: Doubt, statement: Statement, document: Document, lines: Lines) -> Finding:
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
        severity = Severity.APPARENT if doubt.narrower else Severity.CONTRADICTION
        text = f"The text says {said.amount.printed}, but the table ({place}) gives {given}."
        if doubt.narrower:
            text += f" Both can be right if “{' '.join(doubt.narrower[:4])}” narrows it to a part of that row."
        else:
            text += "".join(_moved_along(doubt, statement))
    return Finding(
        kind=FindingKind.TEXT_VS_TABLE,
        severity=severity,
        a=sentence_place(statement.document, statement.sentence, said.amount.printed),
        b=row_place(document, line.table.grid, line.table.grid.rows[line.row].index, given, _printing(e, given)),
        explanation=text,
        computed=given,
        figure=said.amount.printed,
        also=tuple(_elsewhere(e, document, lines)),
        turned=doubt.turned,
    )


def _printing(e: Expectation, given: str) -> tuple[Observation, ...]:
    """The cell of a line that prints what it gives, where there is one; else those that it was worked out from."""
    for position, cell in e.line.cells.items():
        is_change = e.line.table.columns[position].kind is ColumnKind.CHANGE
        if (
            len(e.cells) > 1
            and is_change
            and cell.quantity
            and format_quantity(cell.quantity, signed=e.signed) == given
        ):
            return (cell,)
    return e.cells


def _elsewhere(e: Expectation, document: Document, lines: Lines) -> Iterator[Place]:
    """The other tables that print a cell's figure for a line of the same name and the same time."""
    (cell, *more) = e.cells
    if more or cell.quantity is None or significant(cell.quantity) < _TELLING:
        return
    for line in lines.every:
        if line.table is e.line.table or line.name - LIGHT != e.line.name - LIGHT or line.whole != e.line.whole:
            continue
        for other in line.cells.values():
            if other.quantity == cell.quantity and _of_one_time(cell, other):
                given = format_quantity(other.quantity, signed=e.signed)
                yield row_place(document, line.table.grid, other.row, given, [other])


def _of_one_time(a: Observation, b: Observation) -> bool:
    return a.period is not None and b.period is not None and a.period.same_span(b.period)


def _moved_along(doubt: Doubt, statement: Statement) -> Iterator[str]:
    """What the table's figure makes of a movement that the sentence measures with the doubted one."""
    e, said = doubt.expected, doubt.said
    for movement in movements(statement, None):
        moved, start = movement.moved.amount, movement.start.amount.quantity
        is_money = moved.quantity.unit.kind is start.unit.kind is UnitKind.MONEY
        if movement.level is not said or not is_money:
            continue
        value = abs(difference(e.value, pair(start, start)[0]).value) / moved.quantity.unit.scale
        given = format_quantity(replace(moved.quantity, value=value))
        if given != moved.printed:
            yield f" With it, {moved.printed} would be {given}."


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
