"""A library survives being killed at any moment, and many processes at once.

``CRASH_MOMENTS`` says at how many random moments a process is killed, ``CRASH_SECONDS`` for how long writers and
readers go on; the defaults are for every change of the code, more is for when storage changes.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from assistant.answers.answer import answer_json
from assistant.libraries import outlines
from assistant.libraries.library import Library
from assistant.libraries.moving import bring_forward
from assistant.service import Assistant
from corpus.database import open_database
from corpus.digests import changed_parts, without_digests
from corpus.places import LibraryPlace, Server
from tests.samples import WordEmbedder
from tests.servers import STORES, new_place

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
MOMENTS = int(os.environ.get("CRASH_MOMENTS", "4"))
SECONDS = float(os.environ.get("CRASH_SECONDS", "8"))

TABLE = """{title} report 2023-24

Sales

{title} sold by region
Region\tQ3 2023/24\tQ4 2023/24
Northfield\t1,204\t{north}
Southport\t905\t869
"""
PROSE = "\n".join(
    f"\nPart {n}\n\nIn part {n} the {{title}} shops sold well in {n} towns. Rain fell." for n in range(60)
)
QUESTIONS = (
    "How many widgets were sold in Northfield in Q4 2023/24?",
    "How many gadgets were sold in Southport in Q4 2023/24?",
    "What is said of the shops in part 7?",
    "How many grants were paid?",
)


def report(title: str, north: str = "1,310", *, prose: bool = True) -> str:
    return (TABLE + (PROSE if prose else "")).format(title=title, north=north)


def state_of(folder: LibraryPlace) -> str:
    """All that a library holds and answers, as text: its reports, their tables and passages, and some answers."""
    if isinstance(folder, Path):
        with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    with Library.open(folder, embedder=WordEmbedder(), index="chroma") as library:
        held = [(info.id, info.digest, info.chunks, info.reader) for info in library.documents()]
        for document_id, *_ in held:
            assert library.document(document_id).source
            assert library.original(document_id).data
        assistant = Assistant(library)
        answers = [answer_json(assistant.ask(question)) | {"elapsed_ms": 0} for question in QUESTIONS]
        found = [[p.chunk.id for p in library.search(question, limit=50)] for question in QUESTIONS]
        with Library.open(folder, embedder=WordEmbedder(), index="exact") as other:
            assert found == [[p.chunk.id for p in other.search(question, limit=50)] for question in QUESTIONS]
        grids = [repr(grid) for grid in library.grids()]
    return json.dumps([held, answers, found, grids], indent=1)


FORKED = multiprocessing.get_context("forkserver")  # what takes long to import is imported once
FORKED.set_forkserver_preload(["assistant.service", "chromadb", "onnxruntime", "tests.test_crash_safety"])


def work(folder: LibraryPlace, what: str, arguments: Sequence[str], begun: Event) -> None:
    """What the process that is killed does: it has the library and its index open, and changes them."""
    if what == "upgrade":
        begun.set()
        upgrade(folder, arguments)
        return
    with Library.open(folder, embedder=WordEmbedder(), index="chroma") as library:
        library.search("widgets")
        begun.set()
        if what == "add":
            list(library.add_all([Path(argument) for argument in arguments]))
        else:
            list(library.rebuild(arguments))
        library.search("gadgets")


def upgrade(folder: LibraryPlace, names: Sequence[str]) -> None:
    """All that is done with a library after an upgrade of the program: its format, its reports, their outlines."""
    bring_forward(folder)
    outlines.MANY = 2
    with Library.open(folder, embedder=WordEmbedder(), index="chroma") as library:
        list(library.rebuild(names))
        library.prepare()


def begin(folder: LibraryPlace, what: str, *arguments: str) -> ForkServerProcess:
    """A process that begins its work now."""
    begun = FORKED.Event()
    process = FORKED.Process(target=work, args=(folder, what, arguments, begun))
    process.start()
    assert begun.wait(120)
    return process


def seconds_of(folder: LibraryPlace, what: str, *arguments: str) -> float:
    """How long the work takes from its beginning."""
    process = begin(folder, what, *arguments)
    start = time.perf_counter()
    process.join()
    assert process.exitcode == 0
    return time.perf_counter() - start


def kill(process: ForkServerProcess, after: float) -> None:
    time.sleep(after)
    process.kill()
    process.join()
    process.close()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "widgets.txt").write_text(report("Widgets"), encoding="utf-8")
    (tmp_path / "gadgets.txt").write_text(report("Gadgets"), encoding="utf-8")
    with Library.open(tmp_path / "library", create=True, embedder=WordEmbedder()) as library:
        library.add(tmp_path / "widgets.txt")
    return tmp_path / "library"


@pytest.fixture(params=STORES)
def shared(request: pytest.FixtureRequest, library: Path, tmp_path: Path) -> LibraryPlace:
    """The same library in a folder, and once more on a server."""
    if request.param == "sqlite":
        return library
    place = new_place(request.param, request)
    with Library.open(place, create=True, embedder=WordEmbedder()) as opened:
        opened.add(tmp_path / "widgets.txt")
    return place


def copy_of(library: Path, name: str) -> Path:
    return Path(shutil.copytree(library, library.with_name(name)))


def test_a_kill_at_any_moment_of_an_addition_leaves_the_state_before_or_after(library: Path, tmp_path: Path) -> None:
    gadgets = str(tmp_path / "gadgets.txt")
    before = state_of(library)
    whole = copy_of(library, "whole")
    seconds = seconds_of(whole, "add", gadgets)
    after = state_of(whole)
    assert before != after
    moments = random.Random(4)
    seen = []
    for moment in range(MOMENTS):
        trial = copy_of(library, f"trial-{moment}")
        process = begin(trial, "add", gadgets)
        kill(process, after=moments.uniform(0, 2 * seconds))
        found = state_of(trial)
        assert found in (before, after)
        seen.append(found == after)
        if moment % 5 == 0:  # what was broken off is gone on with
            assert seconds_of(trial, "add", gadgets)
            assert state_of(trial) == after
        shutil.rmtree(trial)
    print(f"killed {len(seen)} times in {seconds:.2f} s of adding: {sum(seen)} after, {len(seen) - sum(seen)} before")


def test_a_kill_at_any_moment_of_a_rebuild_leaves_each_report_as_it_was_or_as_it_is_read_now(
    library: Path, tmp_path: Path
) -> None:
    with Library.open(library, embedder=WordEmbedder()) as opened:
        opened.add(tmp_path / "gadgets.txt")
        with opened._database.writing("as if read by other code") as connection:
            connection.execute("UPDATE documents SET reader = 'older'")
    before = state_of(library)
    whole = copy_of(library, "whole")
    seconds = seconds_of(whole, "rebuild", "gadgets", "widgets")
    after = state_of(whole)
    reader = json.loads(after)[0][0][3]
    moments = random.Random(5)
    seen = []
    for moment in range(MOMENTS):
        trial = copy_of(library, f"trial-{moment}")
        process = begin(trial, "rebuild", "gadgets", "widgets")
        kill(process, after=moments.uniform(0, 2 * seconds))
        found = state_of(trial)
        seen.append(found.count(reader))
        # The reports read alike, so only the mark of the code that read them tells them apart.
        assert found.replace('"older"', f'"{reader}"') == before.replace('"older"', f'"{reader}"') == after
        if moment % 5 == 0:
            assert seconds_of(trial, "rebuild", "gadgets", "widgets")
            assert state_of(trial) == after
        shutil.rmtree(trial)
    print(f"killed {len(seen)} times in {seconds:.2f} s of rebuilding: reports already read again {seen}")


def test_a_kill_at_any_moment_of_an_upgrade_loses_nothing_and_it_is_gone_on_with(library: Path, tmp_path: Path) -> None:
    names = ("gadgets", "widgets")
    with Library.open(library, embedder=WordEmbedder()) as opened:
        opened.add(tmp_path / "gadgets.txt")
        with opened._database.writing("as if an older version had made it") as connection:
            connection.execute("UPDATE documents SET reader = 'older'")
            connection.execute("DROP TABLE digests")
            connection.execute("UPDATE meta SET schema_version = 2")
    before = state_of(library)
    whole = copy_of(library, "whole")
    seconds = seconds_of(whole, "upgrade", *names)
    after = state_of(whole)
    reader = json.loads(after)[0][0][3]
    moments = random.Random(8)
    seen = []
    for moment in range(MOMENTS):
        trial = copy_of(library, f"trial-{moment}")
        (trial / "outlines.sqlite").unlink()
        kill(begin(trial, "upgrade", *names), after=moments.uniform(0, seconds * (1.2 if moment % 2 else 0.1)))
        found = state_of(trial)
        assert found.replace('"older"', f'"{reader}"') == before.replace('"older"', f'"{reader}"') == after
        with closing(sqlite3.connect(trial / "library.sqlite")) as opened_file:
            (held,) = opened_file.execute("SELECT schema_version FROM meta").fetchone()
        seen.append((held, found.count(reader)))
        seconds_of(trial, "upgrade", *names)
        assert state_of(trial) == after
        with open_database(trial) as database, database.reading() as connection:
            assert without_digests(connection) == ()
            assert [changed_parts(connection, name) for name in names] == [(), ()]
        with closing(sqlite3.connect(trial / "outlines.sqlite")) as kept:
            assert kept.execute(f"SELECT count(DISTINCT document) FROM {outlines.OUTLINES}").fetchone() == (2,)
        shutil.rmtree(trial)
    print(f"killed {len(seen)} times in {seconds:.2f} s of upgrading: format and reports read again {seen}")


WRITER = """
import random, sys, time
from pathlib import Path
from assistant.libraries.library import Library
from corpus.places import read_place
from corpus.errors import LibraryBusy, UnknownDocument
from tests.samples import WordEmbedder
from tests.test_crash_safety import report
folder, own, seconds, files = read_place(sys.argv[1]), sys.argv[2], float(sys.argv[3]), Path(sys.argv[4])
moments, end, n, busy = random.Random(own), time.monotonic() + seconds, 0, 0
with Library.open(folder, embedder=WordEmbedder(), index="chroma") as library:
    while time.monotonic() < end:
        name = moments.choice([own, own, "shared"])
        file = files / own / f"{name}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(report(name.title(), str(moments.randrange(1000, 9999))), encoding="utf-8")
        try:
            match moments.randrange(4):
                case 0: library.remove(name)
                case 1: list(library.rebuild([name]))
                case 2: library.correct(name, {"period": moments.choice(["Q4 2023/24", "2023/24", ""])})
                case _: library.add(file, document_id=name)
            n += 1
        except LibraryBusy: busy += 1
        except UnknownDocument: pass
