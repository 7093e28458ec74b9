"""What is done to a report before it is kept, and may be done on another machine: reading and embedding it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from corpus.document import Chunk
from corpus.embedding import Vectors
from corpus.loading import ReportFile
from structured.parsing import Parsed, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A report as it was read, and the vectors of its chunks, in their order, where they were made as well."""

    parsed: Parsed
    vectors: Vectors | None = None


class Engine(Protocol):
    """Prepares reports elsewhere, several at once; safe to share between threads."""

    @property
    def at_once(self) -> int:
        """How many reports it should be given at a time."""

    def prepare(self, file: ReportFile, document_id: str) -> Prepared:
        """The report in a file. Raises LoadError, and EngineLost when it can prepare none any more."""


class Here:
    """No engine: each report is read by a process of its own on this machine, and embedded when it is kept."""

    def __init__(self, at_once: int) -> None:
        """Read so many at a time."""
        self.at_once = at_once

    def prepare(self, file: ReportFile, document_id: str) -> Prepared:
        """See `Engine.prepare`."""
        return Prepared(parsed=parse(file, document_id=document_id))


def embedded_texts(chunks: Sequence[Chunk]) -> list[str]:
    """What is embedded of chunks: each with what it stands under."""
    return [f"{chunk.context}\n{chunk.text}".strip() for chunk in chunks]


@cache
def reader_version() -> str:
    """Stands for the code that reads reports: when it has changed, the same file may read otherwise."""
    digest = hashlib.sha256()
    packages = Path(__file__).resolve().parents[2]
    for package in ("corpus", "structured"):
        for path in sorted((packages / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
