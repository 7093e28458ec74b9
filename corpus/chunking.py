"""Cut a document into the slices that are stored and searched: prose windows, single sentences, and table rows.

The text of a chunk is verbatim; what helps a search understand it goes into its context.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.document import PROSE_KINDS, Block, Cell, Chunk, ChunkKind, Document, Locator, Sentence, Table
from corpus.sentences import plain, sentence_spans, sentences

MAX_PROSE_CHARS = 900
MAX_ROWS_CHARS = 500
_MAX_LEAD_IN_CHARS = 300
_MAX_HEAD_ROWS = 4
_MAX_HEADS_CHARS = 400
_HAS_FIGURE = re.compile(r"^[(+\-−–£$€ ]*\d[\d,.]*\s?(?:%|pp|m|bn|k)?\)?$")
_WORDS_BETWEEN = re.compile(r"[^\W\d_]{2,}")


def chunk(document: Document) -> tuple[Chunk, ...]:
    """The document's chunks: prose windows, then sentences, then rows, each in reading order.

    Every chunk's text is the source at its locator. Ids are made of document, kind, place and text, so that a rebuild
    gives the same.
    """
    chunks = (*_prose(document), *_sentence_chunks(document), *_row_chunks(document))
    return tuple({one.id: one for one in chunks}.values())


def _chunk(document: Document, kind: ChunkKind, context: Sequence[str], place: Locator) -> Chunk:
    text = document.source[place.start : place.end]
    key = "\0".join((document.id, kind.value, str(place.start), str(place.end), text))
    return Chunk(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        kind=kind,
        text=text,
        context="\n".join(filter(None, context)),
        locator=place,
    )


def _section(place: Locator) -> str:
    return " > ".join(place.section)


def _prose(document: Document) -> Iterator[Chunk]:
    window: list[Block] = []
    for block in document.blocks:
        if window and not _fits(document, window, block):
            yield from _window(document, window)
            window = []
        if block.kind in PROSE_KINDS:
            window.append(block)
    if window:
        yield from _window(document, window)


def _fits(document: Document, window: Sequence[Block], block: Block) -> bool:
    """Whether a block can join a window: same section and page, not too long, and nothing foreign between."""
    last, place = window[-1].locator, block.locator
    return (
        block.kind in PROSE_KINDS
        and (place.section, place.page) == (last.section, last.page)
        and place.end - window[0].locator.start <= MAX_PROSE_CHARS
        and _WORDS_BETWEEN.search(document.source, last.end, place.start) is None
    )


def _window(document: Document, window: Sequence[Block]) -> Iterator[Chunk]:
    first = window[0]
    context = (_section(first.locator), first.lead_in[-_MAX_LEAD_IN_CHARS:])
    start, end = first.locator.start, window[-1].locator.end
    for a, b in _pieces(document.source[start:end]):
        yield _chunk(document, ChunkKind.PROSE, context, replace(first.locator, start=start + a, end=start + b))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """A text whole when it is short enough, otherwise in runs of sentences; a longer sentence stays whole."""
    if len(text) <= MAX_PROSE_CHARS:
        yield 0, len(text)
        return
    start = end = -1
    for a, b in sentence_spans(text):
        if start >= 0 and b - start > MAX_PROSE_CHARS:
            yield start, end
            start = -1
        start, end = (a, b) if start < 0 else (start, b)
    if start >= 0:
        yield start, end


def _sentence_chunks(document: Document) -> Iterator[Chunk]:
    for sentence in sentences(document):
        yield _chunk(document, ChunkKind.SENTENCE, _sentence_context(sentence), sentence.locator)


def _sentence_context(sentence: Sentence) -> tuple[str, ...]:
    return _section(sentence.locator), sentence.lead_in[-_MAX_LEAD_IN_CHARS:]


def _row_chunks(document: Document) -> Iterator[Chunk]:
    for table in document.tables:
        rows = table.rows()
        heads = _head_rows(rows)
        title = "" if table.title in table.locator.section else table.title
        context = (_section(table.locator), title, _column_heads(rows[:heads]))
        run: list[tuple[Cell, ...]] = []
        for row in rows[heads:] or rows:
            if run and _end(row) - _start(run[0]) > MAX_ROWS_CHARS:
                yield _rows(document, table, context, run)
                run = []
            run.append(row)
        if run:
            yield _rows(document, table, context, run)


def _rows(document: Document, table: Table, context: Sequence[str], run: Sequence[tuple[Cell, ...]]) -> Chunk:
    place = replace(run[0][0].locator, section=table.locator.section, start=_start(run[0]), end=_end(run[-1]))
    return _chunk(document, ChunkKind.ROWS, context, place)


def _start(row: Sequence[Cell]) -> int:
    return min(cell.locator.start for cell in row)


def _end(row: Sequence[Cell]) -> int:
    return max(cell.locator.end for cell in row)


def _head_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows stand over the first one with a figure; none when that leaves no rows."""
    for index, row in enumerate(rows[: _MAX_HEAD_ROWS + 1]):
        if any(_HAS_FIGURE.match(cell.text) and not cell.is_header for cell in row):
            return index
    return 1 if len(rows) > 1 else 0


def _column_heads(rows: Sequence[Sequence[Cell]]) -> str:
    return plain(" | ".join(dict.fromkeys(cell.text for row in rows for cell in row if cell.text)))[:_MAX_HEADS_CHARS]
