from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.database import Database, open_database
from corpus.document import ChunkKind
from corpus.errors import EmbeddingMismatch, UnknownDocument
from corpus.places import LibraryPlace
from corpus.retrieval import Retrieval, search_words
from corpus.vector_index import ExactVectors, open_index
from tests.samples import WordEmbedder, a_document, chunks_of, put
from tests.servers import STORES, new_place

PARAGRAPHS = [
    "Widgets sold in the North rose",
    "Grant income fell",
    "IT costs were high",
    "Widgets sold in the South",
    "Rain fell on the fair",
]


@pytest.fixture(scope="module", params=STORES)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with open_database(new_place(request.param, request), create=True) as database:
        put(database, a_document("a", PARAGRAPHS))
        rows = a_document("b", ["North\t12\t14", "South\t9\t8", "Widgets sold in the North rose"])
        put(database, rows, chunks=chunks_of(rows, ChunkKind.ROWS))
        yield database


@pytest.fixture
def retrieval(database: Database) -> Retrieval:
    return Retrieval(database, WordEmbedder(), open_index(database, "exact"))


def test_what_is_near_by_meaning_and_words_comes_first(retrieval: Retrieval) -> None:
    first, second, *_ = retrieval.search("Were widgets sold in the South?")
    assert first.chunk.text == "Widgets sold in the South"
    assert (first.rank, second.rank) == (0, 1)
    assert first.score > second.score
    assert 0 < first.similarity <= 1
    assert first.words > 0


def test_a_passage_without_the_words_has_no_word_score(retrieval: Retrieval) -> None:
    passages = retrieval.search("Grant income")
    assert {passage.chunk.text: passage.words > 0 for passage in passages}["Rain fell on the fair"] is False
    assert len(passages) == 8


def test_documents_that_say_all_of_some_words_in_one_place(retrieval: Retrieval) -> None:
    assert retrieval.saying(("widgets", "south")) == {"a"}
    assert retrieval.saying(("widgets", "sold", "north")) == {"a", "b"}
    assert retrieval.saying(("grant", "rain")) == frozenset()
    assert retrieval.saying(("gadgets",)) == frozenset()


def test_words_that_very_much_holds_are_not_looked_for(retrieval: Retrieval, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.retrieval._MOST_MATCHES", 2)
    assert retrieval.saying(("widgets", "sold")) is None
    assert retrieval.saying(("widgets", "grant")) == frozenset()


def test_scores_are_reciprocal_ranks_added_up(retrieval: Retrieval) -> None:
    first = retrieval.search("Grant income fell")[0]
    assert first.chunk.text == "Grant income fell"
    assert first.score == pytest.approx(2 / 61, abs=1e-9)
    assert first.similarity == pytest.approx(1, abs=1e-6)


def test_equal_passages_come_in_document_order(retrieval: Retrieval) -> None:
    first, second, *_ = retrieval.search("Widgets sold in the North rose")
    assert first.chunk.text == second.chunk.text
    assert [first.chunk.locator.document_id, second.chunk.locator.document_id] == ["a", "b"]


def test_kinds_documents_and_limit_are_kept_to(retrieval: Retrieval) -> None:
    rows = retrieval.search("widgets in the North", kinds=frozenset({ChunkKind.ROWS}))
    assert {passage.chunk.kind for passage in rows} == {ChunkKind.ROWS}
    only = retrieval.search("widgets in the North", documents=frozenset({"a"}), limit=3)
    assert [passage.chunk.locator.document_id for passage in only] == ["a"] * 3
    assert retrieval.search("widgets", documents=frozenset()) == ()


def test_the_same_question_finds_the_same_twice_and_in_another_process(
    database: Database, retrieval: Retrieval
) -> None:
    other = Retrieval(database, WordEmbedder(), ExactVectors(database))
    assert (
        retrieval.search("widgets in the North")
        == retrieval.search("widgets in the North")
        == other.search("widgets in the North")
    )


def test_a_narrower_scope_does_not_change_similarity(retrieval: Retrieval) -> None:
    wide = {passage.chunk: passage.similarity for passage in retrieval.search("widgets sold")}
    narrow = {p.chunk: p.similarity for p in retrieval.search("widgets sold", documents=frozenset({"b"}))}
    assert narrow == {chunk: wide[chunk] for chunk in narrow}


def test_an_unknown_document_is_named(retrieval: Retrieval) -> None:
    with pytest.raises(UnknownDocument, match="no document 'c' in the library; it holds: a, b"):
        retrieval.search("widgets", documents=frozenset({"a", "c"}))


def test_another_model_than_the_librarys_is_refused(database: Database) -> None:
    class Other(WordEmbedder):
        name = "other"

    with pytest.raises(EmbeddingMismatch):
        Retrieval(database, Other(), ExactVectors(database)).search("widgets")


def test_no_room_for_passages_is_a_mistake(retrieval: Retrieval) -> None:
    with pytest.raises(ValueError, match="at least one passage"):
        retrieval.search("widgets", limit=0)


def test_an_empty_library_gives_nothing(place: LibraryPlace) -> None:
    with open_database(place, create=True) as empty:
        assert Retrieval(empty, WordEmbedder(), open_index(empty, "exact")).search("widgets") == ()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("How many widgets were sold?", ("widgets", "sold")),
        ("Did IT costs rise?", ("IT", "costs", "rise")),
        ("DID IT RISE", ("RISE",)),
        ("What was it?", ()),
        ("", ()),
        ("Q4 2023/24", ("Q4", "2023", "24")),
        ("widgets widgets", ("widgets",)),
        ('"; DROP TABLE chunks; --', ("DROP", "TABLE", "chunks")),
        ("over 5 a day", ("5", "day")),
    ],
)
def test_the_words_that_say_something_are_kept(query: str, words: tuple[str, ...]) -> None:
    assert search_words(query) == words


