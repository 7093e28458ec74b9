"""The examples in the documentation do what they say."""

from __future__ import annotations

import doctest
from pathlib import Path

from tests.plans import make_widget_library

ROOT = Path(__file__).resolve().parents[1]


def test_the_examples_of_the_page_on_python_hold(tmp_path: Path) -> None:
    names = {"folder": make_widget_library(tmp_path)}
    outcome = doctest.testfile(
        str(ROOT / "docs" / "python.md"), module_relative=False, globs=names, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert outcome.failed == 0
    assert outcome.attempted > 15
