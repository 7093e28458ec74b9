"""Whatever is asked, a library on a server gives the very answer that the same library in a folder gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.libraries.moving import move
from assistant.service import Assistant
from tests.asking import answers_over, put_all, read_items, timeless
from tests.servers import TestServer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
HOSPITAL_SET = ROOT / "tests" / "reports" / "hospital-trust-q2-2025-26" / "questions.jsonl"
PRACTICE_SETS = ROOT.parent / "shared" / "eval"


@pytest.mark.parametrize("name", ["hospital", "practice"])
def test_both_stores_give_the_same_answers(
    name: str, request: pytest.FixtureRequest, postgres_server: TestServer
) -> None:
    folder: Path = request.getfixturevalue(f"{name}_library")
    sets = [HOSPITAL_SET] if name == "hospital" else sorted(PRACTICE_SETS.glob("practice_*.jsonl"))
    place = postgres_server.new_place()
    move(folder, place, lambda _: None)
    expected = answers_over(folder, *sets)
    assistant = Assistant.open(place)
    found = put_all(assistant, [item for path in sets for item in read_items(path)])
    assistant.library.close()
    assert len(found) > 25
    assert {n: timeless(a) for n, a in found.items()} == {n: timeless(expected[n]) for n in found}