print(n, busy)
"""
READER = """
import sys, time
from pathlib import Path
from assistant.libraries.library import Library
from corpus.places import read_place
from assistant.service import Assistant
from corpus.errors import LibraryBusy
from corpus.vector_index import ExactVectors
from tests.samples import WordEmbedder
from tests.test_crash_safety import QUESTIONS
folder, kind, seconds = read_place(sys.argv[1]), sys.argv[2], float(sys.argv[3])
end, n, busy, states, opened = time.monotonic() + seconds, 0, 0, set(), []
embed = WordEmbedder().embed
while time.monotonic() < end:
    with Library.open(folder, embedder=WordEmbedder(), index=kind.split("-")[0]) as library:
        exact = ExactVectors(library._database)
        assistant = Assistant(library)
        while time.monotonic() < end:
            answer = assistant.ask(QUESTIONS[0])
            assert "1,310" in answer.text, answer
            assert [c.document for c in answer.citations] == ["widgets"], answer
            with library.at_once():
                held = [info.id for info in library.documents()]
                for name in held:
                    assert library.document(name).id == name
                    assert len(library.grids(frozenset({name}))) == 1
                index = library._retrieval()._index
                for question in QUESTIONS:
                    wanted = dict(kinds=frozenset(["prose", "sentence", "rows"]), documents=None, limit=12)
                    vector = embed([question])[0]
                    assert index.nearest(vector, **wanted) == exact.nearest(vector, **wanted), question
                states.add(library.version)
                opened.append(type(index).__name__)
            n += 1
            if kind.endswith("-again"):
                break
