"""Sentences held against the tables of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.auditing.agreement import Agreement, alike, compare, difference, near, one_digit_off, pair, transposed
from assistant.auditing.expectations import Expectation, column_said, expectations, movement_cells
from assistant.auditing.findings import Finding, FindingKind, Severity, row_place, sentence_place
from assistant.auditing.links import Lines, Link, supported
from assistant.auditing.statements import LIGHT, OTHERS, Said, Slot, Statement, is_percent, way_said, without_periods
from assistant.auditing.sums import movements
from assistant.checking.amounts import ways
from assistant.checking.patterns import OVER, UNDER, Way
from assistant.questions.glossary import built_in
from assistant.questions.words import label_stems, tokens
from corpus.document import Document
from structured.units import Quantity, UnitKind, format_quantity

_FAR, _NOT_FAR = Decimal(2), Decimal("1.5")
"""A stated distance more than so many times another is not that one misprinted; of a line of one word, fewer."""

_CLAUSE = re.compile(r"[,;:().]\s|\s[–-]\s|\b(?:and|but|while|that|which|there)\s", re.IGNORECASE)
_BESIDE = 30
"""Characters between a figure and a name that surely belong together."""
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
    narrower: tuple[str, ...] = ()
    """Words of the sentence that the table does not explain: it may speak of less than the line."""


def text_against_tables(statement: Statement, lines: Lines, document: Document) -> Iterator[Finding]:
    """The findings of one sentence: of the figures that one slip explains, the first alone."""
    links = lines.links(statement)
    whole = _wholes(statement, lines, links)
    doubts = []
    for i, said in enumerate(statement.said):
        if not said.exact or any(i in link.anchors for link in links):
            doubt = _turned_anchor(said, i, links, statement) or _of_another(said, links, statement)
        else:
            meant = any(expectations(link, said, statement) for link in links)
            doubt = _doubt(said, links if meant else whole, statement)
        if doubt is not None:
            doubts.append(doubt)
    yield from (_finding(doubt, statement, document) for doubt in _worst_of_each_line(doubts))


def text_against_other_tables(
    statement: Statement, lines: Lines, document: Document, *, revised: bool
) -> Iterator[Finding]:
    """The findings of one sentence against the tables of another report: of figures whose time both say by name.

    ``revised`` says that one report is later than the other, and may have corrected it.
    """
    links = [link for link in lines.links(statement) if link.anchors or len(link.line.name) > 1]
    doubts = [_doubt(said, links, statement) for said in statement.said if said.exact and said.times]
    for doubt in _worst_of_each_line([d for d in doubts if d is not None and not d.narrower]):
        if any(o.period is None or o.period not in doubt.said.times for o in doubt.expected.cells[:1]):
            continue
        finding = replace(_finding(doubt, statement, document), kind=FindingKind.CROSS_DOCUMENT)
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
    for table in lines.tables:
        if id(table) in taken:
            continue
        for line in table.lines:
            of_time = line.period is not None and any(
                line.period.same_span(t) for t in (*statement.periods, *([table.latest] if table.latest else []))
            )
            if not line.whole and not of_time:
                continue
            heard = statement.words | statement.around
            said = any(column_said(c, statement) for c in table.columns)
            told = bool(table.topic & statement.words) and table.topic <= heard
            known = line.name <= heard | table.topic | _title(statement)
            surely = (said and (known or len(line.name) < 2)) or (told and known)
            half = known and bool(table.topic & statement.words) and len(table.topic & heard) * 2 >= len(table.topic)
            if surely or half:
                found.append(Link(line=line, span=None, anchors=(), about=surely))
    return found


def _title(statement: Statement) -> frozenset[str]:
    return frozenset(label_stems(f"{statement.document.title} {statement.document.publisher}"))


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
    judged = [(link, e, compare(e.stated, e.value)) for link, e in strict]
    agreeing = [(link, e) for link, e, agreement in judged if agreement is Agreement.AGREES]
    if any(not _turned(said, e, statement) for _, e in agreeing):
        return None
    if agreeing and not any(_in_line_as_said(said, link, e) for link, e in agreeing):
        link, e = agreeing[0]
        if _sure(said, e, link, statement):
            return Doubt(said=said, expected=e, link=link, agreement=Agreement.AGREES, turned=True)
        return None
    meant = [link.line for link, _ in found]
    others = [link.line for link in links if link.line not in meant and (link.about or link.anchors)]
    if supported(said, meant, others):
        return None
    rounding = [
        (link, e)
        for link, e, agreement in judged
        if agreement is Agreement.ROUNDING and _sure(said, e, link, statement)
    ]
    if rounding:
        link, e = rounding[0]
        return Doubt(said=said, expected=e, link=link, agreement=Agreement.ROUNDING)
    certain = [(link, e) for link, e, _ in judged if _sure(said, e, link, statement) and _could_be(said, e, link)]
    if not certain:
        return None
    link, e = min(certain, key=lambda f: (_apart(said, f[0]), abs(abs(f[1].value.value) - abs(f[1].stated.value))))
    if link.anchors or _misprint(said, e, link):
        return Doubt(said=said, expected=e, link=link, agreement=Agreement.DIFFERS)
    narrower = () if e.told and len(link.line.name) > 1 else _unexplained(said, link, statement)
    if narrower and said.slot not in _DISTANCES and is_percent(said.amount):
        return None
    return Doubt(said=said, expected=e, link=link, agreement=Agreement.DIFFERS, narrower=narrower)


_DISTANCES = {Slot.CHANGE, Slot.VARIANCE, Slot.APART}


def _misprint(said: Said, e: Expectation, link: Link) -> bool:
    """Whether a figure is the table's but for two digits that changed places, or one digit of a line of a long name."""
    stated, cell = said.amount.quantity, e.cells[0].quantity
    if len(e.cells) > 1 or cell is None or said.slot in _DISTANCES:
        return False
    if transposed(stated, cell) or one_digit_off(stated, cell, at_least=4):
        return True
    return link.named and len(link.line.name) > 1 and one_digit_off(stated, cell)


