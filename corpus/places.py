"""Where a library is: in a folder of this machine, or in a database of a PostgreSQL server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Server:
    """A library in a database of a PostgreSQL server. ``url`` may hold a password; as text, it is left out."""

    url: str

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    def __repr__(self) -> str:
        return f"Server({str(self)!r})"


LibraryPlace = Path | Server
"""Where a library is: in a folder, or on a server."""


def read_place(text: str) -> LibraryPlace:
    """The place that a text names.

    >>> print(read_place("postgresql://me:secret@db.example:5432/reports"))
    postgresql://db.example:5432/reports
    >>> read_place("reports").name
    'reports'
    """
    return Server(text) if text.startswith(("postgresql://", "postgres://")) else Path(text)
