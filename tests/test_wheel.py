"""The same source makes the same wheel and the same sdist, to the byte, wherever and whenever it is built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = {
    ".git",
    ".venv",
    "build",
    "dist",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    "__pycache__",
}
SOURCE_DATE = "1763769600"


def built(source: Path, out: Path, kind: str, **environment: str) -> dict[str, str]:
    """The SHA-256 of what is built of a copy of the source, by name."""
    code = f"import hatchling.build as b; b.build_{kind}({str(out)!r})"
    out.mkdir()
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=source,
        env={**os.environ, "SOURCE_DATE_EPOCH": SOURCE_DATE, **environment},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in out.iterdir()}


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_two_builds_are_equal_to_the_byte(tmp_path: Path, kind: str) -> None:
    pytest.importorskip("hatchling", reason="what builds the program comes with `make setup HASHES=yes`")
    copies = [tmp_path / name for name in ("here", "elsewhere-and-later")]
    for copy in copies:
        shutil.copytree(ROOT, copy, ignore=lambda _, names: LEFT_OUT & set(names), symlinks=True)
    for file in copies[1].rglob("*"):  # another checkout has other times, and others may read or not
        if file.is_file():
            os.utime(file, (1, 1))
            file.chmod(0o600 | (file.stat().st_mode & 0o100))
    first = built(copies[0], tmp_path / "first", kind, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    second = built(copies[1], tmp_path / "second", kind, TZ="Asia/Tokyo", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert first == second
    assert len(first) == 1


def test_the_wheel_holds_no_place_of_this_machine(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="what builds the program comes with `make setup HASHES=yes`")
    (name,) = built(ROOT, tmp_path / "out", "wheel")
    with zipfile.ZipFile(tmp_path / "out" / name) as wheel:
        texts = [wheel.read(entry).decode("latin-1") for entry in wheel.namelist()]
    assert not [text for text in texts if str(ROOT) in text]
