"""The arithmetic of tables: totals, differences, changes and shares that their own cells do not give."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.auditing.findings import Finding, FindingKind, Severity, row_place
from assistant.libraries.listing import counted
from corpus.document import Document
from structured.observations import Finding as Checked
from structured.observations import FindingKind as Outcome
from structured.observations import Grid, Observation


def arithmetic_of_table(grid: Grid, document: Document) -> Iterator[Finding]:
    """Every printed figure that its operands contradict, and for each rule the first of those off by rounding."""
    cells = {o.id: o for o in grid.observations}
    for check in grid.findings:
        if check.kind is Outcome.CONTRADICTED:
            yield _finding(check, grid, document, cells, Severity.CONTRADICTION, check.explanation)
    for rule in dict.fromkeys(check.rule for check in grid.findings):
        off = [c for c in grid.findings if c.rule == rule and c.kind is Outcome.ROUNDING]
        if off:
            more = f" The same goes for {counted(len(off) - 1, 'more figure')} of this table." if len(off) > 1 else ""
            yield _finding(off[0], grid, document, cells, Severity.ROUNDING, off[0].explanation + more)


def _finding(
    check: Checked, grid: Grid, document: Document, cells: dict[str, Observation], severity: Severity, text: str
) -> Finding:
    doubted, *operands = (cells[i] for i in check.observations)
    return Finding(
        kind=FindingKind.ARITHMETIC,
        severity=severity,
        a=row_place(document, grid, doubted.row),
        b=row_place(document, grid, operands[0].row),
        explanation=text,
        computed=check.expected,
        figure=f"{doubted.column}: {check.printed}",
    )
