from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.libraries.batches import Watch
from assistant.libraries.library import AddStatus, Library
from corpus.document import ChunkKind
from corpus.errors import (
    DocumentTooLarge,
    EmbeddingMismatch,
    EmptyDocument,
    InvalidId,
    LibraryDamaged,
    LibraryMissing,
    LibraryReadOnly,
    ReportError,
    UnknownDocument,
    UnknownFormat,
    UnreadableFile,
)
from corpus.loading import ReportFile
from corpus.places import LibraryPlace, Server
from tests.samples import WordEmbedder

pytestmark = pytest.mark.usefixtures("read_here")

ROOT = Path(__file__).resolve().parents[3]

REPORT = """Widget sales report 2023-24

Sales

Widgets sold well in the North. Sales in the South fell by 4 per cent.

Sales by region

Region\tQ3 23-24\tQ4 23-24
North\t1,204\t1,310
South\t905\t869
Total\t2,109\t2,179
"""

RESTATED = """---
title: Widget sales report 2023-24
restates: sales
---

# Sales

Widgets did well in the North.
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "sales.txt").write_text(REPORT, encoding="utf-8")
    (folder / "grants.txt").write_text(REPORT.replace("Widget", "Grant"), encoding="utf-8")
    (folder / "sales-restated.md").write_text(RESTATED, encoding="utf-8")
    return folder


@pytest.fixture
def library(place: LibraryPlace) -> Iterator[Library]:
    with Library.open(place, create=True, embedder=WordEmbedder()) as library:
        yield library


def ids(library: Library) -> list[str]:
    return [info.id for info in library.documents()]


def test_a_report_is_read_kept_and_counted(library: Library, files: Path) -> None:
    added = library.add(files / "sales.txt")
    assert added.status is AddStatus.ADDED
    assert library.documents() == (added.info,)
    assert (added.info.id, added.info.tables, added.info.observations) == ("sales", 1, 6)
    assert added.info.added.endswith("+00:00")
    assert library.version == 1
    assert library.document("sales").source.strip() == REPORT.strip()
    assert [grid.document_id for grid in library.grids()] == ["sales"]
    assert any("fell by 4 per cent" in sentence.text for sentence in library.sentences("sales"))
    assert (
        "South fell"
        in library.search("Did sales fall in the South?", kinds=frozenset({ChunkKind.SENTENCE}))[0].chunk.text
    )


def test_the_same_report_again_changes_nothing(library: Library, files: Path) -> None:
    first = library.add(files / "sales.txt")
    again = library.add(files / "sales.txt")
    assert (again.status, again.info, again.notes) == (AddStatus.UNCHANGED, first.info, ())
    assert library.version == 1


def test_other_bytes_under_the_same_id_replace_the_report(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    library.grids(), library.sentences("sales"), library.search("widgets")
    (files / "sales.txt").write_text(REPORT.replace("1,310", "1,311"), encoding="utf-8")
    assert library.add(files / "sales.txt").status is AddStatus.REPLACED
    assert ids(library) == ["sales"]
    assert "1,311" in [observation.printed for observation in library.grids()[0].observations]
    assert "1,311" in library.document("sales").source
    assert not any("1,310" in passage.chunk.text for passage in library.search("North 1,310", limit=50))


def test_a_report_can_be_kept_under_another_id(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    assert library.add(files / "sales.txt", document_id="second").status is AddStatus.ADDED
    assert ids(library) == ["sales", "second"]


def test_a_report_read_by_older_code_is_read_again(
    library: Library, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.libraries.adding.reader_version", lambda: "older")
    library.add(files / "sales.txt")
    monkeypatch.undo()
    again = library.add(files / "sales.txt")
    assert again.status is AddStatus.REPLACED
    assert again.notes == ("read again, because this version of the program reads reports otherwise",)
    assert library.add(files / "sales.txt").status is AddStatus.UNCHANGED


def test_an_original_replaces_its_restated_edition(library: Library, files: Path) -> None:
    assert library.add(files / "sales-restated.md").status is AddStatus.ADDED
    added = library.add(files / "sales.txt")
    assert added.status is AddStatus.REPLACED
    assert added.notes == ("this library held a restated edition ('sales-restated'); now it holds the original",)
    assert ids(library) == ["sales"]


def test_a_restated_edition_is_not_added_beside_its_original(library: Library, files: Path) -> None:
    original = library.add(files / "sales.txt")
    for document_id in (None, "sales"):
        added = library.add(files / "sales-restated.md", document_id=document_id)
        assert (added.status, added.info) == (AddStatus.UNCHANGED, original.info)
        assert added.notes == ("the library holds the original of 'sales', so its restated edition was not added",)
    assert ids(library) == ["sales"]


def test_an_original_replaces_a_restated_edition_of_its_own_id(library: Library, files: Path) -> None:
    library.add(files / "sales-restated.md", document_id="sales")
    added = library.add(files / "sales.txt")
    assert added.status is AddStatus.REPLACED
    assert added.notes == ("this library held a restated edition ('sales'); now it holds the original",)
    assert library.documents()[0].restates == ""


def test_a_removed_report_is_gone(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    library.grids(), library.sentences("sales")
    library.remove("sales")
    assert (library.documents(), library.grids(), library.search("widgets")) == ((), (), ())
    for asked in (library.remove, library.document, library.sentences, lambda name: library.grids(frozenset({name}))):
        with pytest.raises(UnknownDocument, match="no document 'sales'"):
            asked("sales")


def test_tables_come_by_report_and_only_those_asked_for(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    library.add(files / "grants.txt")
    assert [grid.document_id for grid in library.grids()] == ["grants", "sales"]
    assert [grid.document_id for grid in library.grids(frozenset({"sales"}))] == ["sales"]


def test_what_was_read_is_kept_until_the_library_changes(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    assert library.document("sales") is library.document("sales")
    assert library.grids()[0] is library.grids()[0]
    assert library.sentences("sales") is library.sentences("sales")


def test_progress_runs_from_none_to_all(library: Library, files: Path) -> None:
    seen: list[tuple[str, float]] = []
    library.add(files / "sales.txt", progress=lambda stage, done: seen.append((stage, done)))
    assert [stage for stage, _ in seen] == ["reading", "embedding", "saving", "done"]
    assert [done for _, done in seen] == sorted(done for _, done in seen)
    assert (seen[0][1], seen[-1][1]) == (0, 1)


@pytest.mark.parametrize(
    ("content", "error"), [(None, UnreadableFile), (b"", EmptyDocument), (b"\x00\xff\x00" * 99, ReportError)]
)
def test_a_bad_file_leaves_the_library_as_it_was(
    library: Library, files: Path, content: bytes | None, error: type[ReportError]
) -> None:
    if content is not None:
        (files / "bad.txt").write_bytes(content)
    with pytest.raises(error):
        library.add(files / "bad.txt")
    assert (library.version, library.documents()) == (0, ())


def test_a_fault_while_embedding_leaves_the_library_as_it_was(library: Library, files: Path) -> None:
    def stop(stage: str, done: float) -> None:
        if stage == "saving":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.add(files / "sales.txt", progress=stop)
    assert (library.version, library.documents()) == (0, ())


# --- ids -------------------------------------------------------------------------------------------------------------


def put_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


NORTH, SOUTH = REPORT, REPORT.replace("Widget sales", "Gadget sales")


def test_two_reports_of_one_file_name_are_both_kept_and_it_is_said(library: Library, files: Path) -> None:
    library.add(put_file(files, "north/report.txt", NORTH))
    second = library.add(put_file(files, "south/report.txt", SOUTH))
    assert (ids(library), second.info.id) == (["report", "report-2"], "report-2")
    assert second.notes == (
        "'report' is another report (Widget sales report 2023-24), so this one is kept as 'report-2'",
    )
    for path in ("north/report.txt", "south/report.txt"):
        assert library.add(files / path).status is AddStatus.UNCHANGED
    assert library.version == 2


def test_the_next_edition_of_one_file_name_stands_beside_the_old(library: Library, files: Path) -> None:
    library.add(put_file(files, "report.txt", NORTH))
    second = library.add(put_file(files, "report.txt", NORTH.replace("2023-24", "2024-25")))
    assert (second.status, second.info.id) == (AddStatus.ADDED, "report-2")


def test_a_changed_file_takes_the_place_of_its_own_report(library: Library, files: Path) -> None:
    library.add(put_file(files, "north/report.txt", NORTH))
    library.add(put_file(files, "south/report.txt", SOUTH))
    again = library.add(put_file(files, "south/report.txt", SOUTH.replace("1,310", "1,311")))
    assert (again.status, again.info.id, ids(library)) == (AddStatus.REPLACED, "report-2", ["report", "report-2"])


def test_two_states_of_one_report_given_at_once_are_both_kept(library: Library, files: Path) -> None:
    paths = [
        put_file(files, "old/report.txt", NORTH),
        put_file(files, "new/report.txt", NORTH.replace("1,310", "1,311")),
    ]
    for expected in (AddStatus.ADDED, AddStatus.UNCHANGED):
        outcomes = list(library.add_all(paths))
        assert [o.added and (o.added.status, o.added.info.id) for o in outcomes] == [
            (expected, "report"),
            (expected, "report-2"),
        ]


def test_a_copy_under_another_name_changes_nothing_and_says_so(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    copy = library.add(put_file(files, "copy.txt", REPORT))
    assert (copy.status, copy.info.id, ids(library)) == (AddStatus.UNCHANGED, "sales", ["sales"])
    assert copy.notes == ("the same file is in the library as 'sales'; --id keeps it under another id too",)


@pytest.mark.parametrize("given", ["../sales", "", "a\nb", "-f"])
def test_an_id_that_is_not_safe_is_refused_before_anything_is_read(library: Library, files: Path, given: str) -> None:
    with pytest.raises(InvalidId):
        library.add(files / "gone.txt", document_id=given)
    assert library.version == 0


def test_a_report_may_come_as_bytes(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    added = library.add(ReportFile.of(REPORT.encode(), "../sales.txt"))
    assert (added.info.id, added.info.file_name) == ("sales", "../sales.txt")
    monkeypatch.setattr("corpus.loading.MAX_BYTES", 10)
    for data, name, error in (
        (b"", "a.txt", EmptyDocument),
        (b"x", "a.zip", UnknownFormat),
        (b"x" * 11, "a.txt", DocumentTooLarge),
    ):
        with pytest.raises(error, match=f"'{name}'"):
            library.add(ReportFile.of(data, name))
    assert library.version == 1


# --- many at once ----------------------------------------------------------------------------------------------------


def test_many_reports_are_kept_in_their_order_and_a_bad_one_stops_none(library: Library, files: Path) -> None:
    paths = [put_file(files, f"{n}.txt", REPORT.replace("Widget", f"Kind {n}")) for n in range(5)]
    paths[2].write_bytes(b"\x00\xff\x00" * 99)
    outcomes = list(library.add_all(paths))
    assert [o.job.name for o in outcomes] == [path.name for path in paths]
    assert [o.error is None for o in outcomes] == [True, True, False, True, True]
    assert "2.txt" in str(outcomes[2].error)
    assert ids(library) == ["0", "1", "3", "4"]


def test_what_was_broken_off_is_gone_on_with(library: Library, files: Path) -> None:
    paths = [put_file(files, f"{n}.txt", REPORT.replace("Widget", f"Kind {n}")) for n in range(4)]
    begun = library.add_all(paths)
    next(begun), next(begun)
    begun.close()  # type: ignore[attr-defined]
    assert ids(library) == ["0", "1"]
    statuses = [o.added.status.value for o in library.add_all(paths) if o.added]
    assert statuses == ["unchanged", "unchanged", "added", "added"]
    assert library.version == 4


def test_each_report_of_many_tells_how_far_it_is(library: Library, files: Path) -> None:
    seen: list[tuple[str, str, float]] = []
    watch: Watch = lambda job: lambda stage, done: seen.append((job.name, stage, done))  # noqa: E731
    list(library.add_all([files / "sales.txt", files / "gone.txt", files / "grants.txt"], watch))
    assert list(dict.fromkeys(name for name, _, _ in seen)) == ["sales.txt", "gone.txt", "grants.txt"]
    for name in ("sales.txt", "gone.txt", "grants.txt"):
        done = [share for job, _, share in seen if job == name]
        assert (done[0], done[-1], done) == (0, 1, sorted(done))


# --- what the user sets ----------------------------------------------------------------------------------------------

ROLLING = """Widget sales report

