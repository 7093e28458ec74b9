"""The audit: every figure-bearing sentence and every table of some reports, held against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from assistant.auditing.across import may_be_one_body, tables_across, tables_within
from assistant.auditing.dates import dates_of_events
from assistant.auditing.findings import Finding, most_serious_first
from assistant.auditing.grids import arithmetic_of_table
from assistant.auditing.links import Lines
from assistant.auditing.misprints import Misprints
from assistant.auditing.outcomes import outcome_against_total
from assistant.auditing.pairs import text_across, text_against_text
from assistant.auditing.phrases import same_phrases
from assistant.auditing.series import table_views
from assistant.auditing.statements import statements
from assistant.auditing.sums import arithmetic_of
from assistant.auditing.tables import text_against_other_tables, text_against_tables
from assistant.auditing.totals import misprinted_totals, unmarked_totals
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
    read = []
    for document in documents:
        own = [grid for grid in grids if grid.document_id == document.id]
        lines = Lines(table_views(own, f"{document.title} {document.publisher}"))
        stated = tuple(statements(document, sentences[document.id], periods.get(document.id)))
        read.append((document, lines, stated))
        found = [f for grid in own for f in arithmetic_of_table(grid, document)]
        found += [f for table in lines.tables for f in unmarked_totals(table, document)]
        found += [f for table in lines.tables for f in misprinted_totals(table, document)]
        misprints = Misprints(lines, document)
        for before, statement in pairwise((None, *stated)):
            assert statement is not None
            doubts = list(text_against_tables(statement, lines, document))
            doubts += [] if doubts else outcome_against_total(statement, lines, document)
            found += [*doubts, *misprints.of(statement, frozenset(f.figure for f in doubts))]
            found += arithmetic_of(statement, before)
        yield from found
        yield from tables_within(document, lines.tables)
        yield from text_against_text(
            stated, lines, frozenset((f.a.document, f.a.locator.start, f.figure) for f in found)
        )
        yield from same_phrases(stated, lines)
        yield from dates_of_events(document, sentences[document.id], periods.get(document.id))
    for (a, a_lines, a_stated), (b, b_lines, b_stated) in combinations(read, 2):
        if not may_be_one_body(a, b):
            continue
        revised = _one_is_later(periods.get(a.id), periods.get(b.id))
        for stated, own_lines, lines, document in ((a_stated, a_lines, b_lines, b), (b_stated, b_lines, a_lines, a)):
            for statement in stated:
                if not own_lines.links(statement):
                    yield from text_against_other_tables(statement, lines, document, revised=revised)
        yield from tables_across((a, a_lines.tables), (b, b_lines.tables), revised=revised)
        yield from text_across(a_stated, b_stated, Lines((*a_lines.tables, *b_lines.tables)), revised=revised)


def _one_is_later(a: Period | None, b: Period | None) -> bool:
    """Whether one report is later than the other, as far as their periods tell; two of unknown time may be."""
    return a is None or b is None or a.last != b.last
