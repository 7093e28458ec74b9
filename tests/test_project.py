"""What is installed is what was tried: exact pins, the same ones in the lock file, and nothing of one machine in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HASHES = (ROOT / "requirements.hashes").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_is_pinned_exactly_and_locked_at_that_version() -> None:
    wanted = [*PROJECT["dependencies"], *(d for extra in PROJECT["optional-dependencies"].values() for d in extra)]
    locked = {normal(name): version for name, _, version in (line.partition("==") for line in LOCK)}
    pins = {normal(name): version for name, _, version in (d.partition("==") for d in wanted)}
    assert all(pins.values())
    assert {name: locked.get(name) for name in pins} == pins


def test_the_lock_file_names_no_host_no_path_and_no_local_build() -> None:
    assert [line for line in LOCK if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_every_locked_package_has_its_hashes() -> None:
    """``make setup HASHES=yes`` installs these and nothing else; ``make hashes`` writes them."""
    blocks = re.findall(
        r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)((?: \\\n +--hash=sha256:[0-9a-f]{64})+)$", HASHES, re.MULTILINE
    )
    held = {normal(name): version for name, version, _ in blocks}
    assert len(blocks) == sum(not line.startswith(" ") for line in HASHES.splitlines())
    locked = {normal(name): version for name, _, version in (line.partition("==") for line in LOCK)}
    assert {name: held.get(name) for name in locked} == locked
    assert {"hatchling", "editables"} <= set(held)  # what builds the program, with nothing fetched besides