Sales

Sales by region, rolling 12-month figures
Region\tSold
North\t1,204
South\t905
"""


def test_what_the_user_sets_is_what_the_report_is(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    info = library.correct("sales", {"title": "Widgets sold", "period": "Q1 2024/25"})
    assert (info.title, info.period, info.set_by_user) == ("Widgets sold", "Q1 2024/25", ("title", "period"))
    assert library.documents() == (info,)
    assert (library.document("sales").title, library.document("sales").period) == ("Widgets sold", "Q1 2024/25")
    taken_back = library.correct("sales", {"title": ""})
    assert (taken_back.title, taken_back.set_by_user) == ("Widget sales report 2023-24", ("period",))


def test_a_period_that_is_set_dates_the_tables(library: Library, files: Path) -> None:
    library.add(put_file(files, "rolling.txt", ROLLING))
    assert {o.period for o in library.grids()[0].observations} == {None}
    library.correct("rolling", {"period": "Q1 2024/25"})
    (period,) = {o.period for o in library.grids()[0].observations}
    assert period is not None
    assert period.label() == "12 months to June 2024"


def test_what_is_set_alike_again_changes_nothing(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    library.correct("sales", {"period": "Q1 2024/25"})
    version = library.version
    library.correct("sales", {"period": "Q1 2024/25"})
    assert library.version == version


def test_what_is_set_outlives_reading_the_same_file_again_and_no_other(
    library: Library, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.libraries.adding.reader_version", lambda: "older")
    library.add(put_file(files, "rolling.txt", ROLLING))
    library.correct("rolling", {"period": "Q1 2024/25"})
    monkeypatch.undo()
    assert library.add(files / "rolling.txt").info.set_by_user == ("period",)
    assert [o.added.info.set_by_user for o in library.rebuild(["rolling"]) if o.added] == [("period",)]
    assert all(o.period is not None for o in library.grids()[0].observations)
    changed = library.add(put_file(files, "rolling.txt", ROLLING.replace("905", "906")))
    assert changed.info.set_by_user == ()
    assert changed.notes == (
        "what was set of the file before no longer holds (period 'Q1 2024/25'); set it again if it does",
    )


def test_setting_something_of_a_report_that_is_not_there_names_those_that_are(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    with pytest.raises(UnknownDocument, match="it holds: sales"):
        library.correct("gone", {"title": "x"})


# --- reading again ---------------------------------------------------------------------------------------------------


def test_a_report_is_read_again_from_the_file_that_the_library_keeps(
    library: Library, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.libraries.adding.reader_version", lambda: "older")
    first = library.add(files / "sales.txt").info
    passages = library.search("widgets")
    monkeypatch.undo()
    (files / "sales.txt").unlink()
    assert library.original("sales").data == REPORT.encode()
    (outcome,) = library.rebuild(["sales"])
    assert outcome.added is not None
    assert (outcome.added.status, outcome.added.notes) == (AddStatus.REPLACED, ())
    assert library.documents() == (replace(first, reader=outcome.added.info.reader),)
    assert library.search("widgets") == passages


def test_a_damaged_report_is_mended_by_reading_it_again(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    with library._database.writing("spoil") as connection:
        connection.execute("UPDATE grids SET body = '[{}]'")
    with pytest.raises(LibraryDamaged, match="the figures of 'sales' are not what was stored"):
        library.grids()
    list(library.rebuild(["sales"]))
    assert len(library.grids()) == 1


def test_a_report_whose_file_is_damaged_stays_as_it_was_and_is_named(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    library.add(files / "grants.txt")
    with library._database.writing("spoil") as connection:
        connection.execute("UPDATE originals SET compressed = ? WHERE document = 'grants'", (b"\0",))
    outcomes = list(library.rebuild(["grants", "sales"]))
    assert "the file of 'grants' cannot be read back" in str(outcomes[0].error)
    assert outcomes[1].added is not None
    assert len(library.grids()) == 2


KILLED = """
import os, sys
from pathlib import Path
from assistant.libraries.library import Library
from corpus.places import read_place
from structured import store
from corpus.loading import ReportFile
from corpus.places import LibraryPlace, Server
from tests.samples import WordEmbedder
write = store.add_grids
def write_and_die(*args):
    write(*args)
    os._exit(9)
