"""A report read with its tables by a process of its own. What misbehaves is put into the child by a module that Python
imports when it starts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from corpus.errors import ReaderStopped, UnreadableFile
from corpus.loading import ReportFile, load
from corpus.parsing import Limits
from structured.grids import read_grids
from structured.parsing import parse

ROOT = Path(__file__).resolve().parents[2]
REPORT = "Widget report 2023-24\n\nSales\n\nRegion\tQ3\tQ4\nNorth\t1,204\t1,310\nSouth\t905\t869\n"

BAD_TABLES = """
import os, time
import structured.grids

def sleeps(document): time.sleep(60)
def computes(document):
    while True: pass
def hoards(document): return bytearray(4_000_000_000)
def fails(document): raise KeyError("no such column")

structured.grids.read_grids = globals()[os.environ["TABLES"]]
"""


@pytest.fixture
def bad_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    (tmp_path / "sitecustomize.py").write_text(BAD_TABLES, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(tmp_path)]))
    return monkeypatch


def test_a_child_reads_the_tables_that_this_process_would(tmp_path: Path) -> None:
    path = tmp_path / "widgets.txt"
    path.write_text(REPORT, encoding="utf-8")
    parsed = parse(ReportFile.of(path.read_bytes(), path.name))
    assert parsed.document == load(path)
    assert parsed.grids == read_grids(load(path))
    assert len(parsed.grids[0].observations) == 4


@pytest.mark.parametrize("kind", ["sleeps", "computes"])
def test_tables_that_take_too_long_are_stopped_and_the_file_named(bad_tables: pytest.MonkeyPatch, kind: str) -> None:
    bad_tables.setenv("TABLES", kind)
    with pytest.raises(ReaderStopped, match=r"'w\.txt' took longer than 2 seconds to read"):
        parse(
            ReportFile.of(REPORT.encode(), "w.txt"), limits=Limits(seconds=2 if kind == "sleeps" else 60, computing=2)
        )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_tables_that_need_too_much_memory_are_stopped_and_the_file_named(bad_tables: pytest.MonkeyPatch) -> None:
    bad_tables.setenv("TABLES", "hoards")
    with pytest.raises(ReaderStopped, match=r"'w\.txt' needs more memory than 400 MB to read"):
        parse(ReportFile.of(REPORT.encode(), "w.txt"), limits=Limits(megabytes=400))


def test_tables_that_cannot_be_read_are_told_in_one_line(bad_tables: pytest.MonkeyPatch) -> None:
    bad_tables.setenv("TABLES", "fails")
    with pytest.raises(UnreadableFile, match=r"'w\.txt' could not be read, its reader failed \(KeyError"):
        parse(ReportFile.of(REPORT.encode(), "w.txt"))
