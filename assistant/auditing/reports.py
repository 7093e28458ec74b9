"""The audit: every figure-bearing sentence and every table of some reports, held against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from assistant.auditing.findings import Finding, most_serious_first
from assistant.auditing.links import Lines
from assistant.auditing.series import table_views
from assistant.auditing.statements import statements
from assistant.auditing.sums import arithmetic_of
from assistant.auditing.tables import text_against_tables
from corpus.document import Document, Sentence
from structured.observations import Grid
from structured.periods import Period


def audit_reports(
    documents: Sequence[Document],
    grids: Sequence[Grid],
    sentences: Mapping[str, Sequence[Sentence]],
    periods: Mapping[str, Period | None],
) -> tuple[Finding, ...]:
    """The findings of these reports, most serious first. ``sentences`` and ``periods`` go by the reports' ids."""
    return most_serious_first(_findings(documents, grids, sentences, periods))


def _findings(
    documents: Sequence[Document],
    grids: Sequence[Grid],
    sentences: Mapping[str, Sequence[Sentence]],
    periods: Mapping[str, Period | None],
) -> Iterator[Finding]:
    for document in documents:
        own = [grid for grid in grids if grid.document_id == document.id]
        lines = Lines(table_views(own, document.title))
        stated = tuple(statements(document, sentences[document.id], periods.get(document.id)))
        for before, statement in pairwise((None, *stated)):
            assert statement is not None
            yield from text_against_tables(statement, lines, document)
            yield from arithmetic_of(statement, before)
