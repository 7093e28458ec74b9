"""An answer as a Word document: the sentence, its caveats, the chart, the sources and the working."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.answers.answer import Answer
from assistant.answers.chart import Chart
from assistant.answers.drawing import draw
from assistant.answers.rendering import VERDICT_LABELS
from assistant.briefs.markdown import CAVEATS, SOURCES, WORKING, source_line
from assistant.briefs.word import TEMPLATE, Writer, open_template


def answer_word(answer: Answer, chart: Chart | None = None, template: Path = TEMPLATE) -> bytes:
    """The answer as the bytes of a ``.docx`` file. Raises TemplateNotReadable."""
    writer = Writer(open_template(template), answer.question)
    writer.title(answer.question)
    if answer.verdict is not None:
        writer.paragraph(f"{VERDICT_LABELS[answer.verdict]}.")
    for paragraph in re.split(r"\n\s*\n", answer.text):
        writer.paragraph(" ".join(paragraph.split()))
    if chart is not None:
        writer.picture(draw(chart), chart.alt)
    if answer.warnings:
        writer.heading(CAVEATS)
        writer.bullets(answer.warnings)
    if answer.citations:
        writer.heading(SOURCES)
    for citation in answer.citations:
        writer.paragraph(f"[{citation.n}] {source_line(citation)}", "Caption")
    if answer.working:
        writer.heading(WORKING)
        for line in answer.working:
            writer.paragraph(line, "Caption")
    return writer.saved()
