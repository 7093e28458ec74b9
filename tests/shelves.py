"""What is kept beside a library, looked at and changed behind the program's back, in a folder and on a server."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from assistant.libraries.outlines import LAYOUT
from corpus.places import LibraryPlace, Server


def on_shelf(place: LibraryPlace, statement: str, values: Sequence[object] = ()) -> list[Any]:
    """Carry out a statement of the shared SQL; the rows that it finds."""
    if isinstance(place, Server):
        from corpus.postgres.connecting import connected
        from corpus.postgres.connection import adapted

        with connected(place) as server:
            rows = server.execute(adapted(statement), tuple(values))
            return rows.fetchall() if rows.description else []
    with closing(sqlite3.connect(place / LAYOUT.file_name)) as file, file:
        return file.execute(statement, tuple(values)).fetchall()
