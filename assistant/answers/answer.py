"""What the user gets: an answer with its figures, working and citations, and the JSON form of it.

Knows nothing of how an answer is found.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from corpus.document import Locator

if TYPE_CHECKING:
    import pandas as pd


class Route(StrEnum):
    """The way by which a question was answered."""

    CALCULATION = "calculation"
    RETRIEVAL = "retrieval"
    BOTH = "both"
    REFUSAL = "refusal"
    CLARIFICATION = "clarification"


class Verdict(StrEnum):
    """What the reports say of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"

    @classmethod
    def of(cls, right: bool) -> Verdict:
        """The verdict on what was found to be right or not."""
        return cls.SUPPORTED if right else cls.CONTRADICTED


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedCell:
    """One cell that a citation points at: its row label, its column label and the value as printed."""

    row: str
    column: str
    printed: str
    table: int
    row_index: int
    column_index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A numbered place in a report. ``quote`` is verbatim: the sentence, or the table row with its cells."""

    n: int
    document: str
    title: str
    section: str
    page: int | None
    quote: str
    table: str | None = None
    cells: tuple[CitedCell, ...] = ()
    locator: Locator

    def __post_init__(self) -> None:
        if not self.quote.strip():
            raise ValueError("a citation needs a quote")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that the answer's text states. ``unit`` is a code such as 'percent' or 'gbp_m'.

    ``printed`` is the number with its unit, as a sentence says it.
    """

    value: Decimal
    unit: str
    label: str
    citation: int | None
    derived: bool
    printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer. ``text`` carries ``[1]`` markers that point into ``citations`` (numbered from 1, in order).

    ``choices`` are the questions that a clarification offers; empty for every other route. ``compared`` are the cells
    of one table that a ranking chose among, in the table's order; they are for a chart and not a part of the JSON.
    ``disagreements`` are the sentences that end the text where the reports disagree on its figures; not in the JSON.
    """

    question: str
    route: Route
    text: str
    figures: tuple[Figure, ...] = ()
    working: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    verdict: Verdict | None = None
    warnings: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    compared: tuple[CitedCell, ...] = ()
    disagreements: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
    id: str = ""

    def timed(self, elapsed_ms: float) -> Answer:
        """The same answer with the time that it took."""
        return replace(self, elapsed_ms=round(elapsed_ms, 1))

    def figures_frame(self) -> pd.DataFrame:
        """The figures as a table for pandas, a row each in the order stated, with the place where each is cited."""
        from assistant.answers.notebook import figures_frame

        return figures_frame(self)

    def _repr_html_(self) -> str:
        from assistant.answers.notebook import notebook_html

        return notebook_html(self)


def outcome_of(answer: Answer) -> str:
    """What came of it in one word: the verdict of a claim, the route of a question."""
    return (answer.verdict or answer.route).value


def answer_id(question: str, history: tuple[str, ...], scope: tuple[str, ...], library_version: str) -> str:
    """A stable id: the same question over the same scope of the same library has the same one."""
    payload = json.dumps([question, list(history), sorted(scope), library_version], ensure_ascii=False)
    return hashlib.sha256(payload.encode(errors="surrogatepass")).hexdigest()[:16]


def json_number(value: Decimal) -> int | float:
    """A printed figure as JSON data holds it: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def figure_json(figure: Figure) -> dict[str, Any]:
    """A figure as plain JSON data."""
    return {
        "value": json_number(figure.value),
        "unit": figure.unit,
        "label": figure.label,
        "citation": figure.citation,
        "derived": figure.derived,
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """A citation as plain JSON data."""
    return {
        "n": citation.n,
        "document": citation.document,
        "title": citation.title,
        "section": citation.section,
        "page": citation.page,
        "quote": citation.quote,
        "table": citation.table,
        "cells": [{"row": cell.row, "column": cell.column, "value": cell.printed} for cell in citation.cells],
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain JSON data; the fields and their order are the contract of the command line and the API."""
    return {
        "id": answer.id,
        "question": answer.question,
        "route": answer.route.value,
        "text": answer.text,
        "figures": [figure_json(figure) for figure in answer.figures],
        "working": list(answer.working),
        "citations": [citation_json(citation) for citation in answer.citations],
        "verdict": answer.verdict.value if answer.verdict else None,
        "warnings": list(answer.warnings),
        "choices": list(answer.choices),
        "elapsed_ms": answer.elapsed_ms,
    }
