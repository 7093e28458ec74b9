"""Whether a table says otherwise than a sentence that bears a claim out, by the way in which an audit compares them."""

from __future__ import annotations

from assistant.answers.answer import Verdict
from assistant.auditing.findings import Finding, FindingKind
from assistant.checking.amounts import Amount
from assistant.checking.checks import ProseCheck, TableCheck
from assistant.checking.claim import Claim
from assistant.questions.catalogue import GridEntry
from assistant.questions.scope import Scope
from assistant.readings import Reading
from corpus.document import Sentence
from structured.engine import run
from structured.plan import Operation, Plan
from structured.units import find_quantities


def doubted(check: ProseCheck, amount: Amount, claim: Claim, scope: Scope) -> TableCheck | None:
    """The cell of a table that gives another figure for what the sentences say; None where no table does."""
    for sentence in check.sentences:
        for finding in _findings(sentence, scope):
            figures = find_quantities(finding.figure)
            if figures and abs(figures[0].quantity.value) == abs(amount.quantity.value):
                cell = _cell(finding, claim, scope)
                if cell is not None:
                    return cell
    return None


def is_doubted(sentence: Sentence, scope: Scope) -> bool:
    """Whether a table of its report gives another figure for something that a sentence says."""
    return bool(_findings(sentence, scope))


def _findings(sentence: Sentence, scope: Scope) -> list[Finding]:
    """What tables of its report say otherwise than a sentence."""
    return [
        finding
        for finding in scope.contradictions_in(sentence.locator.document_id)
        if finding.kind is FindingKind.TEXT_VS_TABLE
        and not finding.a.cells
        and finding.a.locator.start == sentence.locator.start
    ]


def _cell(finding: Finding, claim: Claim, scope: Scope) -> TableCheck | None:
    """The cell that prints the table's figure; None where that is worked out from several."""
    if len(finding.b.cells) != 1:
        return None
    (cell,) = finding.b.cells
    entry = scope.catalogue.entry_of(finding.b.document, cell.table)
    row, column = entry.row_index[cell.row_index], entry.column_index[cell.column_index]
    return _looked_up(entry, row, column, claim, scope)


def _looked_up(entry: GridEntry, row: int, column: int, claim: Claim, scope: Scope) -> TableCheck:
    plan = Plan(operation=Operation.LOOKUP, operands=(entry.ref(row, column),))
    reading = Reading(plan=plan, entry=entry, covers={}, unexplained=(), score=0.0, rows=(row,), columns=(column,))
    return TableCheck(
        verdict=Verdict.CONTRADICTED,
        fit=0.0,
        question=claim.subject,
        reading=reading,
        result=run(plan, scope.catalogue.observation),
    )
