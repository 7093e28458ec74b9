"""A briefing as data; how it looks is for ``word.py`` and ``markdown.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.answers.answer import Citation, Figure, citation_json, figure_json, json_number
from assistant.answers.chart import Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """Printed figures: ``rows`` are as long as ``columns``, the first cell of each its label."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    citation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A briefing on a topic. Its lines carry ``[1]`` marks that point into ``citations`` (numbered from 1, in order).

    ``headlines`` are worked out from the tables, ``reported`` quoted from the text, as are ``causes`` and ``actions``;
    ``working`` says how each computed figure came about.
    """

    topic: str
    title: str
    headlines: tuple[str, ...]
    reported: tuple[str, ...]
    causes: tuple[str, ...]
    actions: tuple[str, ...]
    tables: tuple[FigureTable, ...]
    chart: Chart | None
    caveats: tuple[str, ...]
    citations: tuple[Citation, ...]
    figures: tuple[Figure, ...]
    working: tuple[str, ...]


def brief_json(brief: Brief) -> dict[str, Any]:
    """A briefing as plain JSON data."""
    chart = brief.chart
    return {
        "topic": brief.topic,
        "title": brief.title,
        "headlines": list(brief.headlines),
        "reported": list(brief.reported),
        "causes": list(brief.causes),
        "actions": list(brief.actions),
        "tables": [
            {
                "title": table.title,
                "columns": list(table.columns),
                "rows": [list(row) for row in table.rows],
                "citation": table.citation,
            }
            for table in brief.tables
        ],
        "chart": None
        if chart is None
        else {
            "kind": chart.kind.value,
            "title": chart.title,
            "subtitle": chart.subtitle,
            "labels": list(chart.labels),
            "values": [json_number(value) for value in chart.values],
            "printed": list(chart.printed),
            "alt": chart.alt,
        },
        "caveats": list(brief.caveats),
        "figures": [figure_json(figure) for figure in brief.figures],
        "working": list(brief.working),
        "citations": [citation_json(citation) for citation in brief.citations],
    }
