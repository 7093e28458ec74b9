"""Where a library is: in a folder of this machine, or in a database of a PostgreSQL server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Server:
    """A library in a database of a PostgreSQL server. ``url`` may hold a password, so as text little of it is shown.

    >>> str(Server("postgresql://me:se/cret@db.example/reports"))
    'the PostgreSQL server'
    """

    url: str

    def __str__(self) -> str:
        server = re.fullmatch(
            r"(\w+)://(?:[^/?#]*@)?([\w.\-]*(?::\d+)?)(?:/([\w\-]*))?(?:[?#].*)?", self.url, re.DOTALL
        )
        return f"{server[1]}://{server[2]}/{server[3] or ''}" if server else "the PostgreSQL server"

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
