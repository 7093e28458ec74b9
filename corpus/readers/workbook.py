"""Read XLSX workbooks: each visible sheet is a section, with the tables, titles and notes that stand on it."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.readers.composing import Composer
from corpus.readers.reading import NoText, Reading
from corpus.readers.sheet_blocks import find_blocks
from corpus.readers.sheet_composing import compose_blocks, front_of
from corpus.readers.spreadsheet import Workbook

_UNNAMED = re.compile(r"(?:sheet|tabelle|feuil)\s?\d*", re.IGNORECASE)


def read(data: bytes, document_id: str) -> Reading:
    """The visible sheets of a workbook, read. Raises NotReadable, NoText, TooMuch."""
    workbook = Workbook(data)
    composer = Composer(document_id)
    if workbook.hidden:
        composer.warn(f"Hidden sheets were left out: {', '.join(workbook.hidden)}.")
    sheets = [(sheet, sheet.long.blocks() if sheet.long else find_blocks(sheet.cells)) for sheet in workbook.sheets()]
    sheets = [(sheet, blocks) for sheet, blocks in sheets if blocks or sheet.long or sheet.warnings]
    if not any(blocks or sheet.long for sheet, blocks in sheets):
        why = next((message for sheet, _ in sheets for message in sheet.warnings), "check the export it came from")
        raise NoText(f"holds no visible cell with text or figures: {why.rstrip('.')}")
    properties = workbook.properties()
    front = front_of([blocks for _, blocks in sheets], properties)
    for sheet, blocks in sheets:
        for message in sheet.warnings:
            composer.warn(message)
        if len(sheets) > 1 or not _UNNAMED.fullmatch(sheet.name):
            composer.heading(sheet.name, 1)
        compose_blocks(composer, blocks, 2, title=front.title)
    reading = composer.reading(properties=properties, front=front)
    n_tables = sum(block.table is not None for block in reading.blocks)
    long = [(sheet.long, sheet.name) for sheet, _ in sheets if sheet.long is not None]
    return replace(
        reading, long_tables=tuple(found.table(n, name) for n, (found, name) in enumerate(long, n_tables + 1))
    )
