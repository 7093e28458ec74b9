"""What is kept beside a library so that its reports need not be read: the same as reading them, or made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers.citations import Quotable, quotable
from assistant.libraries.library import Library
from assistant.libraries.outlines import FILE_NAME, Outlines, Sources, notes_of, stamp
from assistant.questions.outline import outline
from assistant.service import Assistant
from corpus.document import Document
from corpus.sentences import sentences
from corpus.store import DocumentInfo
from structured.grids import read_grids
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


def test_what_is_kept_is_what_was_made(document: Document, tmp_path: Path) -> None:
    made = Outlines(tmp_path, sources(document)).of([INFO])
    kept = Outlines(tmp_path, NOT_READ)
    assert kept.of([INFO]) == made == (outline(document, read_grids(document), sentences(document)),)
    assert tuple(kept.text(INFO).sentences) == sentences(document)
    assert kept.text(INFO).notes == notes_of(document)
    assert as_told(kept.quotable(INFO)) == as_told(quotable(document))
    assert [kept.table(INFO, grid.number).grid for grid in read_grids(document)] == list(read_grids(document))


def test_a_report_that_has_changed_is_read_again(document: Document, tmp_path: Path) -> None:
    Outlines(tmp_path, sources(document)).of([INFO])
    changed = replace(INFO, digest="other")
    assert stamp(changed) != stamp(INFO)
    for ask in (
        lambda o: o.of([changed]),
        lambda o: o.text(changed),
        lambda o: o.quotable(changed),
        lambda o: o.table(changed, 1),
    ):
        with pytest.raises(AssertionError, match="was read"):
            ask(Outlines(tmp_path, NOT_READ))


def test_reports_that_are_gone_are_forgotten(document: Document, tmp_path: Path) -> None:
    outlines = Outlines(tmp_path, sources(document))
    outlines.of([INFO])
    outlines.remove_others([])
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("outlines", "tables")]
    connection.close()
    assert counts == [(0,), (0,)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"not a database at all" * 100),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: edited(path, "UPDATE outlines SET body = x'00', said = x'00', quoted = x'00'"),
        lambda path: edited(path, "UPDATE tables SET cells = x'00'"),
        lambda path: edited(path, "DROP TABLE tables"),
        lambda path: edited(path, "PRAGMA user_version = 99"),
    ],
)
def test_a_damaged_file_is_made_again(document: Document, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    first = Outlines(tmp_path, sources(document))
    first.of([INFO])
    first.close()
    spoil(tmp_path / FILE_NAME)
    again = Outlines(tmp_path, sources(document))
    (grid, *_) = read_grids(document)
    assert again.table(INFO, grid.number).grid == grid
    assert again.of([INFO]) == (outline(document, read_grids(document), sentences(document)),)
    assert tuple(again.text(INFO).sentences) == sentences(document)
    assert as_told(again.quotable(INFO)) == as_told(quotable(document))


def edited(path: Path, change: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()


def test_where_nothing_can_be_kept_reports_are_read_each_time(document: Document, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()  # no file can be made of that name
    outlines = Outlines(tmp_path, sources(document))
    assert outlines.of([INFO]) == (outline(document, read_grids(document), sentences(document)),)
    assert outlines.of([INFO]) == outlines.of([INFO])


def test_a_table_that_is_not_there(document: Document, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Outlines(tmp_path, sources(document)).table(INFO, 99)


def test_a_question_in_a_new_process_reads_only_the_report_that_it_cites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "widgets-q4-2023-24.txt"
    report.write_text(REPORT.replace(" | ", "\t"), encoding="utf-8")
    other = tmp_path / "gadgets.txt"
    other.write_text("Gadgets\n\nGadgets were counted.\n", encoding="utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        library.add(report)
        library.add(other)
        library.outlines()
    read: list[str] = []
    was = Library.document
    monkeypatch.setattr(Library, "document", lambda self, name: read.append(name) or was(self, name))
    with Library.open(tmp_path / "library") as library:
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
