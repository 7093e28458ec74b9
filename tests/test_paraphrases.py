"""A hundred questions, each in ten wordings as people write them: no two wordings give different figures.

`tests/golden/paraphrases.jsonl` holds them with the right figure. Each wording gives it, is refused, or is asked back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.answers.answer import Answer, Figure, Route
from assistant.service import Assistant
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

SET = ROOT / "tests" / "golden" / "paraphrases.jsonl"
ITEMS: list[dict[str, Any]] = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
SCALES = {"": Decimal(1), "_k": Decimal(1_000), "_m": Decimal(1_000_000), "_bn": Decimal(1_000_000_000)}
PARTS = {"percent": "part", "pp": "part"}
ANSWERED = {Route.CALCULATION, Route.RETRIEVAL, Route.BOTH}
PRACTICE = "practice"
LEAST_ANSWERED = 0.94
"""The share of the wordings that are answered; it only ever rises."""


def in_base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """A size with its family of units: money in pounds, counts one by one, per cent and points alike."""
    name, scale = next(
        ((unit.removesuffix(s), factor) for s, factor in reversed(SCALES.items()) if s and unit.endswith(s)),
        (unit, Decimal(1)),
    )
    return abs(value) * scale, PARTS.get(name, name)


def states(figure: Figure, number: dict[str, Any]) -> bool:
    size, family = in_base(figure.value, figure.unit)
    wanted, wanted_family = in_base(Decimal(str(number["value"])), number["unit"])
    slack = Decimal(str(number["tolerance"])) + Decimal("0.000001")
    # prose that says "5.9 falls per 1,000" or "61,200 hours" is read as a count of them
    alike = number["unit"] == "any" or family == wanted_family or "count" in {family, wanted_family}
    return alike and abs(size - wanted) <= slack


def is_right(answer: Answer, item: dict[str, Any]) -> bool:
    return all(any(states(figure, number) for figure in answer.figures) for number in item["numbers"]) and all(
        any(name.casefold() in answer.text.casefold() for name in names) for names in item.get("mentions", [])
    )


@pytest.fixture(scope="module")
def libraries(invented_library: Callable[[str], Path]) -> dict[str, Assistant]:
    """An assistant over each of the invented reports that are asked about."""
    names = sorted({item["library"] for item in ITEMS} - {PRACTICE})
    return {name: Assistant.open(invented_library(name)) for name in names}


def test_a_hundred_questions_have_ten_wordings_each() -> None:
    assert len(ITEMS) == len({item["id"] for item in ITEMS}) == 100
    assert {len(set(item["wordings"])) for item in ITEMS} == {10}


def judged(items: list[dict[str, Any]], assistants: dict[str, Assistant]) -> tuple[list[str], Counter[str]]:
    """The wordings that give another figure than the right one, and how many were answered and asked."""
    wrong, told = [], Counter[str]()
    for item in items:
        for wording in item["wordings"]:
            answer = assistants[item["library"]].ask(wording)
            told["asked"] += 1
            if answer.route in ANSWERED:
                told["answered"] += 1
                if not is_right(answer, item):
                    wrong.append(f"{item['id']}: {wording} -> {answer.text}")
    return wrong, told


def test_no_wording_over_the_invented_reports_gives_another_figure(libraries: dict[str, Assistant]) -> None:
    wrong, told = judged([item for item in ITEMS if item["library"] in libraries], libraries)
    print(f"answered {told['answered']} of {told['asked']} wordings over the invented reports")
    assert wrong == []
    assert told["answered"] / told["asked"] >= LEAST_ANSWERED


def test_no_wording_over_the_practice_reports_gives_another_figure(assistant: Assistant) -> None:
    wrong, told = judged([item for item in ITEMS if item["library"] == "practice"], {"practice": assistant})
    print(f"answered {told['answered']} of {told['asked']} wordings over the practice reports")
    assert wrong == []
    assert told["answered"] / told["asked"] >= LEAST_ANSWERED
