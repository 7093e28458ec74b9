"""A briefing as data; how it looks is for ``word.py`` and ``markdown.py``."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers.answer import Citation, Figure
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
