"""Checking an answer another way: what bears it out in other places than it cites, and what an audit finds there.

A statement that another place seems to contradict says nothing sure: without its table, a figure may be of something
else. What does not agree is for the audit, which compares only what is sure to be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answers.answer import Answer, Citation, Verdict
from assistant.answers.citations import folded
from assistant.auditing.findings import Finding
from corpus.document import Locator, Sentence
from corpus.sentences import plain
from structured.observations import Grid

MOST = 5
"""Statements of one answer that are checked: those who want more check a draft."""

_COLUMN = " › "
_FEWEST_DIGITS = 2  # a single digit is the same in two places by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """What an answer was checked by: ``checks`` bear it out elsewhere, ``findings`` touch the places it cites."""

    checks: tuple[Answer, ...]
    findings: tuple[Finding, ...]


def statements_of(answer: Answer) -> tuple[str, ...]:
    """What an answer states, each by itself: every cited figure of a table with its names, and every quoted sentence.

    Figures that were worked out are left out: whoever wants to see them borne out looks for what they were worked out
    from, which is cited.
    """
    said: list[str] = []
    for citation in answer.citations:
        said.extend(_figures(answer, citation) if citation.cells else [plain(citation.quote)])
    return tuple(dict.fromkeys(said))[:MOST]


def _figures(answer: Answer, citation: Citation) -> Iterable[str]:
    printed = {figure.label: figure.printed for figure in answer.figures if figure.citation == citation.n}
    for cell in citation.cells:
        label = f"{cell.row} / {cell.column}"
        row = cell.row.rpartition(_COLUMN)[2]
        if sum(c.isdigit() for c in cell.printed) < _FEWEST_DIGITS:
            continue
        column = ", ".join(cell.column.split(_COLUMN))
        yield f"{row}: {printed.get(label) or cell.printed}" + (f" ({column})" if column else "")


def grids_but(grids: Sequence[Grid], citations: Sequence[Citation]) -> tuple[Grid, ...]:
    """The tables without those that are cited."""
    cited = {(citation.document, cell.table) for citation in citations for cell in citation.cells}
    return tuple(grid for grid in grids if (grid.document_id, grid.number) not in cited)


def sentences_but(
    sentences: Mapping[str, Sequence[Sentence]], citations: Sequence[Citation]
) -> dict[str, tuple[Sentence, ...]]:
    """The sentences by report, without those that are cited and those that say the same words elsewhere."""
    said = {folded(citation.quote) for citation in citations}
    return {
        document: tuple(s for s in those if not is_cited(s.locator, citations) and folded(s.text) not in said)
        for document, those in sentences.items()
    }


def is_cited(place: Locator, citations: Sequence[Citation]) -> bool:
    """Whether a place shares text with one that is cited."""
    return any(
        c.document == place.document_id and c.locator.start < place.end and place.start < c.locator.end
        for c in citations
    )


def look_again(answer: Answer, check: Callable[[str], Answer], findings: Iterable[Finding]) -> SecondLook:
    """An answer held against the rest of the reports; ``check`` must not know the places that it cites.

    ``findings`` are an audit's; a place that one of them doubts bears nothing out.
    """
    touched = tuple(f for f in findings if any(f.touches(citation.locator) for citation in answer.citations))
    checks = tuple(
        found
        for found in (check(statement) for statement in statements_of(answer))
        if found.verdict is Verdict.SUPPORTED
        and not any(finding.touches(citation.locator) for finding in touched for citation in found.citations)
    )
    return SecondLook(checks=checks, findings=touched)
