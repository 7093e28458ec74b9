"""A briefing as a Word document, in the styles of a template that an office can replace by its own.

A template's own text stays. ``{{title}}`` in it is replaced by the topic, and the briefing goes where a paragraph says
``{{briefing}}``, or to the end. Styles are taken by their Word names; what a template lacks is set plainly.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from docx import Document as open_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from assistant.answers.drawing import draw
from assistant.briefs.brief import Brief, FigureTable
from assistant.briefs.markdown import CAVEATS, FIGURES, SOURCES, WORKING, marks, sections, sources, workings
from assistant.usage import WrongUsage

TEMPLATE = Path(__file__).with_name("briefing.docx")
_TITLE, _PLACE = "{{title}}", "{{briefing}}"
_PICTURE_WIDTH = Cm(13)


class TemplateNotReadable(WrongUsage):
    """The template is no Word document that can be opened."""


def brief_word(brief: Brief, template: Path = TEMPLATE) -> bytes:
    """The briefing as the bytes of a ``.docx`` file. Raises TemplateNotReadable."""
    writer = Writer(open_template(template), brief.title)
    writer.title(brief.title)
    for heading, lines in sections(brief):
        writer.heading(heading)
        writer.bullets(lines)
    if brief.tables or brief.chart is not None:
        writer.heading(FIGURES)
    if brief.chart is not None:
        writer.picture(draw(brief.chart), brief.chart.alt)
    for table in brief.tables:
        writer.table(table)
    if brief.caveats:
        writer.heading(CAVEATS)
        writer.bullets(brief.caveats)
    writer.heading(SOURCES)
    for numbers, text in sources(brief):
        writer.paragraph(f"{marks(numbers)} {text}", "Caption")
    if worked := workings(brief):
        writer.heading(WORKING)
        for line in worked:
            writer.paragraph(line, "Caption")
    return writer.saved()


def open_template(template: Path) -> Any:
    """The template as python-docx opens it. Raises TemplateNotReadable."""
    try:
        return open_document(str(template))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise TemplateNotReadable(
            f"the template '{template}' is no Word document (.docx) that can be opened"
        ) from error


class Writer:
    """Writes paragraphs one after the other at the template's place for them."""

    def __init__(self, document: Any, title: str) -> None:
        self.document = document
        self.styles = {style.name for style in document.styles}
        self.has_title = False
        self.place: Any = None
        for paragraph in self._paragraphs():
            if _TITLE in paragraph.text:
                self.has_title = True
                _put(paragraph, _TITLE, title)
            if _PLACE in paragraph.text:
                self.place = paragraph
        if self.place is not None:
            _put(self.place, _PLACE, "")

    def _paragraphs(self) -> list[Any]:
        found = list(self.document.paragraphs)
        for section in self.document.sections:
            found += [*section.header.paragraphs, *section.footer.paragraphs]
        return found

    def paragraph(self, text: str, style: str | None = None) -> Any:
        """A paragraph in a style, where the template has it."""
        made = self.document.add_paragraph(text, style=style if style in self.styles else None)
        self._move(made._p)
        return made

    def _move(self, element: Any) -> None:
        if self.place is not None:
            self.place._p.addprevious(element)

    def title(self, text: str) -> None:
        """The title, unless the template has a place of its own for it."""
        if not self.has_title:
            self.paragraph(text, "Title")

    def heading(self, text: str) -> None:
        """A heading of a section."""
        made = self.paragraph(text, "Heading 1")
        if "Heading 1" not in self.styles:
            made.runs[0].bold = True

    def bullets(self, lines: tuple[str, ...]) -> None:
        """A list."""
        plain = "List Bullet" not in self.styles
        for line in lines:
            self.paragraph(f"• {line}" if plain else line, "List Bullet")

    def picture(self, data: bytes, alt: str) -> None:
        """A picture with what stands for it where it cannot be seen."""
        made = self.paragraph("")
        shape = made.add_run().add_picture(io.BytesIO(data), width=_PICTURE_WIDTH)
        shape._inline.docPr.set("descr", alt)

    def table(self, table: FigureTable) -> None:
        """A table under its title, the header row repeated on every page."""
        title = self.paragraph(f"{table.title} [{table.citation}]", "Caption")
        title.paragraph_format.keep_with_next = True
        last = table.rows[-1] if table.rows else table.columns
        grid = self.document.add_table(rows=1 + len(table.rows), cols=len(table.columns))
        if "Table Grid" in self.styles:
            grid.style = "Table Grid"
        self._move(grid._tbl)
        for row, cells in zip(grid.rows, (table.columns, *table.rows), strict=True):
            for n, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
                cell.text = text
                if n:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
                cell.paragraphs[0].paragraph_format.keep_with_next = cells is not last  # on one page where it can be
                for run in cell.paragraphs[0].runs:
                    run.bold = row is grid.rows[0] or cells is table.columns
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        grid.rows[0]._tr.get_or_add_trPr().append(repeated)
        self.paragraph("")

    def saved(self) -> bytes:
        """The document's bytes."""
        written = io.BytesIO()
        self.document.save(written)
        return written.getvalue()


def _put(paragraph: Any, mark: str, text: str) -> None:
    """Replace a mark in a paragraph, within one run where it can be, so that its formatting stays."""
    for run in paragraph.runs:
        if mark in run.text:
            run.text = run.text.replace(mark, text)
            return
    whole = paragraph.text.replace(mark, text)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = whole
