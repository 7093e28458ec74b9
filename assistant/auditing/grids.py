"""The arithmetic of tables: totals, differences, changes and shares that their own cells do not give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.auditing.findings import Finding, FindingKind, Severity, row_place
from assistant.libraries.listing import counted
from corpus.document import Document
from structured.arithmetic import ColumnRelation, Rule, expected_in_column
from structured.observations import Finding as Checked
from structured.observations import FindingKind as Outcome
from structured.observations import Grid, Observation
from structured.units import Quantity

_TOTAL = "total"
_SUMS = {_TOTAL, "sum"}
_BY_ROUNDING, _NOT_AT_ALL = "differs by rounding from", "does not agree with"
"""How a table's own check words it."""


def arithmetic_of_table(grid: Grid, document: Document) -> Iterator[Finding]:
    """Every printed figure that its operands contradict, and for each rule the first of those off by rounding."""
    cells = {o.id: o for o in grid.observations}
    wrong = [c for c in grid.findings if _is_wrong(c, [cells[i] for i in c.observations], grid)]
    wrong = _doubted_first(wrong, cells)
    for check in wrong:
        text = check.explanation.replace(_BY_ROUNDING, _NOT_AT_ALL)
        yield _finding(check, grid, document, cells, Severity.CONTRADICTION, text)
    for rule in dict.fromkeys(check.rule for check in grid.findings):
        off = [c for c in grid.findings if c.rule == rule and c.kind is Outcome.ROUNDING and c not in wrong]
        if off:
            more = f" The same goes for {counted(len(off) - 1, 'more figure')} of this table." if len(off) > 1 else ""
            yield _finding(off[0], grid, document, cells, Severity.ROUNDING, off[0].explanation + more)


def _is_wrong(check: Checked, cells: Sequence[Observation], grid: Grid) -> bool:
    """Whether a figure does not agree with its operands, beyond what rounding may make and with all of them read.

    The error of a sum of many rounded figures is hardly ever as large as all of theirs together: it grows with the
    root of their number, and lies within three and a half times its spread.
    """
    doubted, *operands = cells
    if check.kind is Outcome.ROUNDING and check.rule in _SUMS and doubted.quantity is not None:
        unit, step = doubted.quantity.unit, Decimal(1).scaleb(-doubted.quantity.decimals)
        figures = [o.quantity for o in operands if o.quantity is not None and o.quantity.unit == unit]
        exact = all(q.decimals >= doubted.quantity.decimals for q in figures)
        apart = abs(doubted.quantity.value - sum((q.value for q in figures), Decimal(0)))
        is_wrong = exact and len(figures) == len(operands) and apart > step * Decimal(len(cells)).sqrt()
    else:
        is_wrong = check.kind is Outcome.CONTRADICTED
    no_sum = check.rule == _TOTAL and (_leaves_out(doubted, operands, grid) or _is_one_of(doubted, operands))
    return is_wrong and not no_sum


def _is_one_of(total: Observation, parts: Sequence[Observation]) -> bool:
    """Whether the figure of a total is no larger than its largest part: the largest or the middle of them, no sum."""
    figures = [o.quantity.value for o in parts if o.quantity is not None and o.quantity.value]
    whole = total.quantity.value if total.quantity is not None else None
    return whole is not None and len(figures) > 1 and 0 < min(figures) <= whole <= max(figures)


def _doubted_first(wrong: Sequence[Checked], cells: Mapping[str, Observation]) -> list[Checked]:
    """The checks without those whose figure is right once an operand that is in doubt itself is put right.

    A subtotal that its rows do not add up to is wrong; the total that holds with what they do add up to is not.
    """
    put_right: dict[str, list[Quantity]] = {}
    for check in wrong:
        printed, given = cells[check.observations[0]].quantity, _given(check, cells, {})
        if printed is not None and given is not None:
            put_right.setdefault(check.observations[0], []).append(replace(printed, value=given[0]))
    return [
        check
        for check in wrong
        if not any(
            _holds(check, cells, {operand: quantity})
            for operand in check.observations[1:]
            for quantity in put_right.get(operand, ())
        )
    ]


def _holds(check: Checked, cells: Mapping[str, Observation], instead: Mapping[str, Quantity]) -> bool:
    """Whether a printed figure agrees with its operands, with some of these put right."""
    printed, given = cells[check.observations[0]].quantity, _given(check, cells, instead)
    return printed is not None and given is not None and abs(given[0] - printed.value) <= given[1]


def _given(
    check: Checked, cells: Mapping[str, Observation], instead: Mapping[str, Quantity]
) -> tuple[Decimal, Decimal] | None:
    """What a figure's operands give, in its unit, and how far rounding may move it; None where their units differ."""
    rule = Rule.SUM if check.rule == _TOTAL else Rule(check.rule)
    operands = tuple(range(1, len(check.observations)))
    row = [instead.get(i, cells[i].quantity) for i in check.observations]
    return expected_in_column(row, ColumnRelation(target=0, rule=rule, operands=operands))


def _leaves_out(total: Observation, parts: Sequence[Observation], grid: Grid) -> bool:
    """Whether a cell among the parts of a total holds something that is no figure to add: "53 (b)", "[c]"."""
    rows = [total.row, *(part.row for part in parts)]
    return any(
        o.column == total.column
        and min(rows) <= o.row <= max(rows)
        and o.quantity is None
        and any(c.isalnum() for c in o.printed)
        for o in grid.observations
    )


def _finding(
    check: Checked, grid: Grid, document: Document, cells: dict[str, Observation], severity: Severity, text: str
) -> Finding:
    doubted, *operands = (cells[i] for i in check.observations)
    beside = [o for o in operands if o.row == operands[0].row]
    return Finding(
        kind=FindingKind.ARITHMETIC,
        severity=severity,
        a=row_place(document, grid, doubted.row, check.printed, [doubted]),
        b=row_place(document, grid, operands[0].row, check.expected, beside),
        explanation=text,
        computed=check.expected,
        figure=f"{doubted.column}: {check.printed}",
    )