print(n, len(states), opened.count("ChromaVectors"))
"""


def test_a_kill_at_any_moment_leaves_a_server_as_before_or_after(
    request: pytest.FixtureRequest, library: Path, tmp_path: Path
) -> None:
    place = new_place("postgres", request)
    with Library.open(place, create=True, embedder=WordEmbedder()) as opened:
        opened.add(tmp_path / "widgets.txt")
        before = state_of(place)
        seconds = seconds_of(place, "add", str(tmp_path / "gadgets.txt"))
        after = state_of(place)
        opened.remove("gadgets")
        moments = random.Random(7)
        seen = []
        for _ in range(MOMENTS):
            kill(begin(place, "add", str(tmp_path / "gadgets.txt")), after=moments.uniform(0, 2 * seconds))
            found = state_of(place)
            assert found in (before, after)
            seen.append(found == after)
            if seen[-1]:
                opened.remove("gadgets")
    print(f"killed {len(seen)} times in {seconds:.2f} s of adding to a server: {sum(seen)} after")


def test_two_writers_and_four_readers_at_once_do_one_another_no_harm(shared: LibraryPlace, tmp_path: Path) -> None:
    told = shared.url if isinstance(shared, Server) else str(shared)
    crowd = [(WRITER, "first"), (WRITER, "second")]
    crowd += [(READER, kind) for kind in ("exact", "chroma", "chroma-again", "exact-again")]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, told, kind, str(SECONDS), str(tmp_path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for code, kind in crowd
    ]
    said = [process.communicate() for process in started]
    for (_, kind), (out, err), process in zip(crowd, said, started, strict=True):
        assert process.returncode == 0, f"{kind}: {err}"
        print(f"{kind}: {out.strip()}")
    assert all(int(out.split()[0]) > 0 for out, _ in said)
    state_of(shared)


def test_the_holder_of_the_index_may_be_killed_at_any_moment(library: Path, tmp_path: Path) -> None:
    """Another process takes the index over at once, and finds in it what the exact scan finds."""
    moments = random.Random(6)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(library), "first", "3600", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for _ in range(MOMENTS):
            holder = begin(library, "add", str(tmp_path / "widgets.txt"))
            kill(holder, after=moments.uniform(0, 0.3))
            reader = [sys.executable, "-c", READER, str(library), "chroma", "0.5"]
            done = subprocess.run(reader, cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            n, _, by_chroma = map(int, done.stdout.split())
            assert n == by_chroma > 0 or writer.poll() is None
    finally:
        writer.kill()
        writer.communicate()
    state_of(library)
