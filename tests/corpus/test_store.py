from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus import store
from corpus.database import Connection, Database, open_database
from corpus.document import Block, BlockKind, Cell, Chunk, ChunkKind, Document, LoadWarning, Locator, Table
from corpus.errors import EmbeddingMismatch, LibraryDamaged, UnknownDocument
from corpus.places import LibraryPlace
from corpus.sqlite import SqliteDatabase
from tests.samples import WordEmbedder, a_document, chunks_of, put, take
from tests.servers import STORES, new_place

EVERY_KIND = frozenset(ChunkKind)


@pytest.fixture
def database(place: LibraryPlace) -> Iterator[Database]:
    with open_database(place, create=True) as database:
        yield database


def n_rows(connection: Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_document_comes_back_as_it_went_in(database: Database) -> None:
    place = Locator(document_id="t", section=("A", "B"), page=3, page_inferred=True, start=0, end=9)
    cells = tuple(
        Cell(row=r, column=c, row_span=2 - r, text=f"{r}{c}", is_header=r == 0, locator=place)
        for r in range(2)
        for c in range(2)
    )
    table = Table(number=1, title="Sales", n_rows=2, n_columns=2, cells=cells, notes=("* provisional",), locator=place)
    document = Document(
        id="t",
        title="Tables — “quoted” \x00 \U0001f4c8",
        restates="other",
        source="some text",
        blocks=(
            Block(kind=BlockKind.TABLE, text="some text", table=table, locator=place),
            Block(kind=BlockKind.BULLET, text="some", level=2, lead_in="These:", locator=place),
        ),
        n_pages=None,
        warnings=(LoadWarning(message="odd", page=3),),
        digest="d",
        file_name="t.txt",
    )
    put(database, document)
    with database.reading() as connection:
        assert store.read_document(connection, "t") == document


def test_what_is_known_of_documents_needs_no_reading_and_is_sorted(database: Database) -> None:
    put(database, a_document("b"))
    put(database, a_document("a", ["one", "two"]))
    with database.reading() as connection:
        first, second = store.document_infos(connection)
    assert (first.id, second.id) == ("a", "b")
    assert (first.pages, first.chunks, first.tables, first.title) == (2, 2, 0, "Report a")
    assert first.warnings == a_document("a").warnings


def test_chunks_come_back_as_they_went_in(database: Database) -> None:
    document = a_document("a", ["one", "two", "three"])
    put(database, document, chunks=chunks_of(document, ChunkKind.ROWS))
    with database.reading() as connection:
        chunks = store.read_chunks(connection, [3, 1])
    assert chunks == {1: chunks_of(document, ChunkKind.ROWS)[0], 3: chunks_of(document, ChunkKind.ROWS)[2]}


def test_vectors_come_back_to_the_bit_in_document_order(database: Database) -> None:
    put(database, a_document("b", ["one", "two"]))
    put(database, a_document("a", ["three"]))
    expected = WordEmbedder().embed(["three", "one", "two"])
    with database.reading() as connection:
        table = store.read_vector_table(connection)
        some = connection.vectors([2, 3])
    assert table.matrix.tobytes() == expected.tobytes()
    assert table.numbers.tolist() == [3, 1, 2]
    assert table.spans == {"a": slice(0, 1), "b": slice(1, 3)}
    assert list(some) == [3, 2]
    assert some[2].tobytes() == expected[2].tobytes()


def test_removing_a_document_removes_all_that_hangs_on_it(database: Database) -> None:
    put(database, a_document("a", ["widgets", "grants"]))
    take(database, "a")
    with database.writing("look") as connection:
        assert [n_rows(connection, table) for table in ("documents", "chunks", "vectors", "grids", "originals")] == [
            0
        ] * 5
        assert connection.match_words(("widgets",), kinds=EVERY_KIND, documents=None, limit=5) == {}
        if isinstance(database, SqliteDatabase):
            connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        else:
            assert n_rows(connection, "words") == n_rows(connection, "lengths") == 0


def test_chunk_numbers_are_not_used_again(database: Database) -> None:
    put(database, a_document("a", ["one", "two"]))
    take(database, "a")
    put(database, a_document("b", ["three"]))
    with database.reading() as connection:
        assert list(store.read_chunks(connection, range(10))) == [3]


@pytest.mark.parametrize(
    ("change", "same"),
    [("nothing", True), ("vector", False), ("document", False)],
)
@pytest.mark.parametrize("kind", STORES)
def test_equal_keys_mean_the_same_place_and_vector(
    request: pytest.FixtureRequest, kind: str, change: str, same: bool
) -> None:
    keys = []
    for changed in (False, True):
        with open_database(new_place(kind, request), create=True) as database:
            document = a_document("b" if changed and change == "document" else "a")
            text = "other" if changed and change == "vector" else "text"
            put(database, document, vectors=WordEmbedder().embed([text]))
            with database.reading() as connection:
                keys.append(set(store.chunk_keys(connection, ChunkKind.PROSE)))
    assert (keys[0] == keys[1]) is same


def test_an_unknown_document_is_named_with_those_that_are_there(database: Database) -> None:
    put(database, a_document("a"))
    with database.reading() as connection, pytest.raises(UnknownDocument, match=r"no document 'x' .* holds: a"):
        store.read_document(connection, "x")
    with pytest.raises(UnknownDocument):
        take(database, "x")


def test_a_document_that_cannot_be_read_back_is_called_damaged(database: Database) -> None:
    put(database, a_document("a"))
    with database.writing("spoil") as connection:
        connection.execute("""UPDATE documents SET body = '{"id": 3}'""")
    with database.reading() as connection, pytest.raises(LibraryDamaged, match="document 'a' cannot be read back"):
        store.read_document(connection, "a")


def test_vectors_of_two_models_never_meet(database: Database) -> None:
    put(database, a_document("a"))
    with pytest.raises(EmbeddingMismatch, match=r"from the model 'words' .* not from 'another'"):
        put(database, a_document("b"), model="another")
    with pytest.raises(EmbeddingMismatch):
        put(database, a_document("b"), vectors=np.ones((1, 7), dtype=np.float32))
    with database.reading() as connection:
        assert store.document_ids(connection) == ("a",)
    take(database, "a")
    put(database, a_document("b"), model="another")


def test_a_vector_is_needed_for_each_chunk(database: Database) -> None:
    with pytest.raises(ValueError, match="1 chunks with 2 vectors"):
        put(database, a_document("a"), vectors=WordEmbedder().embed(["x", "y"]))


def test_words_are_found_in_other_forms_and_without_accents(database: Database) -> None:
    put(database, a_document("a", ["The cafés reported falling sales", "Grants"]))
    with database.reading() as connection:
        for word in ("cafe", "report", "reports", "fall", "Part"):
            assert 1 in connection.match_words((word,), kinds=EVERY_KIND, documents=None, limit=5), word


def test_word_scores_are_the_same_for_some_as_for_all(database: Database) -> None:
    put(database, a_document("a", ["widgets sold", "widgets and widgets", "grants"]))
    with database.reading() as connection:
        everything = connection.match_words(("widgets", "sold"), kinds=EVERY_KIND, documents=None, limit=5)
        some = connection.score_words(("widgets", "sold"), [2, 3])
    assert set(everything) == {1, 2}
    assert some == {2: everything[2]}


def test_equal_words_come_in_document_order(database: Database) -> None:
    put(database, a_document("b", ["widgets"]))
    put(database, a_document("a", ["widgets"]))
    with database.reading() as connection:
        assert list(connection.match_words(("widgets",), kinds=EVERY_KIND, documents=None, limit=5)) == [2, 1]


@pytest.fixture(scope="module", params=STORES)
def filled(request: pytest.FixtureRequest) -> Iterator[Database]:
    with open_database(new_place(request.param, request), create=True) as database:
        yield database


@example(texts=["\0", "\ufdd0", "\ufdd00 \ufdd01", "a\0b\ufdd0\0"])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_any_text_can_be_kept(filled: Database, texts: list[str]) -> None:
    document = a_document("any", texts)
    place = Locator(document_id="any", start=0, end=0)
    chunks = tuple(Chunk(id="same", kind=ChunkKind.SENTENCE, text=t, context=t, locator=place) for t in texts)
    put(filled, document, chunks=chunks)
    with filled.reading() as connection:
        assert store.read_document(connection, "any") == document
        assert tuple(store.read_chunks(connection, store.chunk_numbers(connection, "any")).values()) == chunks
    take(filled, "any")
