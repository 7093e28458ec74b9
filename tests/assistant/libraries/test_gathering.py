from __future__ import annotations

from pathlib import Path

import pytest

from assistant.libraries.gathering import find_files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        *("b.txt", "a.md", "notes.xyz", ".hidden.txt", "deep/er/c.TXT", ".git/d.txt", "deep/a.txt", "odd[1].txt"),
        *("empty/x.bin", "odd1.txt"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Sales rose.", encoding="utf-8")
    (tmp_path / "deep" / "again").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["."], ["a.md", "b.txt", "deep/a.txt", "deep/er/c.TXT", "odd1.txt", "odd[1].txt"]),
        (["b.txt", "a.md"], ["b.txt", "a.md"]),
        (
            ["b.txt", ".", "./b.txt", "deep/../b.txt"],
            ["b.txt", "a.md", "deep/a.txt", "deep/er/c.TXT", "odd1.txt", "odd[1].txt"],
        ),
        (["*.txt"], ["b.txt", "odd1.txt", "odd[1].txt"]),
        (["odd[1].txt"], ["odd[1].txt"]),
        (["**/*.txt"], ["b.txt", "odd1.txt", "odd[1].txt", "deep/a.txt"]),
        (["d*"], ["deep/a.txt", "deep/er/c.TXT"]),
        (["notes.xyz", "gone.txt"], ["notes.xyz", "gone.txt"]),
        ([".hidden.txt"], [".hidden.txt"]),
        (["empty", "*.pdfx"], ["empty", "*.pdfx"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_files_folders_and_patterns_give_each_report_once(folder: Path, named: list[str], expected: list[str]) -> None:
    assert [path.as_posix() for path in find_files([Path(name) for name in named])] == expected
