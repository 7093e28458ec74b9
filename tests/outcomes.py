"""What may become of a file, whatever its bytes: a refusal, or a report whose every place is in its text."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.chunking import chunk
from corpus.document import Document, Locator
from corpus.errors import LoadError
from corpus.loading import ReportFile, load_file
from corpus.records import from_json, to_json
from corpus.sentences import sentences
from structured.grids import read_grids


def read_all(data: bytes, name: str) -> Document | None:
    """The report in these bytes, taken as far as its figures and its pieces to search; None where it is refused.

    Raises AssertionError where a place does not fit the text, and whatever a reader should not have raised.
    """
    try:
        document = load_file(ReportFile.of(data, name))
    except LoadError:
        return None
    assert from_json(Document, to_json(document)) == document, "what is kept is not what was read"
    for place in _places(document):
        assert place.end <= len(document.source), f"{place} is past the end of the text"
        assert place.document_id == document.id
    for block in document.blocks:
        assert block.text == document.source[block.locator.start : block.locator.end], f"{block} is not there"
    for sentence in sentences(document):
        assert sentence.text == document.source[sentence.locator.start : sentence.locator.end]
    chunk(document)
    read_grids(document)
    return document


def _places(document: Document) -> Iterator[Locator]:
    for block in document.blocks:
        yield block.locator
        if block.table is not None:
            yield block.table.locator
            yield from (cell.locator for cell in block.table.cells)
