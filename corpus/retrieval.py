"""Search by meaning and by words together, merged by rank.

Knows nothing of questions beyond their words, and nothing of figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import store
from corpus.database import Connection, Database
from corpus.document import ChunkKind, Passage
from corpus.embedding import Embedder
from corpus.errors import UnknownDocument
from corpus.vector_index import VectorIndex

EVERYTHING = frozenset(ChunkKind)

_RANK_OFFSET = 60
"""The usual constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""

_MIN_CANDIDATES = 50
_MOST_MATCHES = 2_000  # of the word index are scored at once; the rest only where meaning has found them
_LARGE = 20_000
"""Chunks; of a smaller library every match is scored."""
_MOST_HELD = 0.04
"""The share of a large library's chunks that may hold a word that is looked for."""
_FEWEST_TELLING = 2
_MAX_WORDS = 64  # of a query; more would only slow the word index down

_STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be because been before being between both but by can could
    did do does doing done during each either for from further get give gave given had has have having he her
    here him his how i if in into is it its itself just know let like many may me might more most much must my
    need no nor not now of off on once one only or other our out over own please said same say says shall she
    should show so some such tell than that the their them then there these they this those through to too
    under until up us very want was we were what when where whether which while who whom whose why will with
    within would you your
    """.split()  # noqa: SIM905 - readable as text
)


class Retrieval:
    """Searches one library. Safe to share between threads."""

    def __init__(self, database: Database, embedder: Embedder, index: VectorIndex) -> None:
        self._database = database
        self._embedder = embedder
        self._index = index
        self._counts: tuple[str, dict[str, int]] = ("", {})

    def search(
        self,
        query: str,
        *,
        kinds: frozenset[ChunkKind] = EVERYTHING,
        documents: frozenset[str] | None = None,
        limit: int = 10,
    ) -> tuple[Passage, ...]:
        """The passages that answer to `query` best, best first; equally good ones in document order.

        Only chunks of these kinds and documents (all documents when None); at most `limit`. The same query over the
        same library gives the same passages, scores included. Raises UnknownDocument, EmbeddingMismatch.
        """
        if limit < 1:
            raise ValueError(f"a search needs room for at least one passage, not {limit}")
        vector = self._embedder.embed([query])[0]
        n_candidates = max(_MIN_CANDIDATES, 2 * limit)
        with self._database.reading() as connection:
            store.check_embedder(connection, self._embedder.name, len(vector))
            known = store.document_ids(connection)
            for unknown in sorted((documents or frozenset()) - set(known)):
                raise UnknownDocument(unknown, known)
            by_meaning = self._index.nearest(vector, kinds=kinds, documents=documents, limit=n_candidates)
            words = self._telling(connection, search_words(query))
            by_words = (
                connection.match_words(words, kinds=kinds, documents=documents, limit=_MOST_MATCHES) if words else {}
            )
            scores: dict[int, float] = {}
            for ranking in (by_meaning, list(by_words)[:n_candidates]):
                for rank, number in enumerate(ranking, start=1):
                    scores[number] = scores.get(number, 0.0) + 1 / (_RANK_OFFSET + rank)
            vectors = connection.vectors(scores)  # in document order, which `sorted` keeps among equals
            best = sorted(vectors, key=lambda number: -round(scores[number], 9))[:limit]
            chunks = store.read_chunks(connection, best)
            unscored = [number for number in best if number not in by_words] if len(by_words) == _MOST_MATCHES else []
            word_scores = by_words | (connection.score_words(words, unscored) if unscored else {})
        return tuple(
            Passage(
                chunk=chunks[number],
                rank=rank,
                score=round(scores[number], 9),
                similarity=round(float(vectors[number].astype(float) @ vector.astype(float)), 6),
                words=word_scores.get(number, 0.0),
            )
            for rank, number in enumerate(best)
        )

    def saying(self, words: Sequence[str]) -> frozenset[str] | None:
        """The ids of the documents of which a chunk holds all of these words, of small letters, as they stand.

        None where very many chunks hold even the rarest of them: then it is not looked for.
        """
        with self._database.reading() as connection:
            counts = {word: connection.count_word(word) for word in words}
            rarest = min(counts, key=lambda word: counts[word])
            if counts[rarest] >= _MOST_MATCHES:
                return None
            found = connection.match_words((rarest,), kinds=EVERYTHING, documents=None, limit=_MOST_MATCHES)
            chunks = store.read_chunks(connection, found).values()
        said = ((chunk, f"{chunk.context} {chunk.text}".casefold()) for chunk in chunks)
        return frozenset(chunk.locator.document_id for chunk, text in said if all(word in text for word in words))

    def _telling(self, connection: Connection, words: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the words that few chunks hold, the rarest two at least; all where the library is not large.

        Words that stand in every report match most of what there is, take most of the time and say next to nothing.
        """
        if not words or store.count_chunks(connection) < _LARGE:
            return words
        state = self._database.state
        if self._counts[0] != state:
            self._counts = (state, {})
        counts = self._counts[1]
        for word in words:
            if word not in counts:
                counts[word] = connection.count_word(word)
        most = _MOST_HELD * store.count_chunks(connection)
        rarest = sorted((word for word in words if counts[word]), key=lambda word: counts[word])[:_FEWEST_TELLING]
        return tuple(word for word in words if counts[word] and (counts[word] <= most or word in rarest))


def search_words(query: str) -> tuple[str, ...]:
    """The words of `query` that say something, of which any may be found; each is of letters and digits alone.

    An acronym is kept even when it spells a stop word.

    >>> search_words('How many widgets did IT sell in "2024"?')
    ('widgets', 'IT', 'sell', '2024')
    """
    words = re.findall(r"[^\W_]+", query.encode("utf-8", "ignore").decode("utf-8"))
    shouted = not any(character.islower() for character in query)
    kept: dict[str, None] = {}
    for word in words:
        is_acronym = len(word) > 1 and word.isupper() and not shouted
        if is_acronym or ((len(word) > 1 or word.isdigit()) and word.lower() not in _STOP_WORDS):
            kept.setdefault(word)
    return tuple(kept)[:_MAX_WORDS]
