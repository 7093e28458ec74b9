"""A briefing as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answers.answer import Citation
from assistant.answers.rendering import cell_label, markdown_text, place_label
from assistant.briefs.brief import Brief, FigureTable
from corpus.sentences import plain

HEADLINES, REPORTED, CAUSES, ACTIONS = (
    "Headlines",
    "What else the reports say",
    "What the reports give as causes",
    "What is being done",
)
FIGURES, CAVEATS, SOURCES, WORKING = "Figures", "Caveats", "Sources", "Annex: working"


def sections(brief: Brief) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lists of a briefing that stand before its figures, with their headings; empty ones left out."""
    every = (
        (HEADLINES, brief.headlines),
        (CAUSES, brief.causes),
        (ACTIONS, brief.actions),
        (REPORTED, brief.reported),
    )
    return tuple((heading, lines) for heading, lines in every if lines)


def sources(brief: Brief) -> tuple[tuple[tuple[int, ...], str], ...]:
    """The places of a briefing with the numbers that point at them, in the order of the first of these.

    What a line quotes, and what a table shows, stands there already and is not said again, so that several quotes from
    one page are one source, and so are the cells of one table.
    """
    said = " ".join(line for _, lines in sections(brief) for line in (*lines, *brief.caveats))
    found: dict[str, list[int]] = {}
    for citation in brief.citations:
        place = place_label(citation)
        if citation.cells:
            text = f"{place}, table: {citation.table or 'untitled'}"
        else:
            text = place if plain(citation.quote) in said else source_line(citation)
        found.setdefault(text, []).append(citation.n)
    return tuple((tuple(numbers), text) for text, numbers in found.items())


def workings(brief: Brief) -> tuple[str, ...]:
    """The calculations of a briefing, each in one line with the figures that were read for it.

    What was only read, and with nothing worked out, stands in the tables as printed.
    """
    read = {figure: step for step in brief.working if (figure := _read_figure(step))}
    found = []
    for step in brief.working:
        if not _read_figure(step):
            own = [
                source for figure, source in read.items() if re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d])", step)
            ]
            found.append("; ".join((*own, step)))
    return tuple(found)


def _read_figure(step: str) -> str:
    """The figure that a step of a working only reads, as a calculation writes it; '' where it works something out."""
    return step.rpartition(" = ")[2].strip("()+- ") if step.startswith(_READ) else ""


_READ = "Read "


def source_line(citation: Citation) -> str:
    """Where a citation stands and what stands there, without its number."""
    if citation.cells:
        cells = "; ".join(cell_label(cell) for cell in citation.cells[:_MOST_CELLS])
        more = "; …" if len(citation.cells) > _MOST_CELLS else ""
        return f"{place_label(citation)}, table: {citation.table or 'untitled'} ({cells}{more})"
    return f"{place_label(citation)}: “{plain(citation.quote)}”"


_MOST_CELLS = 2


def brief_markdown(brief: Brief, picture: str = "") -> str:
    """The briefing as Markdown, in which nothing that a report or a user says is markup.

    ``picture`` is the chart's file; without one its words stand in its place.
    """
    parts = [f"# {markdown_text(brief.title)}"]
    for heading, lines in sections(brief):
        parts += [f"## {heading}", _list(lines)]
    if brief.tables or brief.chart is not None:
        parts.append(f"## {FIGURES}")
    if brief.chart is not None:
        alt = markdown_text(brief.chart.alt)
        parts.append(f"![{alt}]({picture})" if picture else f"*{alt}*")
    parts += [_table(table) for table in brief.tables]
    if brief.caveats:
        parts += [f"## {CAVEATS}", _list(brief.caveats)]
    parts += [f"## {SOURCES}", _list(f"{marks(numbers)} {text}" for numbers, text in sources(brief))]
    if worked := workings(brief):
        parts += [f"## {WORKING}", _list(worked)]
    return "\n\n".join(parts) + "\n"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {markdown_text(line)}" for line in lines)


def marks(numbers: Iterable[int]) -> str:
    """The numbers of citations as a text carries them: "[1][2]"."""
    return "".join(f"[{n}]" for n in numbers)


def _table(table: FigureTable) -> str:
    def row(cells: Sequence[str]) -> str:
        return "| " + " | ".join(map(markdown_text, cells)) + " |"

    rule = "| --- " + "| ---: " * (len(table.columns) - 1) + "|"
    return "\n".join(
        [
            f"**{markdown_text(table.title)}** [{table.citation}]",
            "",
            row(table.columns),
            rule,
            *(row(r) for r in table.rows),
        ]
    )