@example(query='NEAR("a" b) AND NOT * ^ col:x {a b} "')
@example(query="\ud800 \x00 widgets_sold ½ ² Ⅷ")
@example(query="widgets " * 5000 + " ".join(f"word{n}" for n in range(5000)))
@given(query=st.text(st.characters()))
def test_no_question_is_a_syntax_error(database: Database, query: str) -> None:
    words = search_words(query)
    if words:
        with database.reading() as connection:
            connection.match_words(words, kinds=frozenset(ChunkKind), documents=None, limit=5)


@example(query="\ud800 half a character")
@given(query=st.text(st.characters()))
def test_any_question_can_be_searched_for(database: Database, query: str) -> None:
    passages = Retrieval(database, WordEmbedder(), ExactVectors(database)).search(query, limit=3)
    assert [passage.rank for passage in passages] == [0, 1, 2]


@pytest.mark.parametrize(
    ("query", "most", "telling"),
    [
        ("Rain fell on the widgets sold", 0.2, ("Rain", "fell")),
        ("Rain fell on the widgets sold", 0.3, ("Rain", "fell")),
        ("Widgets sold", 0.0, ("Widgets", "sold")),
        ("Rain on zebras", 0.0, ("Rain",)),
        ("zebras", 0.5, ()),
    ],
)
def test_in_a_large_library_words_that_very_many_passages_hold_are_not_looked_for(
    database: Database, monkeypatch: pytest.MonkeyPatch, query: str, most: float, telling: tuple[str, ...]
) -> None:
    retrieval = Retrieval(database, WordEmbedder(), ExactVectors(database))
    words = search_words(query)
    with database.reading() as connection:
        assert retrieval._telling(connection, words) == words
        monkeypatch.setattr("corpus.retrieval._LARGE", 1)
        monkeypatch.setattr("corpus.retrieval._MOST_HELD", most)
        assert retrieval._telling(connection, words) == telling
    assert retrieval.search(query)


def test_only_the_kinds_and_documents_that_are_asked_for_are_scanned(database: Database) -> None:
    index = ExactVectors(database)
    query = WordEmbedder().embed(["Widgets sold in the North rose"])[0]
    every = index.nearest(query, kinds=frozenset(ChunkKind), documents=None, limit=99)
    rows = index.nearest(query, kinds=frozenset({ChunkKind.ROWS}), documents=None, limit=99)
    own = index.nearest(query, kinds=frozenset(ChunkKind), documents=frozenset({"b"}), limit=99)
    assert rows == own == tuple(number for number in every if number in set(rows))
    assert index.nearest(query, kinds=frozenset({ChunkKind.ROWS}), documents=frozenset({"a"}), limit=9) == ()
