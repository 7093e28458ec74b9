"""Files read by a process of their own. The readers that misbehave are put into the child by a module that Python
imports when it starts."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

from corpus.errors import EmptyDocument, LoadError, ReaderStopped, UnknownFormat, UnreadableFile
from corpus.loading import ReportFile, load, read_file
from corpus.parsing import Limits, parse

ROOT = Path(__file__).resolve().parents[2]
REPORT = "Widget report 2023-24\n\nSales\n\nRegion\tQ3\tQ4\nNorth\t1,204\t1,310\nSouth\t905\t869\n"

BAD_READERS = """
import os, sys, time, types
import corpus.loading
from corpus.readers.reading import Reading
from corpus.readers.text import read

def sleeps(data, document_id): time.sleep(60)
def computes(data, document_id):
    while True: pass
def hoards(data, document_id): return bytearray(4_000_000_000)
def swells(data, document_id): return Reading(source="x" * 90_000_000, blocks=read(b"Sales rose.", "x").blocks)
def breaks(data, document_id): os.abort()
def leaves(data, document_id): os._exit(0)
def ends(data, document_id): os._exit(5)
def fails(data, document_id): raise KeyError("no such\\npart")
def digs(data, document_id): return digs(data, document_id)
def babbles(data, document_id):
    print("reading"); os.write(1, b"document\\n{}"); os.write(2, b"warning")
    return read(data, document_id)
def opens(data, document_id): return read(open(data).read().encode(), document_id)

for name, made in list(globals().items()):
    if callable(made) and getattr(made, "__module__", "") == __name__:
        module = types.ModuleType(f"corpus.readers.{name}")
        module.read = made
        sys.modules[module.__name__] = module
        corpus.loading._READERS = {**corpus.loading._READERS, f".{name}": name}
"""


@pytest.fixture(autouse=True)
def bad_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(BAD_READERS, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(tmp_path / "site")]))


def a_file(name: str, content: str = REPORT) -> ReportFile:
    return ReportFile.of(content.encode(), name)


def test_a_child_reads_what_this_process_would(tmp_path: Path) -> None:
    path = tmp_path / "widgets.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert parse(read_file(path)) == load(path)
    assert parse(read_file(path), document_id="other") == load(path, document_id="other")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("a.sleeps", "'a.sleeps' took longer than 1 seconds to read; split it", id="waits"),
        pytest.param("a.computes", "'a.computes' took longer than 1 seconds to read; split it", id="computes"),
        pytest.param("a.breaks", "its reader broke off (signal 6)", id="aborts"),
        pytest.param("a.leaves", "its reader gave no result", id="says nothing"),
        pytest.param("a.ends", "its reader broke off (code 5)", id="ends with a code"),
    ],
)
def test_a_reader_that_does_not_come_back_is_stopped_and_named(name: str, says: str) -> None:
    with pytest.raises(ReaderStopped) as caught:
        parse(a_file(name), limits=Limits(seconds=1 if "sleeps" in name else 60, computing=1))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
@pytest.mark.parametrize("name", ["a.hoards", "a.swells"])
def test_a_reader_that_needs_too_much_memory_is_stopped_and_named(name: str) -> None:
    with pytest.raises(ReaderStopped, match=f"'{name}' needs more memory than 300 MB to read"):
        parse(a_file(name), limits=Limits(megabytes=300))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("a.fails", "its reader failed (KeyError: 'no such\\npart')", id="a fault of the reader"),
        pytest.param("a.digs", "is nested too deeply", id="nesting without end"),
    ],
)
def test_a_reader_that_fails_is_told_in_one_line(name: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        parse(a_file(name))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_a_reader_prints_is_not_taken_for_its_result() -> None:
    assert parse(a_file("a.babbles")).title == "Widget report 2023-24"


@pytest.mark.parametrize(
    ("file", "error"),
    [(a_file("a.xyz"), UnknownFormat), (a_file("a.txt", " "), EmptyDocument), (a_file("a.txt", "\0" * 99), LoadError)],
)
def test_errors_come_back_as_they_were_raised(file: ReportFile, error: type[LoadError]) -> None:
    with pytest.raises(error) as caught:
        parse(file)
    assert file.name in str(caught.value)


def test_no_module_is_taken_from_the_folder_that_the_user_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("open('executed', 'w').close()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert parse(a_file("a.txt")).title == "Widget report 2023-24"
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize(
    ("writer", "ending"),
    [
        ("markdown", ".md"),
        ("html", ".html"),
        ("pdf", ".pdf"),
        ("word", ".docx"),
        ("slides", ".pptx"),
        ("workbook", ".xlsx"),
        ("delimited", ".csv"),
    ],
)
def test_every_format_is_read_within_the_bounds_as_without(tmp_path: Path, writer: str, ending: str) -> None:
    (tmp_path / "widgets.txt").write_text(REPORT, encoding="utf-8")
    path = tmp_path / f"widgets{ending}"
    import_module(f"tests.writers.{writer}").write(load(tmp_path / "widgets.txt"), path)
    assert parse(read_file(path)) == load(path)


def test_that_no_process_can_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ReaderStopped, match="no process could be started for it"):
        parse(a_file("a.txt"))


def test_a_child_whose_parent_was_killed_ends(tmp_path: Path) -> None:
    code = """
from corpus.loading import ReportFile
from corpus.parsing import parse
print("begun", flush=True)
parse(ReportFile.of(b"x", "a.sleeps"))
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout is not None
    parent.stdout.readline()
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    while not children.read_text():
        time.sleep(0.01)
    child = int(children.read_text())
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 50
    while Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_disk_without_room_for_temporary_files_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> object:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("corpus.parsing.TemporaryFile", full)
    with pytest.raises(ReaderStopped, match="no room for temporary files"):
        parse(ReportFile.of(b"Widget report", "widgets.txt"))
