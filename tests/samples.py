"""Small hand-made documents, and an embedder that needs no model, for tests of what stores and searches them."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus import store
from corpus.database import Database
from corpus.document import Block, BlockKind, Chunk, ChunkKind, Document, LoadWarning, Locator
from corpus.embedding import Vectors

ROOT = Path(__file__).resolve().parents[1]


def another_process(code: str, *before: str) -> subprocess.Popen[str]:
    """Python in a process of its own that runs ``code`` after the lines ``before``; `put` and the like are there."""
    lines = ["import os, sys", "from tests.samples import a_document, put, take", *before, code]
    return subprocess.Popen(
        [sys.executable, "-c", "\n".join(lines)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def ids(database: Database) -> tuple[str, ...]:
    """The reports that a library holds."""
    with database.reading() as connection:
        return store.document_ids(connection)


class WordEmbedder:
    """Texts with the same words are near each other. Each word is a random direction that its letters decide."""

    name = "words"
    dimensions = 32

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "ignore")).digest()[:4])
                vectors[row] += np.random.default_rng(seed).standard_normal(self.dimensions)
            vectors[row] /= np.linalg.norm(vectors[row])
        return vectors


def a_document(document_id: str = "sales", paragraphs: Sequence[str] = ("Widgets sold well.",)) -> Document:
    """A report of these paragraphs, each in a section named after its place."""
    source = "\n".join(paragraphs)
    blocks: list[Block] = []
    start = 0
    for number, text in enumerate(paragraphs):
        place = Locator(
            document_id=document_id,
            section=("Sales", f"Part {number}"),
            page=number + 1,
            page_inferred=True,
            start=start,
            end=start + len(text),
        )
        blocks.append(Block(kind=BlockKind.PARAGRAPH, text=text, locator=place))
        start += len(text) + 1
    return Document(
        id=document_id,
        title=f"Report {document_id}",
        source=source,
        blocks=tuple(blocks),
        n_pages=len(paragraphs),
        warnings=(LoadWarning(message="the second table has no title", page=2), LoadWarning(message="no date")),
        digest=hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(),
        file_name=f"{document_id}.txt",
    )


def chunks_of(document: Document, kind: ChunkKind = ChunkKind.PROSE) -> tuple[Chunk, ...]:
    """One chunk for each block."""
    return tuple(
        Chunk(id=f"{document.id}-{n}", kind=kind, text=b.text, context=" > ".join(b.locator.section), locator=b.locator)
        for n, b in enumerate(document.blocks)
    )


def put(
    database: Database,
    document: Document,
    *,
    chunks: Sequence[Chunk] | None = None,
    vectors: Vectors | None = None,
    model: str = WordEmbedder.name,
) -> None:
    """Add a document to a library, its chunks embedded by their text alone unless vectors are given."""
    chunks = chunks_of(document) if chunks is None else chunks
    if vectors is None:
        vectors = WordEmbedder().embed([chunk.text for chunk in chunks])
    with database.writing(f"add {document.id} {document.digest}") as connection:
        store.set_embedder(connection, model, vectors.shape[1])
        store.add_document(
            connection, document, chunks, vectors, observations=0, reader="test", added="2024-01-01T00:00:00+00:00"
        )


def take(database: Database, document_id: str) -> None:
    """Remove a document from a library."""
    with database.writing(f"remove {document_id}") as connection:
        store.remove_document(connection, document_id)
