"""What is kept beside a library so that its reports need not be read: the same as reading them, or made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers.citations import Quotable, quotable
from assistant.libraries.library import Library
from assistant.libraries.outlines import LAYOUT, OUTLINES, TABLES, Outlines, Sources, kept_beside
from assistant.libraries.outlining import notes_of, stamp
from assistant.questions.outline import outline
from assistant.service import Assistant
from corpus.database import open_database
from corpus.document import Document
from corpus.errors import LibraryUnreachable
from corpus.places import LibraryPlace, Server
from corpus.sentences import sentences
from corpus.store import DocumentInfo
from structured.grids import read_grids
from tests.servers import TestServer, running_server
from tests.shelves import on_shelf
from tests.small import REPORT, document_of

pytestmark = pytest.mark.usefixtures("read_here")

INFO = DocumentInfo(
    id="widgets-q4-2023-24", title="Widgets", publisher="", period="", published="", edition="", restates="",
    file_name="w.txt", digest="d", reader="r", added="", pages=1, tables=1, observations=1, chunks=1,
)  # fmt: skip


def sources(document: Document) -> Sources:
    return Sources(
        document=lambda _: document, sentences=lambda _: sentences(document), grids=lambda _: read_grids(document)
    )


def as_told(one: Quotable) -> tuple[object, ...]:
    return one.id, one.source, dict(one.rows)


def unread(_: str) -> Document:
    raise AssertionError("the report was read")


NOT_READ = Sources(document=unread, sentences=unread, grids=unread)  # type: ignore[arg-type]


@pytest.fixture
def document() -> Document:
    return document_of(REPORT)


Opener = Callable[[LibraryPlace | None, Sources], Outlines]


@pytest.fixture
def opened() -> Iterator[Opener]:
    """Opens outlines, and lets go of them at the end."""
    with ExitStack() as stack:
        yield lambda place, sources: stack.enter_context(closing(Outlines(place, sources)))


@pytest.fixture
def beside(place: LibraryPlace) -> LibraryPlace:
    """An empty library, to keep outlines beside."""
    open_database(place, create=True).close()
    return place


def test_what_is_kept_is_what_was_made(document: Document, opened: Opener, beside: LibraryPlace) -> None:
    made = opened(beside, sources(document)).of([INFO])
    kept = opened(beside, NOT_READ)
    assert kept.of([INFO]) == made == (outline(document, read_grids(document), sentences(document)),)
    assert tuple(kept.text(INFO).sentences) == sentences(document)
    assert kept.text(INFO).notes == notes_of(document)
    assert as_told(kept.quotable(INFO)) == as_told(quotable(document))
    assert [kept.table(INFO, grid.number).grid for grid in read_grids(document)] == list(read_grids(document))


def test_a_report_that_has_changed_is_read_again(document: Document, opened: Opener, beside: LibraryPlace) -> None:
    opened(beside, sources(document)).of([INFO])
    changed = replace(INFO, digest="other")
    assert stamp(changed) != stamp(INFO)
    for ask in (
        lambda o: o.of([changed]),
        lambda o: o.text(changed),
        lambda o: o.quotable(changed),
        lambda o: o.table(changed, 1),
    ):
        with pytest.raises(AssertionError, match="was read"):
            ask(opened(beside, NOT_READ))


def test_two_versions_of_the_program_keep_theirs_side_by_side(
    document: Document, opened: Opener, beside: LibraryPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = (outline(document, read_grids(document), sentences(document)),)
    for version in ("one", "other"):
        monkeypatch.setattr("assistant.libraries.outlining._code_version", lambda version=version: version)
        assert opened(beside, sources(document)).of([INFO]) == wanted
    for version in ("one", "other", "one"):
        monkeypatch.setattr("assistant.libraries.outlining._code_version", lambda version=version: version)
        kept = opened(beside, NOT_READ)
        assert kept.of([INFO]) == wanted
        assert kept.table(INFO, 1).grid == read_grids(document)[0]
        assert tuple(kept.text(INFO).sentences) == sentences(document)
    (n_tables,) = on_shelf(beside, f"SELECT count(*) FROM {TABLES}")
    monkeypatch.setattr("assistant.libraries.outlining._code_version", lambda: "third")
    opened(beside, sources(document)).of([INFO])
    assert on_shelf(beside, f"SELECT turn FROM {OUTLINES} ORDER BY turn") == [(2,), (3,)]
    assert on_shelf(beside, f"SELECT count(*) FROM {TABLES}") == [n_tables]


def test_reports_that_are_gone_are_forgotten(document: Document, opened: Opener, beside: LibraryPlace) -> None:
    outlines = opened(beside, sources(document))
    outlines.of([INFO])
    outlines.remove_others([])
    assert [on_shelf(beside, f"SELECT count(*) FROM {name}") for name in (OUTLINES, TABLES)] == [[(0,)], [(0,)]]


def test_what_has_changed_does_not_stay_in_memory(document: Document, opened: Opener) -> None:
    outlines = opened(None, sources(document))
    other = replace(INFO, id="other")
    for number in range(5):
        changed = replace(INFO, added=str(number))
        outlines.remove_others([changed, other])
        for info in (changed, other):
            outlines.text(info)
            outlines.quotable(info)
    for kept in (outlines._texts, outlines._quotables):
        assert set(kept) == {(info.id, stamp(info)) for info in (changed, other)}


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE {OUTLINES} SET body = ?, said = ?, quoted = ?",
        f"UPDATE {TABLES} SET cells = ?",
        f"DROP TABLE {TABLES}",
        f"DELETE FROM {TABLES}",
    ],
)
def test_what_is_damaged_is_made_again(document: Document, opened: Opener, beside: LibraryPlace, change: str) -> None:
    first = opened(beside, sources(document))
    first.of([INFO])
    first.close()
    on_shelf(beside, change, [b"\0"] * change.count("?"))
    made_again(document, opened, beside)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"not a database at all" * 100),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: on_shelf(path.parent, "PRAGMA user_version = 99"),
    ],
)
def test_a_damaged_file_is_made_again(
    document: Document, opened: Opener, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    first = opened(tmp_path, sources(document))
    first.of([INFO])
    first.close()
    spoil(tmp_path / LAYOUT.file_name)
    made_again(document, opened, tmp_path)


def made_again(document: Document, opened: Opener, place: LibraryPlace) -> None:
    again = opened(place, sources(document))
    (grid, *_) = read_grids(document)
    assert again.table(INFO, grid.number).grid == grid
    assert again.of([INFO]) == (outline(document, read_grids(document), sentences(document)),)
    assert tuple(again.text(INFO).sentences) == sentences(document)
    assert as_told(again.quotable(INFO)) == as_told(quotable(document))


def test_who_may_only_read_finds_what_is_kept_and_keeps_the_rest_in_memory(
    document: Document, opened: Opener, postgres_server: TestServer
) -> None:
    place = postgres_server.new_place()
    open_database(place, create=True).close()
    opened(place, sources(document)).of([INFO])
    reading = Server(place.url.replace("?options=", "?options=-cdefault_transaction_read_only%3Don%20"))
    outlines = opened(reading, NOT_READ)
    assert len(outlines.of([INFO])) == 1
    changed = replace(INFO, digest="other")
    outlines = opened(reading, sources(document))
    assert outlines.of([changed]) == outlines.of([INFO])
    outlines._sources = NOT_READ
    assert outlines.of([changed]) == outlines.of([INFO])
    assert on_shelf(place, f"SELECT stamp FROM {OUTLINES}") == [(stamp(INFO),)]


def test_where_no_table_may_be_made_all_stays_in_memory(
    document: Document, opened: Opener, postgres_server: TestServer
) -> None:
    place = postgres_server.new_place()
    open_database(place, create=True).close()
    reading = Server(place.url.replace("?options=", "?options=-cdefault_transaction_read_only%3Don%20"))
    outlines = opened(reading, sources(document))
    made = outlines.of([INFO])
    outlines._sources = NOT_READ
    assert outlines.of([INFO]) == made
    assert kept_beside(place, "") == (frozenset(), frozenset())
    with outlines.alone("outlines") as mine:
        assert mine


def test_a_connection_that_was_lost_is_made_again(document: Document, opened: Opener) -> None:
    with running_server() as server:
        lose_connections(document, opened, server)


def lose_connections(document: Document, opened: Opener, server: TestServer) -> None:
    place = server.new_place()
    open_database(place, create=True).close()
    outlines = opened(place, sources(document))
    made = outlines.of([INFO])
    outlines._sources = NOT_READ
    for _ in range(2):
        server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'",
            "public",
        )
        assert outlines.of([INFO]) == made
        outlines.remove_others([INFO])
    server.stop()
    try:
        with pytest.raises(LibraryUnreachable):
            outlines.of([INFO])
    finally:
        server.start()
    assert outlines.of([INFO]) == made


def test_one_at_a_time(beside: LibraryPlace, opened: Opener) -> None:
    one, other = opened(beside, NOT_READ), opened(beside, NOT_READ)
    with one.alone("outlines") as first, other.alone("outlines") as second, other.alone("audits") as third:
        assert (first, second, third) == (True, False, True)
    with other.alone("outlines") as again:
        assert again


def test_where_nothing_can_be_kept_reports_are_read_each_time(
    document: Document, opened: Opener, tmp_path: Path
) -> None:
    (tmp_path / LAYOUT.file_name).mkdir()  # no file can be made of that name
    outlines = opened(tmp_path, sources(document))
    assert outlines.of([INFO]) == (outline(document, read_grids(document), sentences(document)),)
    assert outlines.of([INFO]) == outlines.of([INFO])


def test_a_table_that_is_not_there(document: Document, opened: Opener, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        opened(tmp_path, sources(document)).table(INFO, 99)


def test_a_question_in_a_new_process_reads_only_the_report_that_it_cites(
    place: LibraryPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "widgets-q4-2023-24.txt"
    report.write_text(REPORT.replace(" | ", "\t"), encoding="utf-8")
    other = tmp_path / "gadgets.txt"
    other.write_text("Gadgets\n\nGadgets were counted.\n", encoding="utf-8")
    with Library.open(place, create=True) as library:
        library.add(report)
        library.add(other)
        library.outlines()
    read: list[str] = []
    was = Library.document
    monkeypatch.setattr(Library, "document", lambda self, name: read.append(name) or was(self, name))
    with Library.open(place) as library:
        answer = Assistant(library).ask("How many widgets were made in Northfield in Q4 2023/24?")
    assert {c.document for c in answer.citations} >= set(read)


def test_what_was_made_for_another_state_of_the_library_is_let_go(tmp_path: Path) -> None:
    report = tmp_path / "widgets-q4-2023-24.txt"
    report.write_text(REPORT.replace(" | ", "\t"), encoding="utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        assistant = Assistant(library)
        for name in ("one", "two", "three"):
            library.add(report, document_id=name)
            assistant.ask("How many widgets were sold in Northfield in Q4 2023/24?", documents=frozenset({name}))
        assert len(list(assistant._scopes)) == 1
