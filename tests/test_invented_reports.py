"""How the assistant does on invented reports, and that what they do not say is refused.

The bounds are what was reached when the sets were written down in docs/quality.md; they only ever tighten.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from assistant.answers.answer import Route, answer_json
from tests.asking import answers_over, read_items
from tests.conftest import INVENTED

SCORER = Path(__file__).resolve().parents[2] / "shared" / "eval" / "score.py"
# The share of questions that must be right, and that may be wrong.
BOUNDS = {
    "combined-authority-annual-2025-26": (0.51, 0.12),
    "police-commissioner-q1-2026": (0.55, 0.10),
    "water-company-2024-25": (0.63, 0.05),
    "housing-association-2024-25": (0.64, 0.05),
    "port-authority-q3-2025": (0.65, 0.05),
    "school-trust-2024-25": (0.61, 0.06),
}
# How many of the questions that no report answers are still answered, at most: none should be.
STILL_ANSWERED = {
    "combined-authority-annual-2025-26": 0,
    "county-council-outturn-2024-25": 5,
    "fire-service-annual-2024-25": 6,
    "hospital-trust-q2-2025-26": 1,
    "housing-association-2024-25": 1,
    "police-commissioner-q1-2026": 1,
    "port-authority-q3-2025": 1,
    "school-trust-2024-25": 2,
    "transport-operator-2024": 3,
    "water-company-2024-25": 3,
}


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The scorer, as a module; skipped where it is not there."""
    if not SCORER.is_file():
        pytest.skip("the scorer is not at ../shared/eval")
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", BOUNDS)
def test_a_report_of_another_trade_is_answered(
    name: str, scorer: ModuleType, invented_library: Callable[[str], Path]
) -> None:
    path = INVENTED[name].parent / "questions.jsonl"
    answers = answers_over(invented_library(name), path)
    judged = [scorer.judge(item, answer_json(answers[item["id"]])) for item in read_items(path)]
    outcomes = Counter(row["outcome"] for row in judged)
    right, wrong = BOUNDS[name]
    assert outcomes["correct"] >= right * len(judged), [r["id"] for r in judged if r["outcome"] != "correct"]
    assert outcomes["wrong"] <= wrong * len(judged), [r["id"] for r in judged if r["outcome"] == "wrong"]


@pytest.mark.parametrize("name", STILL_ANSWERED)
def test_what_no_report_says_is_refused(name: str, invented_library: Callable[[str], Path]) -> None:
    answers = answers_over(invented_library(name), INVENTED[name].parent / "unanswerable.jsonl")
    answered = [id_ for id_, a in answers.items() if a.route not in {Route.REFUSAL, Route.CLARIFICATION}]
    assert len(answered) <= STILL_ANSWERED[name], answered
