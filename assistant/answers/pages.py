"""The page that a citation stands on, as its reader saw it: for reports that came as PDF."""

from __future__ import annotations

from assistant.answers.answer import Citation
from assistant.libraries.library import Library
from corpus.document import Document
from corpus.picturing import PagePicture, picture_place
from corpus.readers.pdf_places import CellWanted, Wanted


def page_of(library: Library, citation: Citation) -> PagePicture | None:
    """The page with the cited place marked; None for a report that is no PDF, or where the page cannot be told.

    Raises UnknownDocument, LibraryDamaged, ReaderStopped.
    """
    file = library.original(citation.document)
    if file.ending != ".pdf":
        return None
    return picture_place(file, wanted_of(citation, library.document(citation.document)))


def wanted_of(citation: Citation, document: Document) -> Wanted:
    """What to look for on the pages: the quote, and which of the cells that print the same is meant."""
    tables = {table.number: table for table in document.tables}
    cells = []
    for cell in citation.cells:
        row = (c for c in tables[cell.table].cells if c.row == cell.row_index) if cell.table in tables else ()
        nth = sum(1 for c in row if c.column < cell.column_index and c.text == cell.printed)
        cells.append(CellWanted(text=cell.printed, nth=nth))
    page = None if citation.locator.page_inferred else citation.page
    return Wanted(quote=citation.quote, cells=tuple(cells), page=page)
