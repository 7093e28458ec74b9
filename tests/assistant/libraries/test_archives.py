from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.libraries import archives
from assistant.libraries.archives import MANIFEST, export_library, export_report, export_table, open_archive
from assistant.libraries.library import Library
from assistant.usage import NotInDocument, WrongUsage
from corpus.errors import ArchiveDamaged
from tests.samples import WordEmbedder

pytestmark = pytest.mark.usefixtures("read_here")

REPORT = """Widget sales report 2023-24

Sales

Sales by region

Region\tQ3 23-24\tQ4 23-24
North, "upper"\t£1,204\t-3.1%
=South()\t905\t
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "sales.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "grants.md").write_text("# Grants report\n\nGrants rose to 12 in Q1 2024/25.\n", encoding="utf-8")
    with Library.open(tmp_path / "library", create=True, embedder=WordEmbedder()) as library:
        list(library.add_all([tmp_path / "sales.txt", tmp_path / "grants.md"]))
        library.correct("grants", {"period": "Q1 2024/25", "publisher": "Borset Council"})
        yield library


def imported(archive: Path, folder: Path) -> Library:
    library = Library.open(folder, create=True, embedder=WordEmbedder())
    with open_archive(archive) as opened:
        assert all(outcome.error is None for outcome in library.run(opened.jobs))
    return library


def test_a_table_is_written_as_printed_and_harmless(library: Library, tmp_path: Path) -> None:
    out = tmp_path / "table.csv"
    told = export_table(library, "sales", 1, out, force=False)
    assert told == f"written: table 1 of 'sales' (3 rows) to {out}"
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline=""))) == [
        ["Region", "Q3 23-24", "Q4 23-24"],
        ['North, "upper"', "£1,204", "-3.1%"],
        ["'=South()", "905", ""],
    ]


def test_a_reports_own_file_is_written_byte_by_byte(library: Library, tmp_path: Path) -> None:
    export_report(library, "sales", tmp_path / "out.txt", force=False)
    assert (tmp_path / "out.txt").read_bytes() == (tmp_path / "sales.txt").read_bytes()


def test_a_library_comes_back_from_its_archive_as_it_was(library: Library, tmp_path: Path) -> None:
    told = export_library(library, tmp_path / "all.zip", force=False)
    assert told == f"written: 2 reports to {tmp_path / 'all.zip'}"
    with imported(tmp_path / "all.zip", tmp_path / "other") as other:
        pairs = list(zip(library.documents(), other.documents(), strict=True))
        for before, after in pairs:
            assert (before.id, before.digest, before.title, before.period, before.publisher, before.set_by_user) == (
                *(after.id, after.digest, after.title, after.period, after.publisher, after.set_by_user),
            )
        assert other.grids() == library.grids()
        assert other.search("Did grants rise?") == library.search("Did grants rise?")


def test_the_same_library_gives_the_same_archive(library: Library, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        export_library(library, tmp_path / name, force=False)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_what_is_there_already_stays_and_nothing_is_added_twice(library: Library, tmp_path: Path) -> None:
    export_library(library, tmp_path / "all.zip", force=False)
    before = (library.version, library.documents())
    with open_archive(tmp_path / "all.zip") as opened:
        assert [o.added.status.value for o in library.run(opened.jobs) if o.added] == ["unchanged", "unchanged"]
    assert (library.version, library.documents()) == before


def test_an_id_that_another_report_has_is_not_taken_over(library: Library, tmp_path: Path) -> None:
    export_library(library, tmp_path / "all.zip", force=False)
    (tmp_path / "mine.txt").write_text("My own report\n\nIt says that 3 were sold.\n", encoding="utf-8")
    with Library.open(tmp_path / "other", create=True, embedder=WordEmbedder()) as other:
        other.add(tmp_path / "mine.txt", document_id="sales")
        with open_archive(tmp_path / "all.zip") as opened:
            list(other.run(opened.jobs))
        assert [info.id for info in other.documents()] == ["grants", "sales", "sales-2"]
        assert other.document("sales").title == "My own report"


@pytest.mark.parametrize("write", ["table", "report", "library"])
def test_a_file_that_is_there_is_written_over_only_when_told_to(library: Library, tmp_path: Path, write: str) -> None:
    out = tmp_path / "out"
    out.write_text("mine", encoding="utf-8")
    exports: dict[str, Callable[[bool], str]] = {
        "table": lambda force: export_table(library, "sales", 1, out, force=force),
        "report": lambda force: export_report(library, "sales", out, force=force),
        "library": lambda force: export_library(library, out, force=force),
    }
    with pytest.raises(WrongUsage, match="is there already; --force writes over it"):
        exports[write](False)
    assert out.read_text(encoding="utf-8") == "mine"
    exports[write](True)
    assert out.read_bytes() != b"mine"


def test_nothing_half_written_is_left(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archives, "_pack", fail)
    (tmp_path / "out").mkdir()
    with pytest.raises(WrongUsage, match="No space left"):
        export_library(library, tmp_path / "out" / "all.zip", force=False)
    assert list((tmp_path / "out").iterdir()) == []
    with pytest.raises(WrongUsage, match="is a folder"):
        export_library(library, tmp_path, force=True)
    with pytest.raises(WrongUsage, match="cannot write"):
        export_library(library, tmp_path / "no" / "all.zip", force=True)


def test_a_table_that_is_not_there_is_told(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NotInDocument, match="its tables are 1 to 1"):
        export_table(library, "sales", 2, tmp_path / "x.csv", force=False)


# --- archives that are not what they should be -----------------------------------------------------------------------


@pytest.fixture
def members(library: Library, tmp_path: Path) -> dict[str, bytes]:
    export_library(library, tmp_path / "good.zip", force=False)
    with zipfile.ZipFile(tmp_path / "good.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def change(members: dict[str, bytes], edit: Callable[[Any], object]) -> dict[str, bytes]:
    manifest = json.loads(members[MANIFEST])
    edit(manifest)
    return members | {MANIFEST: json.dumps(manifest).encode()}


def first(edit: Callable[[Any], object]) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda members: change(members, lambda told: edit(told["reports"][0]))


GRANTS = "reports/000000.md"
BAD: dict[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "another program's": (lambda _: {"mimetype": b"application/epub"}, "no archive of a library"),
    "no manifest": (lambda m: {k: v for k, v in m.items() if k != MANIFEST}, "no archive of a library"),
    "no JSON": (lambda m: m | {MANIFEST: b"{"}, "no archive of a library"),
    "nested JSON": (lambda m: m | {MANIFEST: b"[" * 100_000}, "no archive of a library"),
    "a later version": (lambda m: change(m, lambda told: told.update(version=9)), "has version 9"),
    "another format": (lambda m: change(m, lambda told: told.update(format="x")), "its format is"),
    "a changed file": (lambda m: m | {GRANTS: m[GRANTS] + b"."}, "the file of 'grants' in the archive was changed"),
    "a file left out": (lambda m: {k: v for k, v in m.items() if k != GRANTS}, "it lacks 'reports/000000.md'"),
    "a member outside": (first(lambda r: r.update(member="../../etc/passwd")), "is kept as"),
    "a member in a folder": (first(lambda r: r.update(member="reports/a/000000.md")), "is kept as"),
    "an id with path parts": (first(lambda r: r.update(id="../x")), "cannot be a report's id"),
    "no id": (first(lambda r: r.pop("id")), "no archive of a library"),
    "an id that is no text": (first(lambda r: r.update(id=7)), "not described as it should be"),
    "something else set": (first(lambda r: r.update(set={"digest": "0"})), "something else than a report's facts"),
    "a period that is none": (first(lambda r: r.update(set={"period": "soon"})), "no period is called 'soon'"),
    "two of one id": (
        lambda m: change(m, lambda told: told["reports"].append(told["reports"][0])),
        "one id to two reports",
    ),
    "a file that expands": (lambda m: m | {GRANTS: b"0" * 15_000_000}, "expands to more than a report may have"),
    "a manifest that expands": (lambda m: m | {MANIFEST: b" " * 40_000_000}, "expands to more"),
}


@pytest.mark.parametrize(("harm", "told"), BAD.values(), ids=BAD)
def test_a_bad_archive_is_refused_before_anything_is_added(
    members: dict[str, bytes], tmp_path: Path, harm: Callable[[dict[str, bytes]], dict[str, bytes]], told: str
) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, data in harm(members).items():
            archive.writestr(name, data)
    with pytest.raises(ArchiveDamaged, match=told) as caught, open_archive(path):
        pytest.fail("a bad archive was opened")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("share", [0, 0.02, 0.5, 0.99])
def test_an_archive_cut_short_is_refused(members: dict[str, bytes], tmp_path: Path, share: float) -> None:
    good = (tmp_path / "good.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(good[: int(share * len(good))])
    with pytest.raises(ArchiveDamaged, match="is no whole archive"), open_archive(tmp_path / "cut.zip"):
        pytest.fail("a cut archive was opened")


def test_an_archive_with_one_byte_changed_is_refused(members: dict[str, bytes], tmp_path: Path) -> None:
    good = (tmp_path / "good.zip").read_bytes()
    place = good.index(GRANTS.encode()) + len(GRANTS) + 12
    (tmp_path / "bad.zip").write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
    with pytest.raises(ArchiveDamaged), open_archive(tmp_path / "bad.zip"):
        pytest.fail("a changed archive was opened")


def test_an_archive_with_two_files_of_one_name_is_refused(members: dict[str, bytes], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(GRANTS, b"other")
    with pytest.raises(ArchiveDamaged, match="two files of one name"), open_archive(tmp_path / "two.zip"):
        pytest.fail("an archive with two files of one name was opened")


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveDamaged, match="no file"), open_archive(tmp_path / "gone.zip"):
        pytest.fail("nothing was opened")
