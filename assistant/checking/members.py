"""The members of a set that a claim speaks of: the rows that it names, those beside them, and their times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.patterns import QUICK
from assistant.checking.subject import Subject
from assistant.questions.sheet import Sheet
from assistant.questions.sides import SOLID, merge
from assistant.questions.words import label_stems, tokens
from assistant.readings import Reading
from structured.engine import Result
from structured.observations import ColumnKind, Observation, RowKind
from structured.plan import Operation, Plan

_BY = re.compile(
    r"\bby (?P<kind>(?:[\w'’-]+ ){0,2}?[\w'’-]+)(?=\s*(?:$|[,;(]|\b(?:and|in|at|for|on)\b))", re.IGNORECASE
)
"""In a table's title: what its rows are."""
_PACE = frozenset({"respons", "respond", "arriv", "reach", "time", "attend"})

_KINDS = frozenset(
    {"district", "site", "region", "ward", "divis", "depart", "team", "servic", "categori", "area", "member", "place"}
)


def lists(subject: Subject, sheet: Sheet) -> bool:
    """Whether what the claim counts is what the table lists: by the heading of its rows, or without one by its title.

    Where it counts nothing, or says out of how many, any table may.
    """
    claim = subject.claim
    if not claim.counts or (claim.out_of is not None and claim.out_of.m is not None):
        return True
    head = label_stems(claim.counts)[-1:]
    if not any(label >= 0 for label in sheet.entry.dimensions):
        by = _BY.search(sheet.grid.title)
        return by is not None and head == label_stems(by["kind"])[-1:]
    listed = sheet.surroundings.dimension
    return any(n.token.stem in head and listed.get(n.index, 0.0) >= SOLID for n in subject.linked.needs)


class Members:
    """The members of a set that a claim names, in one table after the other."""

    def __init__(self, subject: Subject) -> None:
        """``subject`` is what the claim is about."""
        self.claim = subject.claim
        self.subject = subject

    def named(self, sheet: Sheet) -> list[tuple[int, dict[int, float]]]:
        """The rows that the claim names in full, with the words that name them."""
        found = []
        for side in sheet.rows:
            row = sheet.grid.rows[side.index]
            labels = sheet.entry.rows[side.index]
            if not labels or row.period is not None or row.kind not in {RowKind.DATA, RowKind.TOTAL}:
                continue  # a period is no member: what is said of it is said of its time
            match = self.subject.linked.matches.get(labels[-1])
            if match is not None and match.recall >= 0.6 and side.index not in sheet.row_groups.set_aside:
                found.append((side.index, match.covers))
        found = found or self._by_their_heads(sheet)
        most = max((len(c) for _, c in found), default=0)
        return [f for f in found if len(f[1]) == most]

    def _by_their_heads(self, sheet: Sheet) -> list[tuple[int, dict[int, float]]]:
        """The one row whose long label begins with words of the claim: "Delays on the line cause harm to people"."""
        needs, found = self.subject.linked.needs, []
        for side in sheet.rows:
            path = sheet.grid.rows[side.index].path
            match = self.subject.linked.matches.get(sheet.entry.rows[side.index][0]) if path else None
            if (
                match is None
                or side.index in sheet.row_groups.set_aside
                or sheet.grid.rows[side.index].kind is not RowKind.DATA
            ):
                continue
            head = label_stems(path[0])[:2]
            said = {needs[i].token.stem for i, s in match.covers.items() if s >= SOLID and needs[i].required}
            if len(head) == 2 and set(head) <= said:
                found.append((side.index, match.covers))
        return found if len(found) == 1 else []

    def kind_words(self, sheet: Sheet) -> dict[int, float]:
        """The kind of thing that a superlative ranges over ("of any site") is explained by the member being one."""
        whole = {t.stem for t in tokens(self.claim.whole)}
        if QUICK.search(self.claim.text):
            whole |= _PACE
        return merge(
            {n.index: 1.0 for n in self.subject.linked.needs if n.token.stem in whole or n.token.stem in _KINDS},
            sheet.surroundings.dimension,
        )

    def subset(self, sheet: Sheet, rows: tuple[int, ...]) -> tuple[int, ...]:
        """The rows under the parents that the claim names, where it names some."""
        kept = []
        for row in rows:
            labels = sheet.entry.rows[row][:-1]
            if any((m := self.subject.linked.matches.get(label)) is not None and m.recall >= 0.5 for label in labels):
                kept.append(row)
        return tuple(kept) or rows

    def shared_parents(self, sheet: Sheet, rows: tuple[int, ...]) -> dict[int, float]:
        """What the headings over some rows explain, where the claim says at least half of them."""
        labels = {label for row in rows for label in sheet.entry.rows[row][:-1]}
        return merge(
            *(
                m.covers
                for label in labels
                if (m := self.subject.linked.matches.get(label)) is not None and m.recall >= 0.5
            )
        )

    def times(self, sheet: Sheet) -> list[int]:
        """The level columns that are periods within those that the claim names, or all of them."""
        columns = sheet.grid.columns
        timed = [i for i, c in enumerate(columns) if c.kind is ColumnKind.LEVEL and c.period is not None]
        shortest = min((c.months for i in timed if (c := columns[i].period) is not None), default=0)
        named = self.claim.periods
        return [
            i
            for i in timed
            if (p := columns[i].period) is not None
            and p.months == shortest
            and (not named or any(n.contains(p) for n in named))
        ]


def of_member(subject: Subject, reading: Reading, cell: Observation | None) -> tuple[Reading, Result] | None:
    """What the named member itself has in the figures that were ranked."""
    if cell is None:
        return None
    places = [i for i, ref in enumerate(reading.plan.operands) if (ref.row, ref.column) == (cell.row, cell.column)]
    if not places:
        return None
    operands = (reading.plan.operands[places[0]],)
    baseline = (reading.plan.baseline[places[0]],) if reading.plan.baseline else ()
    operation = Operation.DIFFERENCE if baseline else Operation.LOOKUP
    base = next((i for i, row in enumerate(reading.entry.frame.rows) if row.kind is RowKind.BASE), None)
    if base is not None and reading.entry.frame.columns[reading.columns[0]].kind is ColumnKind.GAP:
        operation, baseline = Operation.LEVEL, (reading.entry.ref(base, reading.columns[0]),)
    plan = Plan(operation=operation, operands=operands, baseline=baseline)
    result = subject.run(plan)
    return (
        (replace(reading, plan=plan, rows=(reading.entry.row_index[cell.row],)), result) if result is not None else None
    )


def only(reading: Reading, kept: Sequence[int]) -> Reading:
    """The ranking of those of its rows that stand at these places."""
    plan = replace(
        reading.plan,
        operands=tuple(reading.plan.operands[i] for i in kept),
        baseline=tuple(reading.plan.baseline[i] for i in kept) if reading.plan.baseline else (),
    )
    return replace(reading, plan=plan, rows=tuple(reading.rows[i] for i in kept))
