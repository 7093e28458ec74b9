"""Figures of two sentences that are of one thing and differ, within a report or across reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.auditing.agreement import Agreement, alike, compare, near, one_digit_off, pair, significant, transposed
from assistant.auditing.findings import Finding, FindingKind, Severity, sentence_place
from assistant.auditing.links import Lines
from assistant.auditing.statements import LIGHT, OTHERS, Said, Slot, Statement, content
from assistant.checking.patterns import Way
from assistant.checking.sentences import GOES_ON
from assistant.questions.words import label_stems
from structured.periods import Period
from structured.units import UnitKind, format_quantity

_ENOUGH = 2
_HEAD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    statement: Statement
    said: Said
    subject: frozenset[str]
    head: tuple[str, ...]
    told: frozenset[str]
    """The stems before the figure that say of what it is."""
    names: frozenset[str]


def text_against_text(
    statements: Sequence[Statement], lines: Lines, settled: frozenset[tuple[str, int, str]]
) -> Iterator[Finding]:
    """The findings between sentences of one report.

    ``settled`` are the figures already in doubt, by the report's id, the sentence's start and the figure as printed.
    """
    figures = [f for f in _figures(statements) if _key(f) not in settled]
    printed = {id(f) for f in figures if _in_tables(f, lines)}
    for i, others in enumerate(_akin(figures)):
        for a, b in ((figures[i], figures[j]) for j in others):
            apart = a.statement.sentence.block != b.statement.sentence.block
            if apart and (_turned(a, b) or (not printed & {id(a), id(b)} and _differ(a, b, lines))):
                yield _finding(a, b, FindingKind.TEXT_VS_TEXT, Severity.CONTRADICTION)


def _akin(figures: Sequence[_Figure]) -> Iterator[list[int]]:
    """For each figure those after it that share enough words with it to be held against it, by their positions."""
    saying: dict[str, list[int]] = {}
    headed: dict[tuple[str, ...], list[int]] = {}
    for i, figure in enumerate(figures):
        headed.setdefault(figure.head, []).append(i)
        for stem in figure.subject:
            saying.setdefault(stem, []).append(i)
    for i, figure in enumerate(figures):
        shared = Counter(j for stem in figure.subject for j in saying[stem] if j > i)
        alike = {j for j, n in shared.items() if n >= _ENOUGH}
        yield sorted(alike | {j for j in headed[figure.head] if j > i and len(figure.head) == _HEAD})


def text_across(
    first: Sequence[Statement], second: Sequence[Statement], lines: Lines, *, revised: bool
) -> Iterator[Finding]:
    """The findings between sentences of two reports that speak of one time by name. ``revised`` says that one report
    is later than the other, and may have corrected it.
    """
    others = list(_figures(second))
    for a in _figures(first):
        for b in others:
            if a.said.times and b.said.times and _differ(a, b, lines):
                severity = Severity.APPARENT if revised else Severity.CONTRADICTION
                yield _finding(a, b, FindingKind.CROSS_DOCUMENT, severity)


def _key(figure: _Figure) -> tuple[str, int, str]:
    locator = figure.statement.sentence.locator
    return (locator.document_id, locator.start, figure.said.amount.printed)


def _figures(statements: Sequence[Statement]) -> Iterator[_Figure]:
    for statement in statements:
        if GOES_ON.match(statement.text) or statement.intent:
            continue
        for said in statement.said:
            quantity = said.amount.quantity
            if not said.exact or significant(quantity) < _ENOUGH or quantity.unit.kind is UnitKind.DURATION:
                continue
            before = statement.text[: said.amount.mention[0]]
            yield _Figure(
                statement=statement,
                said=said,
                subject=frozenset(content(said.clause)) - LIGHT,
                head=content(before)[:_HEAD],
                told=frozenset(content(before)) - LIGHT,
                names=_names(said.clause),
            )


def _names(clause: str) -> frozenset[str]:
    """The stems of the words with a capital that do not begin the clause."""
    return frozenset(s for m in re.finditer(r"(?<=[\w,;)’'] )[A-Z][\w&’'-]+", clause) for s in label_stems(m.group()))


def _in_tables(figure: _Figure, lines: Lines) -> bool:
    """Whether a table prints the very figure: then it is a thing of its own."""
    quantity = figure.said.amount.quantity
    return significant(quantity) > _ENOUGH and lines.holds(quantity)


def _differ(a: _Figure, b: _Figure, lines: Lines) -> bool:
    """Whether two figures are surely of one thing and cannot both be right."""
    p, q = a.said.amount.quantity, b.said.amount.quantity
    if not alike(p, q) or a.said.slot is not b.said.slot:
        return False
    if _turned(a, b):
        return True
    if p.unit.kind is not q.unit.kind or compare(*pair(p, q)) is not Agreement.DIFFERS or not _one_time(a.said, b.said):
        return False
    apart = a.subject ^ b.subject
    shared = a.subject & b.subject
    if len(shared) < _ENOUGH or apart & (OTHERS | lines.members) or (a.names ^ b.names) & apart:
        return False
    least = min(len(a.subject), len(b.subject))
    if transposed(p, q):
        return len(shared) * 5 >= 3 * least
    close = one_digit_off(p, q) or near(*pair(p, q), p)
    return close and len(shared) > _ENOUGH and len(apart) <= 1 and a.head == b.head


def _turned(a: _Figure, b: _Figure) -> bool:
    """Whether one is over and the other under a plan: of one thing, said in the same three words."""
    return (
        a.said.slot is Slot.VARIANCE
        and {a.said.amount.way, b.said.amount.way} == {Way.UP, Way.DOWN}
        and len(a.head) == _HEAD
        and a.head == b.head
        and bool(a.told)
        and a.told == b.told
        and "forecast" not in a.said.versions | b.said.versions
        and _one_time(a.said, b.said)
    )


def _one_time(a: Said, b: Said) -> bool:
    """Whether two figures are of one time as far as both say, and measured from the same."""
    if a.versions != b.versions and a.slot is not Slot.VARIANCE:
        return False
    if a.relatives != b.relatives or a.long_ago != b.long_ago:
        return False
    return not a.times or not b.times or any(_same(x, y) for x in a.times for y in b.times)


def _same(x: Period, y: Period) -> bool:
    return x.same_span(y) or x.last == y.last


def _finding(a: _Figure, b: _Figure, kind: FindingKind, severity: Severity) -> Finding:
    one, other = a.said.amount.printed, b.said.amount.printed
    if _turned(a, b):
        one, other = (
            f"{f.said.amount.printed} {'over' if f.said.amount.way is Way.UP else 'under'} plan" for f in (a, b)
        )
    text = f"One sentence says {one}, another says {other}, of the same thing."
    if severity is Severity.APPARENT:
        text = f"One report says {one}, the other says {other}; the later report may have revised the figure."
    return Finding(
        kind=kind,
        severity=severity,
        a=sentence_place(a.statement.document, a.statement.sentence, a.said.amount.printed),
        b=sentence_place(b.statement.document, b.statement.sentence, b.said.amount.printed),
        explanation=text,
        computed=None,
        figure=f"{format_quantity(a.said.amount.quantity)} / {format_quantity(b.said.amount.quantity)}",
        turned=_turned(a, b),
    )
