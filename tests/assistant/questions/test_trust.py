from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assistant.questions import trust
from assistant.questions.conversation import Turn, shown_by, take_turns
from assistant.questions.scope import Scope
from structured.plan import Operation
from tests.small import REPORT, scope_of

FILE = Path(trust.__file__).with_name("trust.toml")
FITTED = tomllib.loads(FILE.read_text(encoding="utf-8"))
ASKED = [
    "How many widgets were sold in Northfield in Q4 2023/24?",
    "Which region sold the most widgets in Q4 2023/24?",
    "What share of widgets sold in Q4 2023/24 were sold in Northfield?",
    "How have widget sales in Eastham moved over time?",
    "Northfield or Southport: which had higher satisfaction in Q4 2023/24?",
    "Which regions had satisfaction above 80% in Q4 2023/24?",
    "widgets",
    "Eastham",
    "result",
]


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(REPORT)


def turn(scope: Scope, asked: str) -> Turn:
    return take_turns(asked, (), scope)


def test_the_threshold_is_the_one_of_the_file() -> None:
    assert trust.threshold() == FITTED["threshold"]
    assert 0 < trust.threshold() < 1


def test_every_feature_has_a_fitted_weight_and_every_weight_a_feature() -> None:
    assert set(FITTED["weights"]) == set(trust.FEATURES)
    assert len(set(trust.FEATURES)) == len(trust.FEATURES)


@pytest.mark.parametrize("operation", list(Operation))
def test_every_operation_belongs_to_a_group(operation: Operation) -> None:
    assert f"is_{trust._GROUPS[operation]}" in trust.FEATURES


@pytest.mark.parametrize("asked", ASKED)
def test_trust_is_a_probability_for_every_reading(scope: Scope, asked: str) -> None:
    taken = turn(scope, asked)
    readings = (*taken.understanding.readings, *taken.understanding.partial)
    assert readings
    for reading in readings:
        values = trust.features(taken.question, taken.understanding, reading, shown_by(scope))
        assert len(values) == len(trust.FEATURES)
        assert 0 <= trust.trust(taken.question, taken.understanding, reading, shown_by(scope)) <= 1


@pytest.mark.parametrize("asked", ASKED[:6])
def test_a_plain_question_is_trusted(scope: Scope, asked: str) -> None:
    assert turn(scope, asked).trusted >= trust.threshold()


@pytest.mark.parametrize(
    "asked", ["How many widgets were sold in Zanzibar in 2023/24?", "How many gloves did Bob eat?"]
)
def test_a_question_that_nothing_explains_is_not(scope: Scope, asked: str) -> None:
    assert turn(scope, asked).trusted < trust.threshold()


def test_trust_is_the_same_each_time(scope: Scope) -> None:
    assert turn(scope, ASKED[0]).trusted == turn(scope, ASKED[0]).trusted
