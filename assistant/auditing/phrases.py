"""Two sentences that give one thing, named in the same words, two figures: however far apart the figures are.

Other sentences are held against each other only where their figures are near (``pairs.py``), since words that are
alike may be of different things. Here the whole of what is named must be the same, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.auditing.agreement import Agreement, alike, compare, pair, significant
from assistant.auditing.findings import Finding, FindingKind, Severity, sentence_place
from assistant.auditing.links import Lines
from assistant.auditing.statements import LIGHT, Said, Slot, Statement, content, periods_in, without_periods
from assistant.checking.sentences import GOES_ON, intends, relatives_in
from assistant.questions.words import label_stems
from structured.periods import Period

_FEWEST = 3
"""So many words name a thing; of fewer there may be several."""
_TELLING = 2
_BREAK = re.compile(r"[,;:()]|\s(?:and|but|while|whereas|against|compared|with|from)\s", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:g[ai]ves?|puts?|sa(?:id|ys?)|report(?:ed|s)?|show(?:ed|s|n)?|record(?:ed|s)?|state[ds]?|quote[ds]?|that)"
    r"\s+(?:the|our|its|an?)\s+",
    re.IGNORECASE,
)
"""What leads to a thing without being a part of its name."""
_OF_A_YEAR = re.compile(r"\b(?:last|final|previous)(?= (?:quarter|month|half|week)s? of\b)", re.IGNORECASE)
"""What is the last of a year, and not the one before this."""
_TIMES = frozenset(label_stems("last final year half quarter month week period end"))
"""What is left of a time in words; "first" is not among them, since the year alone would be known of it."""
_SLOTS = {Slot.LEVEL, Slot.ACTUAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Naming:
    """A figure, the words that name what it is of, as stems in order, and those that follow it in its clause."""

    statement: Statement
    said: Said
    name: tuple[str, ...]
    after: frozenset[str]
    times: tuple[Period, ...]


def same_phrases(statements: Sequence[Statement], lines: Lines) -> Iterator[Finding]:
    """The findings between sentences of one report that name one thing and give it two figures."""
    by_name: dict[tuple[str, ...], list[_Naming]] = {}
    for naming in _namings(statements):
        by_name.setdefault(naming.name, []).append(naming)
    for namings in by_name.values():
        for i, a in enumerate(namings):
            for b in namings[i + 1 :]:
                if _contradict(a, b, lines):
                    yield _finding(a, b)


def _namings(statements: Sequence[Statement]) -> Iterator[_Naming]:
    for statement in statements:
        if not GOES_ON.match(statement.text) and not statement.sentence.lead_in:
            yield from filter(None, (_naming(statement, said) for said in statement.said))


def _naming(statement: Statement, said: Said) -> _Naming | None:
    """None where a figure is not stated of one thing in so many words, or of another time than the sentence says."""
    if not said.exact or said.slot not in _SLOTS or said.long_ago or significant(said.amount.quantity) < _TELLING:
        return None
    start, end = said.amount.mention
    opening = max((m.end() for m in _SAYING.finditer(statement.text[:start])), default=0)
    before, after = statement.text[opening:start], _BREAK.split(statement.text[end:], maxsplit=1)[0]
    name, own = tuple(s for s in content(without_periods(before)) if s not in _TIMES), f"{before} {after}"
    if len(set(name) - LIGHT) < _FEWEST or any(c in before for c in ",;:()"):
        return None
    reference = statement.reference
    if intends(own, reference.last if reference is not None else None) or relatives_in(_OF_A_YEAR.sub("", own)):
        return None
    times = periods_in(own, reference) or ((reference,) if reference is not None else ())
    return _Naming(
        statement=statement, said=said, name=name, after=frozenset(content(without_periods(after))), times=times
    )


def _contradict(a: _Naming, b: _Naming, lines: Lines) -> bool:
    p, q = a.said.amount.quantity, b.said.amount.quantity
    if a.statement.sentence.block == b.statement.sentence.block or a.after != b.after or not alike(p, q):
        return False
    if a.said.slot is not b.said.slot or a.said.versions != b.said.versions or not _one_time(a, b):
        return False
    return (
        _under(a, lines) == _under(b, lines)
        and p.unit.kind is q.unit.kind
        and compare(*pair(p, q)) is Agreement.DIFFERS
    )


def _under(naming: _Naming, lines: Lines) -> set[frozenset[str]]:
    """The lines of tables that the headings above a sentence name: it may be of one of them."""
    around = naming.statement.around
    return {line.name for line in lines.every if line.name and line.name <= around and line.name - set(naming.name)}


def _one_time(a: _Naming, b: _Naming) -> bool:
    """Whether two figures are of one time; where a sentence names none, it speaks of its report's."""
    if not a.times or not b.times:
        return a.times == b.times
    return any(x.same_span(y) or x.last == y.last for x in a.times for y in b.times)


def _finding(a: _Naming, b: _Naming) -> Finding:
    one, other = a.said.amount.printed, b.said.amount.printed
    return Finding(
        kind=FindingKind.TEXT_VS_TEXT,
        severity=Severity.CONTRADICTION,
        a=sentence_place(a.statement.document, a.statement.sentence, one),
        b=sentence_place(b.statement.document, b.statement.sentence, other),
        explanation=f"One sentence says {one}, another says {other}, of what both name in the same words.",
        figure=f"{one} / {other}",
    )
