"""From an unreadable question to a result: the tables that the model may choose from, and what it may not do with them.

The model is shown labels, units and periods. It is shown no figure.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answers.calculating import calculate, tables_of
from assistant.answers.contract import PlanRequest
from assistant.errors import ModelReplyInvalid
from assistant.language_model.evidence import figures_suit, of_cells
from assistant.questions.catalogue import GridEntry
from assistant.questions.conversation import Turn
from assistant.questions.scope import Scope
from assistant.questions.words import label_stems
from corpus.document import ChunkKind
from corpus.errors import UnknownDocument
from structured.engine import Result
from structured.errors import StructuredError
from structured.observations import Grid
from structured.plan import Condition
from structured.units import find_quantities, unit_code

MOST_TABLES = 4
MOST_ROWS = 80
MOST_COLUMNS = 20
KEPT_TURNS = 4


@dataclass(frozen=True, slots=True)
class ScopeTables:
    """The tables of a question's scope, for carrying out a plan."""

    scope: Scope

    def grids(self, documents: frozenset[str]) -> tuple[Grid, ...]:
        """The tables of these reports. Raises UnknownDocument."""
        known = tuple(document.id for document in self.scope.documents)
        for unknown in sorted(documents - set(known)):
            raise UnknownDocument(unknown, known)
        catalogue = self.scope.catalogue
        return tuple(catalogue.entries[t.index].grid for t in catalogue.tables if t.document_id in documents)


def nearest_tables(turn: Turn, scope: Scope, search_query: str) -> tuple[GridEntry, ...]:
    """The tables that share most with the question, by the words of their labels and by what a search finds."""
    needs = {need.index: need.weight for need in turn.linked.needs}
    found = {p.chunk.locator: p.score for p in scope.search(search_query, frozenset({ChunkKind.ROWS}), 10)}
    scored = []
    held = {report.id for report in scope.documents}
    for entry in (scope.catalogue.entries[t.index] for t in scope.catalogue.tables if t.document_id in held):
        texts = [scope.catalogue.labels[i].text for rows in (*entry.rows, *entry.columns) for i in rows]
        texts += [scope.catalogue.labels[i].text for i, _ in entry.context]
        covers = scope.linker.cover(turn.linked, frozenset(s for text in texts for s in label_stems(text)))
        place = entry.frame.locator
        near = max(
            (
                score
                for locator, score in found.items()
                if locator.document_id == place.document_id and place.start <= locator.start < place.end
            ),
            default=0.0,
        )
        scored.append((sum(needs.get(i, 0.0) * share for i, share in covers.items()) + 20 * near, entry))
    scored.sort(key=lambda item: (-round(item[0], 6), item[1].index))
    return tuple(entry for score, entry in scored[:MOST_TABLES] if score > 0)


def plan_data(turn: Turn, history: Sequence[str], tables: Sequence[GridEntry]) -> str:
    """What the model is given to plan from, as JSON."""
    return json.dumps(
        {
            "question": turn.question.asked,
            "questions before it": list(history[-KEPT_TURNS:]),
            "tables": [_table(entry.grid) for entry in tables],
        },
        ensure_ascii=False,
    )


def _table(grid: Grid) -> dict[str, Any]:
    units = {o.column: unit_code(o.quantity.unit) for o in reversed(grid.observations) if o.quantity is not None}
    return {
        "document": grid.document_id,
        "table": grid.number,
        "title": grid.title or grid.caption,
        "section": " / ".join(grid.section),
        "columns": [
            {"column": c.index, "labels": list(c.path), "unit": units.get(c.index), "kind": c.kind.value}
            for c in grid.columns[:MOST_COLUMNS]
        ],
        "rows": [{"row": r.index, "labels": list(r.path)} for r in grid.rows[:MOST_ROWS]],
    }


def carry_out(request: PlanRequest, turn: Turn, scope: Scope) -> Result:
    """What the model's plan gives. Raises ModelReplyInvalid for a plan that cannot be, or cannot be what was asked."""
    tables = ScopeTables(scope)
    try:
        plan = request.plan()
        for condition in plan.conditions:
            _check_quantity(condition, turn)
        result = calculate(plan, tables)
    except (StructuredError, UnknownDocument) as error:
        raise ModelReplyInvalid(f"the language model's plan cannot be carried out: {error}") from error
    if not any(value.quantity is not None for value in result.values):
        raise ModelReplyInvalid("the language model's plan gives no figure")
    refs = (*plan.operands, *plan.baseline)
    grids = tables_of(tables, refs)
    cells = [scope.catalogue.observation(ref) for ref in refs]
    if not figures_suit(turn, of_cells(cells, grids, scope), result, scope):
        raise ModelReplyInvalid("the language model's plan is about something else than the question")
    return result


def _check_quantity(condition: Condition, turn: Turn) -> None:
    """A figure that the model brought in itself has no place in an answer."""
    if condition.quantity is None:
        return
    said = {mention.quantity.value for mention in find_quantities(turn.question.asked)}
    if condition.quantity.value not in said:
        raise ModelReplyInvalid(
            "the language model's plan holds cells against a figure that the question does not name"
        )
