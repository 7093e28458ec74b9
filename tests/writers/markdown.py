"""A report as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.document import BlockKind, Document, Table
from tests.writers import captions, level


def write(document: Document, path: Path) -> None:
    """Write the report, page by page."""
    path.write_text("\n\n".join(_parts(document)) + "\n", encoding="utf-8")


def _parts(document: Document) -> Iterator[str]:
    page = None
    named = captions(document)
    for index, block in enumerate(document.blocks):
        if block.locator.page != page:
            page = block.locator.page
            yield f"<!-- page {page} -->" if page else "<!-- page -->"
        text = " ".join(block.text.split())
        if block.table is not None:
            yield _table(block.table)
        elif index in named:
            yield f"**{text.strip('*')}**"
        elif block.kind is BlockKind.HEADING:
            yield f"{'#' * level(document, index)} {text}"
        elif block.kind is BlockKind.BULLET:
            yield f"{'  ' * (block.level - 1)}- {text}"
        else:
            yield text


def _table(table: Table) -> str:
    lines = [f"| {' | '.join(cell.text.replace('|', chr(92) + '|') for cell in row)} |" for row in table.rows()]
    return "\n".join([lines[0], "|" + " --- |" * table.n_columns, *lines[1:]])
