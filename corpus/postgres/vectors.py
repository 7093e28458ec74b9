"""The chunks nearest in meaning to a query, found by the PostgreSQL server that holds the vectors."""

from __future__ import annotations

import numpy as np

from corpus.database import Vector
from corpus.document import ChunkKind
from corpus.postgres.database import PostgresDatabase
from corpus.vector_index import ROUNDING, cosines, nearest_first


class ServerVectors:
    """pgvector proposes, the order is decided here as for every index. Large libraries have an index on the server."""

    def __init__(self, database: PostgresDatabase, *, exact: bool) -> None:
        """``exact`` scans all vectors, index or not."""
        self._database = database
        self._exact = exact

    def nearest(
        self, query: Vector, *, kinds: frozenset[ChunkKind], documents: frozenset[str] | None, limit: int
    ) -> tuple[int, ...]:
        """See `VectorIndex.nearest`."""
        with self._database.reading() as connection:
            found = connection.nearest(query, kinds, documents, limit + 1, exact=self._exact)
            if len(found) > limit:
                near = cosines(np.stack([vector for _, _, vector in found]), query)
                last = np.sort(near)[-limit]
                if np.count_nonzero(near >= last - ROUNDING) > limit:
                    # Reports repeat whole sentences: others that are as near may have been left out.
                    found = connection.within(query, kinds, documents, float(last) - 2 * ROUNDING)
        if not found:
            return ()
        found.sort(key=lambda row: (row[1], row[0]))  # chunks are numbered in the order of their document
        order = nearest_first(cosines(np.stack([vector for _, _, vector in found]), query))
        return tuple(found[place][0] for place in order[:limit])

    def close(self) -> None:
        """Nothing to let go of."""
