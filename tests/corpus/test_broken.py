"""Files that once broke a reader, found by `make fuzz`: each is now refused, or read with every place in its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.outcomes import read_all

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(path for path in BROKEN.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_that_once_broke_a_reader_does_so_no_more(path: Path) -> None:
    read_all(path.read_bytes(), path.name)
