"""With a language model no more of the practice questions are answered wrongly than without."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assistant.answers.answer import Answer, answer_json
from assistant.language_model.helper import Helper
from assistant.language_model.model import Budget
from assistant.language_model.settings import ModelSettings
from assistant.service import Assistant
from tests.asking import put, read_items
from tests.language_model.players import Eager, Liar, Player, Right

pytestmark = pytest.mark.slow

EVAL = Path(__file__).resolve().parents[3] / "shared" / "eval"
GOLDEN = Path(__file__).resolve().parents[1] / "golden"
Item = dict[str, Any]


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    if spec is None or spec.loader is None or not (EVAL / "score.py").is_file():
        pytest.skip("the scorer is not at ../shared/eval")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def items(score: ModuleType) -> list[Item]:
    read = [item for path in sorted(EVAL.glob("practice_*.jsonl")) for item in read_items(path)]
    return [item for item in read if item["kind"] != "claim"]


@pytest.fixture(scope="module")
def plainly(assistant: Assistant, items: list[Item]) -> dict[str, Answer]:
    return {item["id"]: put(assistant, item) for item in items}


def with_model(assistant: Assistant, player: Player, items: list[Item]) -> dict[str, Answer]:
    settings = ModelSettings(provider="openai", name="player")
    helper = Helper(player, settings, lambda hearing: Budget(player, settings, hearing, sleep=lambda _: None))
    helped = Assistant(assistant.library, helper=helper)
    return {item["id"]: put(helped, item) for item in items}


def outcomes(score: ModuleType, items: list[Item], answers: dict[str, Answer]) -> Counter[str]:
    return Counter(score.judge(item, answer_json(answers[item["id"]]))["outcome"] for item in items)


def right(score: ModuleType, items: list[Item], assistant: Assistant) -> Player:
    def answers(item: Item, text: str) -> bool:
        cited = {"text": text, "route": "retrieval", "citations": [], "verdict": None}
        return "refusal" not in item["routes"] and bool(score.judge(item, cited)["outcome"] == "correct")

    return Right(items, assistant.library, answers)


PLAYERS: dict[str, Callable[[ModuleType, list[Item], Assistant], Player]] = {
    "right": right,
    "eager": lambda *_: Eager(),
    **{f"liar {seed}": lambda *_, seed=seed: Liar(seed) for seed in (1, 3, 5, 11)},  # type: ignore[misc]
}


@pytest.mark.reports
@pytest.mark.parametrize("name", PLAYERS)
def test_no_more_answers_are_wrong_than_without_a_model(
    name: str, score: ModuleType, items: list[Item], assistant: Assistant, plainly: dict[str, Answer]
) -> None:
    player = PLAYERS[name](score, items, assistant)
    helped = with_model(assistant, player, items)
    assert player.n_replies
    before, after = outcomes(score, items, plainly), outcomes(score, items, helped)
    assert after["wrong"] <= before["wrong"]
    if name == "right":
        assert after["correct"] >= before["correct"]
    for item in items:
        if plainly[item["id"]].figures or plainly[item["id"]].route.value != "refusal":
            assert helped[item["id"]].text == plainly[item["id"]].text


@pytest.mark.reports
def test_a_model_that_is_right_answers_questions_that_nothing_else_does(
    score: ModuleType, assistant: Assistant
) -> None:
    items = read_items(GOLDEN / "text.jsonl")
    without = {item["id"]: put(assistant, item) for item in items}
    helped = with_model(assistant, right(score, items, assistant), items)
    before, after = outcomes(score, items, without), outcomes(score, items, helped)
    assert after["correct"] > before["correct"]
    assert after["wrong"] <= before["wrong"]
