"""The report files that a user means: files, folders with what is in them, and patterns of names."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.loading import FORMATS


def find_files(named: Sequence[Path]) -> tuple[Path, ...]:
    """The files, in the order named, each once; those of a folder or a pattern sorted by name.

    Of a folder and the folders in it: the files of known endings that are not hidden; links to folders are not
    followed. What is named itself is taken as it is, and so are a folder and a pattern in which nothing is found, so
    that reading it says what is wrong with it.
    """
    found: dict[str, Path] = {}
    for path in named:
        for file in _files_of(path):
            found.setdefault(os.path.realpath(file), file)
    return tuple(found.values())


def _files_of(path: Path) -> Sequence[Path]:
    if path.is_dir():
        return sorted(_within(path)) or [path]
    if os.path.lexists(path) or not glob.has_magic(str(path)):
        return [path]
    # The shortest first: a link to a folder may lead to the same file again by a longer way.
    names = sorted(glob.glob(str(path), recursive=True), key=lambda name: (name.count(os.sep), name))  # noqa: PTH207
    matches = [Path(name) for name in names]
    return [file for match in matches for file in (sorted(_within(match)) if match.is_dir() else [match])] or [path]


def _within(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            file = Path(place, name)
            if not name.startswith(".") and file.suffix.lower() in FORMATS and file.is_file():
                yield file
