"""Write a loaded report out in another format, one module each: ``write(document, path)``."""

from __future__ import annotations

from corpus.document import BlockKind, Cell, Document, Table


def front(document: Document) -> int:
    """How many first blocks are headings that name the report and open no section."""
    lead = next(i for i, block in enumerate(document.blocks) if block.kind is not BlockKind.HEADING)
    return next((i for i in range(lead) if _opens(document, i)), lead)


def captions(document: Document) -> frozenset[int]:
    """The blocks, by index, that are headings over a table or a picture and open no section."""
    headings = [i for i, block in enumerate(document.blocks) if block.kind is BlockKind.HEADING]
    return frozenset(i for i in headings if i >= front(document) and not _opens(document, i))


def _opens(document: Document, index: int) -> bool:
    section = document.blocks[index].locator.section
    following = document.blocks[index + 1 : index + 2]
    return any(block.locator.section[: len(section)] == section for block in following)


def level(document: Document, index: int) -> int:
    """A heading's depth from 1: lines that name the report stand over all its sections."""
    n = front(document)
    return 1 if index < n else len(document.blocks[index].locator.section) + (1 if n else 0)


def lines_above(document: Document, index: int) -> list[str]:
    """The lines right over a table that say what its figures are."""
    lines: list[str] = []
    for block in reversed(document.blocks[max(0, index - 3) : index]):
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE):
            break
        lines.insert(0, block.text)
    return lines


def uncovered(table: Table) -> list[list[Cell]]:
    """The cells of a table's rows, but for the blank ones that others lie over."""
    covered = {
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
        if (row, column) != (cell.row, cell.column)
    }
    return [[cell for cell in row if (cell.row, cell.column) not in covered] for row in table.rows()]
