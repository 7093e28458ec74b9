"""What a claim says of all others by saying it of one: "only North grew", "passed 300 for the first time"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount
from assistant.checking.cells import nameless
from assistant.checking.checks import TableCheck
from assistant.checking.subject import Candidate
from assistant.checking.tables import TableChecker
from assistant.questions.outline import is_total_label
from assistant.questions.words import label_stems, tokens
from structured.observations import ColumnKind, GridRow, RowKind
from structured.plan import CellRef, Operation, Plan


def others(tables: TableChecker, check: TableCheck, amount: Amount | None) -> tuple[TableCheck, ...] | None:
    """The same test on the other rows of the table: those that pass it; None where there are none to test."""
    cell = check.result.operands[0] if check.result.operands else None
    if tables.claim.rated or (tables.claim.grade and cell is not None and cell.quantity is None):
        return tables.standing.rated_so(check)
    entry, plan = check.reading.entry, check.reading.plan
    grid = entry.frame
    named = {check.reading.rows[0], *(r.rows[0] for r, _ in check.others)}
    own = grid.rows[check.reading.rows[0]]
    if own.period is not None or not _in_one_row(plan):
        return None
    alike = _of_its_measure(tables, grid.rows, check.reading.rows[0])
    kind = {t.stem for t in tokens(tables.claim.whole)}
    above = {s for label in own.path[:-1] for s in label_stems(label)}
    again = len(own.path) > 1 and any(r.path[-1:] == own.path[-1:] and r.path[:-1] != own.path[:-1] for r in grid.rows)
    of_one_heading = again and not alike  # the same members under each heading: each heading measures something else
    among = own.path[:-1] if of_one_heading or any(_is_kin(a, b) for a in kind for b in above) else ()
    rest = [
        i
        for i, row in enumerate(grid.rows)
        if i not in named
        and (not alike or row.path[-1:] == own.path[-1:])
        and row.path[: len(among)] == among
        and row.kind is RowKind.DATA
        and row.path
        and not is_total_label(row.path[-1])
    ]
    moved = [(i, _in_row(plan, grid.rows[i].index)) for i in rest]
    return _passing(tables, check, amount, [(p, (i,), check.reading.columns) for i, p in moved])


def _of_its_measure(tables: TableChecker, rows: Sequence[GridRow], index: int) -> bool:
    """Whether the others are the rows of the same name under other headings: it is the heading that is the only one.

    "Only the North: late orders went up" is held against late orders in the South, not against lost ones in the North.
    """
    own, text = rows[index].path, tables.claim.text
    if len(own) < 2 or ":" not in text:
        return False
    who, heading, leaf = (set(label_stems(part)) for part in (text.split(":")[0], own[-2], own[-1]))
    sisters = any(r.path[-1:] == own[-1:] and r.path[:-1] != own[:-1] for r in rows)
    return sisters and heading <= who and not leaf & who


def earlier(tables: TableChecker, check: TableCheck, amount: Amount | None) -> tuple[TableCheck, ...] | None:
    """The same test on the earlier periods of the series: those that pass it; None where the table gives none."""
    entry, reading = check.reading.entry, check.reading
    grid, plan = entry.frame, reading.plan
    if plan.operation is not Operation.LOOKUP or len(plan.operands) != 1:
        return None
    row, column = reading.rows[0], reading.columns[0]
    at = grid.rows[row].period or grid.columns[column].period
    if at is None:
        return None
    if grid.rows[row].period is not None:
        before = [i for i, r in enumerate(grid.rows) if r.period is not None and r.period.last < at.last]
        places = [(_in_row(plan, grid.rows[i].index), (i,), (column,)) for i in before]
    else:
        here = nameless(grid.columns[column].path)
        sisters = [
            i
            for i, c in enumerate(grid.columns)
            if c.kind is ColumnKind.LEVEL
            and c.period is not None
            and c.period.last < at.last
            and nameless(c.path) == here
        ]
        places = [(replace(plan, operands=(entry.ref(row, i),)), (row,), (i,)) for i in sisters]
    return _passing(tables, check, amount, places)


def _passing(
    tables: TableChecker,
    check: TableCheck,
    amount: Amount | None,
    places: Sequence[tuple[Plan, tuple[int, ...], tuple[int, ...]]],
) -> tuple[TableCheck, ...] | None:
    sheet = next((s for s in tables.subject.sheets(check.question) if s.entry.index == check.reading.entry.index), None)
    if sheet is None:
        return None
    found: list[TableCheck] = []
    tested = 0
    for plan, rows, columns in places:
        result = tables.subject.run(plan)
        if result is None or not result.values or result.values[0].quantity is None:
            continue
        reading = replace(check.reading, plan=plan, rows=rows, columns=columns)
        candidate = Candidate(sheet=sheet, reading=reading, result=result, score=0.0, said=1.0, full=True)
        verdict = tables.jury.verdicts.on(candidate, amount, check.way, planned=check.planned)
        tested += verdict is not None
        if verdict is Verdict.SUPPORTED:
            found.append(replace(check, reading=reading, result=result, others=()))
    return tuple(found) if tested else None


def _is_kin(a: str, b: str) -> bool:
    """Whether two words are one, or one begins with the other: a "railway" line stands under "Rail"."""
    return a == b or (min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a)))


def _in_one_row(plan: Plan) -> bool:
    return len({ref.row for ref in (*plan.operands, *plan.baseline)}) == 1


def _in_row(plan: Plan, row: int) -> Plan:
    """The same plan on the same columns of another row."""

    def moved(refs: tuple[CellRef, ...]) -> tuple[CellRef, ...]:
        return tuple(replace(ref, row=row) for ref in refs)

    return replace(plan, operands=moved(plan.operands), baseline=moved(plan.baseline))
