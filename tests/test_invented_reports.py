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
    "water-company-2024-25": (0.67, 0.01),
    "housing-association-2024-25": (0.70, 0.01),
}
# The same of the later reports, with the slow tests.
OF_LATER_REPORTS = {
    "school-trust-2024-25": (0.71, 0.02),
    "port-authority-q3-2025": (0.68, 0.02),
    "police-commissioner-q1-2026": (0.64, 0.04),
    "combined-authority-annual-2025-26": (0.61, 0.07),
    "ambulance-q3-2025-26": (0.59, 0.03),
    "borough-q2-2026-27": (0.56, 0.03),
    "culture-q1-2025-26": (0.62, 0.02),
    "mayors-office-q2-2026-27": (0.84, 0.03),
    "ombudsman-annual-2025-26": (0.76, 0.05),
    "safer-communities-2025-26": (0.69, 0.06),
    "waste-authority-2025-26": (0.79, 0.05),
    "care-board-2025-26": (0.69, 0.06),
    "community-safety-q3-2025-26": (0.59, 0.02),
    "district-annual-2025-26": (0.67, 0.02),
    "police-authority-q4-2024-25": (0.67, 0.02),
    "police-plan-annual-2025-26": (0.65, 0.02),
    "oversight-q3-2025-26": (0.53, 0.04),
    "deputy-mayor-annual-2024-25": (0.55, 0.08),
    "capital-q4-2025-26": (0.61, 0.06),
    "pfcc-annual-2025-26": (0.49, 0.10),
}
# How many of the questions that no report answers are still answered, at most: none should be.
STILL_ANSWERED = {
    "ambulance-q3-2025-26": 0,
    "borough-q2-2026-27": 0,
    "combined-authority-annual-2025-26": 0,
    "county-council-outturn-2024-25": 2,
    "fire-service-annual-2024-25": 3,
    "hospital-trust-q2-2025-26": 0,
    "housing-association-2024-25": 1,
    "police-commissioner-q1-2026": 0,
    "port-authority-q3-2025": 0,
    "school-trust-2024-25": 1,
    "transport-operator-2024": 0,
    "water-company-2024-25": 0,
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


@pytest.mark.parametrize("name", [*BOUNDS, *(pytest.param(name, marks=pytest.mark.slow) for name in OF_LATER_REPORTS)])
def test_a_report_of_another_trade_is_answered(
    name: str, scorer: ModuleType, invented_library: Callable[[str], Path]
) -> None:
    path = INVENTED[name].parent / "questions.jsonl"
    answers = answers_over(invented_library(name), path)
    judged = [scorer.judge(item, answer_json(answers[item["id"]])) for item in read_items(path)]
    outcomes = Counter(row["outcome"] for row in judged)
    right, wrong = (BOUNDS | OF_LATER_REPORTS)[name]
    assert outcomes["correct"] >= right * len(judged), [r["id"] for r in judged if r["outcome"] != "correct"]
    assert outcomes["wrong"] <= wrong * len(judged), [r["id"] for r in judged if r["outcome"] == "wrong"]


@pytest.mark.slow
@pytest.mark.parametrize("name", STILL_ANSWERED)
def test_what_no_report_says_is_refused(name: str, invented_library: Callable[[str], Path]) -> None:
    answers = answers_over(invented_library(name), INVENTED[name].parent / "unanswerable.jsonl")
    answered = [id_ for id_, a in answers.items() if a.route not in {Route.REFUSAL, Route.CLARIFICATION}]
    assert len(answered) <= STILL_ANSWERED[name], answered
