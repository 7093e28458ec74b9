"""What an audit finds in a report is found once, and kept beside the library for the next process."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.libraries.audits import _MADE_BY, Audits
from assistant.libraries.library import Library
from assistant.libraries.outlines import LAYOUT, PARTS, Sources
from corpus.document import Document
from corpus.places import LibraryPlace
from corpus.sentences import sentences
from structured.grids import read_grids
from tests.assistant.libraries.test_outlines import INFO, NOT_READ, Opener, beside, opened, unread
from tests.shelves import on_shelf
from tests.small import document_of

__all__ = ["beside", "opened"]

REPORT = """Widget Association annual report 2023/24

Members

Our shops served 4,312 members in 2023/24.

Members by shop
Shop | 2022/23 | 2023/24
Northfield | 1,804 | 2,104
Southport | 2,120 | 2,028
All members | 3,924 | 4,132
"""


@pytest.fixture
def document() -> Document:
    return document_of(REPORT)


Auditor = Callable[[LibraryPlace, Sources], Audits]


@pytest.fixture
def audits(opened: Opener) -> Auditor:
    return lambda place, sources: Audits(opened(place, sources), sources)


def sources(document: Document) -> Sources:
    return Sources(
        document=lambda _: document, sentences=lambda _: sentences(document), grids=lambda _: read_grids(document)
    )


def test_what_was_found_once_is_not_looked_for_again(document: Document, audits: Auditor, beside: LibraryPlace) -> None:
    found = audits(beside, sources(document)).of(INFO)
    assert [(f.a.figure, f.b.figure) for f in found] == [("4,312", "4,132")]
    assert audits(beside, NOT_READ).of(INFO) == found


def test_a_report_that_has_changed_is_audited_again(document: Document, audits: Auditor, beside: LibraryPlace) -> None:
    audits(beside, sources(document)).of(INFO)
    with pytest.raises(AssertionError, match="was read"):
        audits(beside, NOT_READ).of(replace(INFO, digest="other"))


def test_two_versions_of_the_program_keep_what_they_found_side_by_side(
    document: Document, audits: Auditor, beside: LibraryPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = audits(beside, sources(document)).of(INFO)
    for version, of in (("other", sources(document)), ("other", NOT_READ)):
        monkeypatch.setattr("assistant.libraries.audits._code_version", lambda version=version: version)
        assert audits(beside, of).of(INFO) == found
    monkeypatch.undo()
    assert audits(beside, NOT_READ).of(INFO) == found
    monkeypatch.setattr("assistant.libraries.audits._code_version", lambda: "third")
    audits(beside, sources(document)).of(INFO)
    assert on_shelf(beside, f"SELECT turn FROM {PARTS} ORDER BY turn") == [(2,), (3,)]


@pytest.mark.parametrize("change", [f"UPDATE {PARTS} SET body = ?", f"DROP TABLE {PARTS}"])
def test_what_is_damaged_is_found_again(document: Document, audits: Auditor, beside: LibraryPlace, change: str) -> None:
    first = audits(beside, sources(document))
    found = first.of(INFO)
    on_shelf(beside, change, [b"\0"] * change.count("?"))
    assert audits(beside, sources(document)).of(INFO) == found


def test_in_a_file_that_is_no_database_it_is_found_again(document: Document, audits: Auditor, tmp_path: Path) -> None:
    found = audits(tmp_path, sources(document)).of(INFO)
    (tmp_path / LAYOUT.file_name).write_bytes(b"not a database at all" * 100)
    assert audits(tmp_path, sources(document)).of(INFO) == found


def test_what_was_found_goes_with_its_report(document: Document, opened: Opener, beside: LibraryPlace) -> None:
    outlines = opened(beside, sources(document))
    Audits(outlines, sources(document)).of(INFO)
    outlines.remove_others([])
    assert on_shelf(beside, f"SELECT count(*) FROM {PARTS}") == [(0,)]


def test_of_reports_added_together_it_is_found_at_once(
    place: LibraryPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / f"{name}.txt" for name in ("widgets", "gadgets")]
    for path in paths:
        path.write_text(REPORT.replace(" | ", "\t").replace("Widget", path.stem.title()), encoding="utf-8")
    with Library.open(place, create=True) as library:
        assert all(outcome.error is None for outcome in library.add_all(paths))
    monkeypatch.setattr("assistant.auditing.reports.audit_reports", unread)
    with Library.open(place) as library:
        assert [f.a.figure for name in ("widgets", "gadgets") for f in library.contradictions(name)] == ["4,312"] * 2


def test_what_decides_what_is_found_is_named() -> None:
    """All that the audit takes of how questions and claims are read, or its findings would outlive a change of it."""
    root = Path(__file__).resolve().parents[3]
    named = {path for pattern in _MADE_BY for path in root.glob(pattern)}
    taken = {
        root / f"{module.replace('.', '/')}.py"
        for path in (root / "assistant" / "auditing").glob("*.py")
        for module in re.findall(
            r"^ *from (assistant\.(?:questions|checking)\.\w+) import", path.read_text(), re.MULTILINE
        )
    }
    assert taken
    assert taken <= named
    assert all(list(root.glob(pattern)) for pattern in _MADE_BY)
