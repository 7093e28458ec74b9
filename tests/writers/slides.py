"""A report as a presentation: a title slide, a slide for each heading, with its text, its bullets and its tables."""

from __future__ import annotations

from pathlib import Path

import pptx
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Emu

from corpus.document import Block, BlockKind, Document, Table
from tests.writers import captions, front

_LEFT, _WIDTH, _STEP = Emu(400_000), Emu(8_000_000), 300_000


def write(document: Document, path: Path) -> None:
    """Write the report, a slide for each section."""
    deck = pptx.Presentation()
    n = front(document)
    while n and document.blocks[n].kind is not BlockKind.HEADING:
        n += 1
    if n:
        _title_slide(deck, [block.text for block in document.blocks[:n]])
    named = captions(document)
    slide: Slide | None = None
    top = 0
    for index, block in enumerate(document.blocks[n:], n):
        if slide is None or (block.kind is BlockKind.HEADING and index not in named):
            slide = deck.slides.add_slide(deck.slide_layouts[5])
            top = 1_500_000
        if block.kind is BlockKind.HEADING and index not in named:
            slide.shapes.title.text = block.text
            continue
        follows = index and document.blocks[index - 1].kind is BlockKind.BULLET and block.kind is BlockKind.BULLET
        if block.table is not None:
            _table(slide, block.table, top)
        elif follows and (block.level > 1 or block.lead_in == document.blocks[index - 1].lead_in):
            _bullet(slide.shapes[-1].text_frame.add_paragraph(), block)
            continue
        else:
            frame = slide.shapes.add_textbox(_LEFT, Emu(top), _WIDTH, Emu(_STEP - 50_000)).text_frame
            if block.kind is BlockKind.BULLET:
                _bullet(frame.paragraphs[0], block)
            else:
                frame.text = block.text
        top += _STEP
        deck.slide_height = max(deck.slide_height, Emu(top))
    deck.save(str(path))


def _title_slide(deck: Presentation, lines: list[str]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = lines[0]
    slide.placeholders[1].text = "\n".join(lines[1:])


def _bullet(paragraph: object, block: Block) -> None:
    paragraph.text = block.text  # type: ignore[attr-defined]
    paragraph.level = block.level - 1  # type: ignore[attr-defined]
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]
    properties.append(properties.makeelement(f"{{{properties.nsmap['a']}}}buChar", {"char": "•"}))


def _table(slide: Slide, table: Table, top: int) -> None:
    frame = slide.shapes.add_table(table.n_rows, table.n_columns, _LEFT, Emu(top), _WIDTH, Emu(_STEP - 50_000))
    for cell in table.cells:
        place = frame.table.cell(cell.row, cell.column)
        if cell.row_span > 1 or cell.column_span > 1:
            last = frame.table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
            place.merge(last)
        if cell.text:
            place.text = cell.text