if sys.argv[3] == "die":
    store.add_grids = write_and_die
with Library.open(read_place(sys.argv[1]), create=True, embedder=WordEmbedder()) as library:
    print(library.add(Path(sys.argv[2])).status.value)
"""


def add_elsewhere(library: Library, file: Path, fate: str) -> subprocess.Popen[str]:
    place = library.path.url if isinstance(library.path, Server) else str(library.path)
    command = [sys.executable, "-c", KILLED, place, str(file), fate]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def test_a_process_killed_in_mid_addition_leaves_the_library_as_it_was(library: Library, files: Path) -> None:
    library.add(files / "grants.txt")
    before = (library.version, library.documents(), library.search("widgets"))
    killed = add_elsewhere(library, files / "sales.txt", "die")
    assert killed.communicate() == ("", "")
    assert killed.returncode == 9
    assert (library.version, library.documents(), library.search("widgets")) == before
    assert library.add(files / "sales.txt").status is AddStatus.ADDED


def test_two_processes_may_add_at_once(library: Library, files: Path) -> None:
    started = [add_elsewhere(library, files / name, "live") for name in ("sales.txt", "grants.txt", "sales.txt")]
    said = [process.communicate() for process in started]
    assert [err for _, err in said] == ["", "", ""]
    assert sorted(out.strip() for out, _ in said) == ["added", "added", "unchanged"]
    assert (ids(library), library.version) == (["grants", "sales"], 2)
    assert len(library.grids()) == 2


def test_a_library_that_is_not_there_is_not_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing):
        Library.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # of a server: tests/corpus/test_postgres.py
def test_a_library_that_may_not_be_changed_is_read_and_says_so(
    library: Library, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(files / "sales.txt")
    real = os.open

    def refuse(path: str, flags: int, *args: int, **kwargs: int) -> int:
        if str(path).endswith(".lock"):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(LibraryReadOnly, match="may not be changed: Permission denied"):
        library.remove("sales")
    stages: list[str] = []
    with pytest.raises(LibraryReadOnly):
        library.add(files / "grants.txt", progress=lambda stage, _: stages.append(stage))
    assert stages == ["reading"]  # nothing is embedded in vain
    with Library.open(library.path, embedder=WordEmbedder(), index="chroma") as reader:
        assert reader.search("widgets") == library.search("widgets")


def test_another_model_is_refused_before_its_work_is_done(library: Library, files: Path) -> None:
    class Other(WordEmbedder):
        name = "other"

    library.add(files / "sales.txt")
    stages: list[str] = []
    with Library.open(library.path, embedder=Other()) as other:
        with pytest.raises(EmbeddingMismatch, match="from the model 'words'"):
            other.add(files / "grants.txt", progress=lambda stage, _: stages.append(stage))
        with pytest.raises(EmbeddingMismatch):
            other.search("widgets")
        (files / "sales.txt").write_text(REPORT + "\nMore.", encoding="utf-8")
        assert other.add(files / "sales.txt").status is AddStatus.REPLACED  # the last vectors of the first model go
        assert other.search("widgets")
    assert stages == ["reading"]


def test_threads_may_search_while_reports_come_and_go(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")

    def ask(n: int) -> set[str]:
        found = {passage.chunk.locator.document_id for passage in library.search(f"widgets in the North {n}")}
        return found | {grid.document_id for grid in library.grids(frozenset({"sales"}))}

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask, n) for n in range(60)]
        for _ in range(5):
            library.add(files / "grants.txt")
            library.remove("grants")
        assert all("sales" in future.result() for future in asked)


def test_both_indexes_give_the_same_passages(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    library.add(files / "grants.txt")
    with Library.open(library.path, embedder=WordEmbedder(), index="chroma") as other:
        for query in ("widgets in the North", "grants", "1,310", "Did sales fall?"):
            assert other.search(query) == library.search(query)


def test_warming_loads_in_the_background(library: Library, files: Path) -> None:
    library.add(files / "sales.txt")
    asked: list[str] = []

    class Watched(WordEmbedder):
        def embed(self, texts):  # type: ignore[no-untyped-def]
            asked.extend(texts)
            return super().embed(texts)

    with Library.open(library.path, embedder=Watched()) as watched:
        assert asked == []
        watched.warm().join()
        assert len(asked) == 1


def test_importing_the_library_loads_nothing_slow() -> None:
    code = "import sys, assistant.libraries.library; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    slow = {
        "torch",
        "transformers",
        "chromadb",
        "pandas",
        "streamlit",
        "langchain",
        "langchain_core",
        "onnx",
        "onnxruntime",
    }
    assert slow.isdisjoint(run.stdout.split())
