"""An outline as it is written: made from a report, and stamped with what it was made from."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from assistant.answers.citations import Quotable, quotable
from assistant.questions.outline import ReportOutline, TableOutline, outline
from corpus.columns import pack
from corpus.document import BlockKind, Document, Locator, Sentence
from corpus.records import to_json
from corpus.store import DocumentInfo
from structured.observations import Grid
from structured.tables import write_table

COUNTS = ("frequency", "inside", "capital", "words", "acronyms")
"""The fields of an outline that count words, or tell them."""
_MADE_BY = (
    "assistant/libraries/outlining.py", "assistant/questions/outline.py", "assistant/questions/words.py",
    "assistant/answers/citations.py", "corpus/sentences.py", "corpus/document.py", "corpus/columns.py",
    "structured/observations.py", "structured/tables.py", "structured/headers.py",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOutline:
    """A report's outline, sentences, text and tables, compressed.

    ``tables`` are number, table without its cells, and cells. ``stamp`` says of what they are an outline.
    """

    document: str
    stamp: str
    body: bytes
    said: bytes
    quoted: bytes
    tables: tuple[tuple[int, bytes, bytes], ...]


def make_outline(
    info: DocumentInfo, document: Document, sentences: Sequence[Sentence], grids: Sequence[Grid]
) -> tuple[ReportOutline, WrittenOutline]:
    """The outline of a report with these sentences and tables, and how it is written."""
    made = outline(document, grids, sentences)
    return made, WrittenOutline(
        document=info.id,
        stamp=stamp(info),
        body=_packed(_written_outline(made)),
        said=_packed(_written_text(sentences, notes_of(document))),
        quoted=_packed(_written_quotable(quotable(document))),
        tables=tuple(_written_table(grid) for grid in grids),
    )


def notes_of(document: Document) -> frozenset[int]:
    """The places in ``document.blocks`` of its notes."""
    return frozenset(i for i, block in enumerate(document.blocks) if block.kind is BlockKind.NOTE)


@cache
def _code_version() -> str:
    """Stands for the code that makes outlines: when it has changed, they may come out otherwise."""
    digest = hashlib.sha256()
    packages = Path(__file__).resolve().parents[2]
    for name in _MADE_BY:
        digest.update((packages / name).read_bytes())
    return digest.hexdigest()[:12]


def stamp(info: DocumentInfo) -> str:
    """What an outline of a report is an outline of: the file, how it was read, what the user set, and this code."""
    told = [getattr(info, field.name) for field in fields(info) if field.name != "warnings"]
    return hashlib.sha256(f"{_code_version()} {told}".encode()).hexdigest()[:24]


def _packed(value: object) -> bytes:
    return _compressed(to_json(value))


def _compressed(text: str) -> bytes:
    return zlib.compress(text.encode(), 1)


def _written_outline(one: ReportOutline) -> dict[str, Any]:
    prose = list(dict.fromkeys(table.prose for table in one.tables))
    return {
        "tables": [
            {
                **{field.name: getattr(t, field.name) for field in fields(TableOutline)},
                "prose": prose.index(t.prose),
            }
            for t in one.tables
        ],
        "prose": [sorted(stems) for stems in prose],
        **{name: dict(getattr(one, name)) for name in COUNTS},
        "n_sentences": one.n_sentences,
        "n_long_tables": one.n_long_tables,
    }


def _written_table(grid: Grid) -> tuple[int, bytes, bytes]:
    frame, cells = write_table(grid)
    return grid.number, _compressed(frame), _compressed(cells)


def _written_text(sentences: Sequence[Sentence], notes: frozenset[int]) -> dict[str, Any]:
    return {
        "notes": sorted(notes),
        "starts": [sentence.locator.start for sentence in sentences],
        "sentences": pack(Sentence, sentences),
    }


def _written_quotable(one: Quotable) -> dict[str, Any]:
    return {"source": one.source, "rows": list(one.rows), "places": pack(Locator, list(one.rows.values()))}
