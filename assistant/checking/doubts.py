"""Whether a table says otherwise than a sentence that bears a claim out, by the way in which an audit compares them."""

from __future__ import annotations

from assistant.answers.answer import Verdict
from assistant.auditing.findings import Finding, FindingKind, Severity
from assistant.auditing.links import Lines
from assistant.auditing.series import table_views
from assistant.auditing.statements import statements
from assistant.auditing.tables import text_against_tables
from assistant.checking.amounts import Amount
from assistant.checking.checks import ProseCheck, TableCheck
from assistant.checking.claim import Claim
from assistant.questions.catalogue import GridEntry
from assistant.questions.scope import Scope
from assistant.readings import Reading
from corpus.document import Sentence
from structured.engine import run
from structured.plan import Operation, Plan
from structured.units import Quantity, find_quantities, to_base


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
    document = scope.document_of(sentence.locator.document_id)
    grids = [e.grid for e in scope.catalogue.entries_of(document.id)]
    lines = Lines(table_views(grids, f"{document.title} {document.publisher}"))
    found: list[Finding] = []
    for statement in statements(document, [sentence], scope.catalogue.periods.get(document.id)):
        found += text_against_tables(statement, lines, document)
    return [f for f in found if f.severity is Severity.CONTRADICTION and f.kind is FindingKind.TEXT_VS_TABLE]


def _cell(finding: Finding, claim: Claim, scope: Scope) -> TableCheck | None:
    """The cell of the row that a finding names that prints the table's figure."""
    computed = find_quantities(finding.computed or "")
    place = finding.b.locator
    if not computed:
        return None
    for entry in scope.catalogue.entries_of(place.document_id):
        for (row, column), cell in entry.cells.items():
            inside = place.start <= cell.locator.start and cell.locator.end <= place.end
            if inside and cell.quantity is not None and _same(cell.quantity, computed[0].quantity):
                return _looked_up(entry, entry.row_index[row], entry.column_index[column], claim, scope)
    return None


def _same(a: Quantity, b: Quantity) -> bool:
    return a.unit.kind is b.unit.kind and abs(to_base(a)) == abs(to_base(b))


def _looked_up(entry: GridEntry, row: int, column: int, claim: Claim, scope: Scope) -> TableCheck:
    plan = Plan(operation=Operation.LOOKUP, operands=(entry.ref(row, column),))
    reading = Reading(plan=plan, entry=entry, covers={}, unexplained=(), score=0.0, rows=(row,), columns=(column,))
    return TableCheck(
        verdict=Verdict.CONTRADICTED,
        fit=0.0,
        said=1.0,
        full=True,
        question=claim.subject,
        reading=reading,
        result=run(plan, scope.catalogue.observation),
    )
