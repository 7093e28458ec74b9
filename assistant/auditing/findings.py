"""Findings of an audit: two places that do not agree, how surely, and what follows from their figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from assistant.answers.answer import CitedCell
from assistant.answers.citations import cited_cell, folded, row_slice
from corpus.document import Document, Locator, Sentence
from structured.observations import Grid, Observation


class FindingKind(StrEnum):
    """What was held against what."""

    TEXT_VS_TABLE = "text_vs_table"
    """A sentence against a table, or two tables of one report."""
    TEXT_VS_TEXT = "text_vs_text"
    ARITHMETIC = "arithmetic"
    """A printed total, change or share that its own operands do not give."""
    CROSS_DOCUMENT = "cross_document"


class Severity(StrEnum):
    """How far two figures are from agreeing; in the order in which they are shown."""

    CONTRADICTION = "contradiction"
    """They cannot both be right."""
    APPARENT = "apparent"
    """A reading exists in which both are right; the explanation says which."""
    ROUNDING = "rounding"
    """They differ by what rounding, or cutting off digits, can make."""


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one of the figures stands: a sentence or a table row, verbatim with white space folded.

    ``figure`` is what stands there, as a sentence says it; ``cells`` are those of the row that print it, or that it was
    worked out from, empty for a sentence; ``table`` is their table's title.
    """

    document: str
    page: int | None
    section: str
    quote: str
    locator: Locator
    figure: str = ""
    cells: tuple[CitedCell, ...] = ()
    table: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Two places that do not agree. ``a`` is the one that is doubted; ``computed`` is what the operands give.

    ``figure`` is the doubted figure as printed. In the arithmetic of one sentence both places are that sentence.
    ``also`` are other places that give what ``b`` gives; ``turned`` says that only the direction differs.
    """

    kind: FindingKind
    severity: Severity
    a: Place
    b: Place
    explanation: str
    computed: str | None = None
    figure: str = ""
    also: tuple[Place, ...] = ()
    turned: bool = False

    @property
    def id(self) -> str:
        """Made from the two places and the figure that is doubted: the same for the same reports."""
        parts = [self.kind.value, self.figure]
        for place in (self.a, self.b):
            parts += [place.document, str(place.locator.start), place.quote]
        return sha256("\x1f".join(parts).encode()).hexdigest()[:12]

    def touches(self, place: Locator) -> bool:
        """Whether one of the two places overlaps with another place."""
        return any(
            own.locator.document_id == place.document_id
            and own.locator.start < place.end
            and place.start < own.locator.end
            for own in (self.a, self.b)
        )


def sentence_place(document: Document, sentence: Sentence, figure: str) -> Place:
    """The place of a figure in a sentence."""
    return _place(document, sentence.locator, figure)


def row_place(document: Document, grid: Grid, row: int, figure: str, cells: Iterable[Observation] = ()) -> Place:
    """The place of a figure in a table's row, ``row`` counted as the table prints it."""
    place = _place(document, row_slice(document, grid, row) or grid.locator, figure)
    return replace(place, cells=tuple(cited_cell(cell) for cell in cells), table=grid.title)


def _place(document: Document, locator: Locator, figure: str) -> Place:
    return Place(
        document=document.id,
        page=locator.page,
        section=" › ".join(locator.section),
        quote=folded(document.source[locator.start : locator.end]),
        locator=locator,
        figure=figure,
    )


def most_serious_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings sorted by severity, then by report and place; of two with one id the more serious."""
    ranked = sorted(
        findings, key=lambda f: (_RANK[f.severity], f.a.document, f.a.locator.start, f.b.locator.start, f.explanation)
    )
    kept: dict[str, Finding] = {}
    for finding in ranked:
        kept.setdefault(finding.id, finding)
    return tuple(kept.values())


def finding_json(finding: Finding) -> dict[str, Any]:
    """The fields of the command line's JSON."""
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "a": _place_json(finding.a),
        "b": _place_json(finding.b),
        "explanation": finding.explanation,
        "computed": finding.computed,
    }


def _place_json(place: Place) -> dict[str, Any]:
    return {"document": place.document, "page": place.page, "section": place.section, "quote": place.quote}
