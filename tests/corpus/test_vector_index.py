from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.document import ChunkKind
from corpus.embedding import Vectors
from corpus.errors import IndexDamaged
from corpus.sqlite import SqliteDatabase
from corpus.vector_index import ChromaVectors, ExactVectors, open_index
from tests.samples import a_document, put, take

ALL = frozenset(ChunkKind)


def random_vectors(n: int, seed: int, dimensions: int = 32) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((n, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def put_random(database: SqliteDatabase, document_id: str, n: int, seed: int) -> Vectors:
    vectors = random_vectors(n, seed)
    put(database, a_document(document_id, [f"paragraph {i} of {seed}" for i in range(n)]), vectors=vectors)
    return vectors


def agree(database: SqliteDatabase, chroma: ChromaVectors, seed: int = 99) -> bool:
    exact = ExactVectors(database)
    queries = random_vectors(10, seed)
    return all(
        chroma.nearest(query, kinds=ALL, documents=None, limit=5)
        == exact.nearest(query, kinds=ALL, documents=None, limit=5)
        for query in queries
    )


@pytest.fixture
def database(tmp_path: Path) -> Iterator[SqliteDatabase]:
    with SqliteDatabase(tmp_path / "library", create=True) as database:
        yield database


def test_chroma_finds_nearly_all_that_the_exact_scan_finds(database: SqliteDatabase) -> None:
    # Texts of a report gather in topics; vectors with no structure at all would be harder, and unlike any report.
    topics = random_vectors(60, seed=1, dimensions=384)
    vectors = np.repeat(topics, 50, axis=0) + 0.6 * random_vectors(3000, seed=2, dimensions=384)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    put(database, a_document("large", [f"paragraph {i}" for i in range(3000)]), vectors=vectors)
    exact, chroma = ExactVectors(database), ChromaVectors(database)
    found = wanted = 0
    for query in topics + 0.3 * random_vectors(60, seed=3, dimensions=384):
        reference = set(exact.nearest(query, kinds=ALL, documents=None, limit=50))
        found += len(reference & set(chroma.nearest(query, kinds=ALL, documents=None, limit=50)))
        wanted += len(reference)
    chroma.close()
    assert found / wanted >= 0.99


@pytest.mark.parametrize("limit", [1, 7, 30, 130, 400])
def test_texts_that_are_repeated_come_in_document_order_from_both(database: SqliteDatabase, limit: int) -> None:
    """Of equally near ones at the limit the same are given, and a last bit of 32 decides nothing."""
    texts = random_vectors(12, seed=4, dimensions=384)
    which = np.random.default_rng(5).integers(len(texts), size=300)
    put(database, a_document("repeats", [f"paragraph {i}" for i in which]), vectors=texts[which])
    put(database, a_document("again", [f"paragraph {i}" for i in which[:100]]), vectors=texts[which[:100]])
    exact, chroma = ExactVectors(database), ChromaVectors(database)
    for query in texts + 0.5 * random_vectors(len(texts), seed=6, dimensions=384):
        wanted = exact.nearest(query, kinds=ALL, documents=None, limit=limit)
        assert chroma.nearest(query, kinds=ALL, documents=None, limit=limit) == wanted
    chroma.close()


def test_an_index_of_mostly_removed_chunks_is_built_anew(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chroma keeps what is removed: memory, files and disk would grow with every report that comes and goes."""
    monkeypatch.setattr("corpus.vector_index._FEWEST_GONE", 50)
    put_random(database, "stays", 40, seed=1)
    chroma = ChromaVectors(database)
    builds, sizes = set(), []
    for turn in range(12):
        put_random(database, "comes", 40, seed=2 + turn)
        assert agree(database, chroma)
        take(database, "comes")
        if turn == 6:  # how much it holds of what is gone is known to the next process
            chroma.close()
            chroma = ChromaVectors(database)
        assert agree(database, chroma)
        folders = [path for path in (database.place / "chroma").iterdir() if path.is_dir()]
        builds.add(folders[0].name)
        sizes.append(sum(file.stat().st_size for file in folders[0].rglob("*")))
        assert len(folders) == 1
    chroma.close()
    assert 4 <= len(builds) <= 8
    assert max(sizes[6:]) <= max(sizes[:6])


def test_what_another_process_changed_meanwhile_is_caught_up_when_opened(database: SqliteDatabase) -> None:
    put_random(database, "first", 40, seed=1)
    ChromaVectors(database).close()
    put_random(database, "second", 40, seed=2)
    take(database, "first")
    chroma = ChromaVectors(database)
    assert agree(database, chroma)
    chroma.close()


def test_a_library_restored_from_an_older_copy_is_followed_back(database: SqliteDatabase, tmp_path: Path) -> None:
    put_random(database, "first", 40, seed=1)
    database.close()
    shutil.copy(database.path, tmp_path / "copy.sqlite")
    with SqliteDatabase(database.place) as newer:
        put_random(newer, "second", 40, seed=2)
        ChromaVectors(newer).close()
    shutil.copy(tmp_path / "copy.sqlite", database.path)
    with SqliteDatabase(database.place) as restored:
        # The same version number and the same chunk numbers again, but other vectors.
        put_random(restored, "second", 40, seed=3)
        chroma = ChromaVectors(restored)
        assert agree(restored, chroma)
        chroma.close()


@pytest.mark.parametrize("damage", ["rubbish", "empty", "gone"])
def test_a_damaged_index_is_built_again(database: SqliteDatabase, damage: str) -> None:
    put_random(database, "first", 40, seed=1)
    ChromaVectors(database).close()
    file = database.place / "chroma" / "1" / "chroma.sqlite3"
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(b"rubbish" * 999 if damage == "rubbish" else b"")
    for _ in range(2):
        chroma = ChromaVectors(database)
        assert agree(database, chroma)
        chroma.close()
    assert len(list((database.place / "chroma").iterdir())) == 1


def test_damaged_vectors_are_built_again(database: SqliteDatabase) -> None:
    put_random(database, "first", 1500, seed=1)  # more than Chroma keeps outside its vector files
    ChromaVectors(database).close()
    for file in (database.place / "chroma" / "1").rglob("*.bin"):
        file.write_bytes(b"")
    chroma = ChromaVectors(database)
    assert agree(database, chroma)
    chroma.close()


def test_an_index_that_fails_while_it_is_used_is_built_again(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb.api.models.Collection import Collection
    from chromadb.errors import InternalError

    put_random(database, "first", 40, seed=1)
    chroma = ChromaVectors(database)
    asked: list[object] = []
    query = Collection.query

    def fail_once(self: Collection, **question: object) -> object:
        asked.append(question)
        if len(asked) == 1:
            raise InternalError("disk I/O error")
        return query(self, **question)  # type: ignore[arg-type]

    monkeypatch.setattr(Collection, "query", fail_once)
    assert agree(database, chroma)
    assert len(asked) == 12  # the one that failed, one to try the new build, and these ten
    assert [build.name for build in (database.place / "chroma").iterdir()] == ["2"]
    chroma.close()


def test_an_index_that_keeps_failing_is_called_damaged(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chromadb.api.models.Collection import Collection
    from chromadb.errors import InternalError

    def fail(self: Collection, **question: object) -> None:
        raise InternalError("disk I/O error")

    vectors = put_random(database, "first", 40, seed=1)
    chroma = ChromaVectors(database)
    monkeypatch.setattr(Collection, "query", fail)
    with pytest.raises(IndexDamaged, match=r"disk I/O error.* remove the folder 'chroma'"):
        chroma.nearest(vectors[0], kinds=ALL, documents=None, limit=5)
    chroma.close()


def test_vectors_that_the_index_lost_are_put_back(database: SqliteDatabase) -> None:
    import chromadb
    from chromadb.config import Settings

    put_random(database, "first", 40, seed=1)
    ChromaVectors(database).close()
    settings = Settings(anonymized_telemetry=False)
    with chromadb.PersistentClient(path=database.place / "chroma" / "1", settings=settings) as client:  # type: ignore[attr-defined]
        (prose,) = (c for c in client.list_collections() if c.name.startswith("prose"))
        prose.delete(ids=prose.get(include=[])["ids"][:15])
    chroma = ChromaVectors(database)
    assert agree(database, chroma)
    chroma.close()


def test_an_index_whose_holder_was_killed_while_changing_it_is_not_trusted(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_random(database, "first", 40, seed=1)
    chroma = ChromaVectors(database)
    put_random(database, "second", 40, seed=2)
    with monkeypatch.context() as patch:
        patch.setattr(ChromaVectors, "_bring_up", interrupted)
        with pytest.raises(KeyboardInterrupt):
            agree(database, chroma)
    chroma.close()
    assert sorted(path.name for path in (database.place / "chroma").iterdir()) == ["1", "unfinished"]
    for _ in range(2):
        chroma = ChromaVectors(database)
        assert agree(database, chroma)
        chroma.close()
        assert [path.name for path in (database.place / "chroma").iterdir()] == ["2"]


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_index_that_holds_other_vectors_under_the_right_keys_is_built_again(database: SqliteDatabase) -> None:
    import chromadb
    from chromadb.config import Settings

    put_random(database, "first", 400, seed=1)
    ChromaVectors(database).close()
    settings = Settings(anonymized_telemetry=False)
    with chromadb.PersistentClient(path=database.place / "chroma" / "1", settings=settings) as client:  # type: ignore[attr-defined]
        (prose,) = (c for c in client.list_collections() if c.name.startswith("prose"))
        keys = prose.get(include=[])["ids"]
        prose.upsert(ids=keys, embeddings=random_vectors(len(keys), seed=2))
    chroma = ChromaVectors(database)
    assert agree(database, chroma)
    chroma.close()


def test_vectors_of_another_model_start_a_new_index(database: SqliteDatabase) -> None:
    put_random(database, "first", 40, seed=1)
    chroma = ChromaVectors(database)
    take(database, "first")
    vectors = random_vectors(20, seed=5, dimensions=16)
    put(database, a_document("other", [f"p {i}" for i in range(20)]), vectors=vectors, model="another")
    found = chroma.nearest(vectors[3], kinds=ALL, documents=None, limit=3)
    assert found == ExactVectors(database).nearest(vectors[3], kinds=ALL, documents=None, limit=3)
    chroma.close()


def test_only_one_holder_opens_the_index_and_the_next_scans(database: SqliteDatabase) -> None:
    put_random(database, "first", 40, seed=1)
    first = open_index(database, "chroma")
    second = open_index(database, "chroma")
    assert isinstance(first, ChromaVectors)
    assert isinstance(second, ExactVectors)
    first.close()
    third = open_index(database, "chroma")
    assert isinstance(third, ChromaVectors)
    third.close()
    third.close()


def test_an_unknown_kind_of_index_is_refused(database: SqliteDatabase) -> None:
    with pytest.raises(ValueError, match="no vector index 'server'"):
        open_index(database, "server")