def _unexplained(said: Said, link: Link, statement: Statement) -> tuple[str, ...]:
    """The words between a line's name and a figure that the table does not have, and those that set a part apart."""
    line, text = link.line, statement.text
    labels = line.name | line.parents | line.table.topic | line.table.section | LIGHT
    labels |= {s for c in line.table.columns for s in label_stems(c.label)} | {t.stem for t in tokens(line.label)}
    row = line.table.grid.rows[line.row].index
    labels |= {t.stem for o in line.table.grid.observations if o.row == row for t in tokens(o.printed)}
    start, end = said.amount.mention
    span = link.span or (start, end)
    first = min(span[0], start)
    opening = max((m.end() for m in _CLAUSE.finditer(text[:first])), default=0)
    between = text[opening : max(span[1], end)]
    if said.slot not in _DISTANCES:
        between = f"{between} {said.near}"
    for _, a, b in sorted(ways(between), key=lambda w: -w[1]):
        between = between[:a] + " " * (b - a) + between[b:]
    figures = {t.stem for s in statement.said for t in tokens(s.amount.printed)}
    apart = [
        t.text
        for t in tokens(without_periods(between))
        if not t.is_stop and not t.is_number and t.stem not in labels and t.stem not in figures
    ]
    return tuple(dict.fromkeys(apart)) or tuple(t.text for t in tokens(said.clause) if t.stem in OTHERS - line.name)


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
    named = [link for link in links if link.named and not link.anchors and _apart(said, link) <= _CLOSE]
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


def _sure(said: Said, e: Expectation, link: Link, statement: Statement) -> bool:
    """Whether a line is surely the one that a figure is of."""
    if _set_apart(said, link, statement):
        return False
    if link.anchors:
        return True
    if link.listed:
        return False
    if said.slot in _DISTANCES:
        return link.named and (link.about or len(statement.said) == 1 or _beside(said, link, statement))
    return link.named or link.about or _misprint(said, e, link)


def _beside(said: Said, link: Link, statement: Statement) -> bool:
    """Whether a line's name stands right before or after a figure, with nothing between that ends a clause."""
    if link.span is None:
        return False
    start, end = said.amount.mention
    gap = statement.text[min(end, link.span[1]) : max(start, link.span[0])]
    return len(gap) <= _BESIDE and not _CLAUSE.search(gap) and not any(c.isdigit() for c in gap)


def _set_apart(said: Said, link: Link, statement: Statement) -> bool:
    """Whether a semicolon stands between a figure and everything that tells its line."""
    places = [statement.said[i].amount.mention for i in link.anchors] + ([link.span] if link.span else [])
    start, end = said.amount.mention
    gaps = [statement.text[min(end, b) : max(start, a)] for a, b in places]
    return bool(gaps) and all(";" in gap for gap in gaps)


def _could_be(said: Said, e: Expectation, link: Link) -> bool:
    """Whether a figure could be the table's got wrong, rather than one of something else."""
    a, b = abs(e.stated.value), abs(e.value.value)
    if said.slot not in _DISTANCES:
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
    if e.told and len(link.line.name) > 1:
        return True
    low, high = sorted((a, b))
    return (
        bool(link.anchors)
        or (low > 0 and high <= low * (_FAR if len(link.line.name) > 1 else _NOT_FAR))
        or said.slot is Slot.APART
    )


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
        severity = Severity.APPARENT if doubt.narrower else Severity.CONTRADICTION
        text = f"The text says {said.amount.printed}, but the table ({place}) gives {given}."
        if doubt.narrower:
            text += f" Both can be right if “{' '.join(doubt.narrower[:4])}” narrows it to a part of that row."
        else:
            text += "".join(_moved_along(doubt, statement))
    return Finding(
        kind=FindingKind.TEXT_VS_TABLE,
        severity=severity,
        a=sentence_place(statement.document, statement.sentence),
        b=row_place(document, line.table.grid, line.table.grid.rows[line.row].index),
        explanation=text,
        computed=given,
        figure=said.amount.printed,
    )


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
