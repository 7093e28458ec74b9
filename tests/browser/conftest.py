"""A real browser, and the page served over a library of each test file's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.serving import CHROMIUM, opened_browser, served
from tests.browser.axe import AXE


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with opened_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def served_library(hospital_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the hospital's library, which the tests of one file may change."""
    return Path(shutil.copytree(hospital_library, tmp_path_factory.mktemp("served") / "library"))


@pytest.fixture(scope="module")
def address(served_library: Path) -> Iterator[str]:
    with served(served_library) as address:
        yield address


@pytest.fixture
def axe() -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not here: `make axe` fetches it")
