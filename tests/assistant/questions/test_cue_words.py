from __future__ import annotations

import pytest

from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from tests.small import REPORT, scope_of


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(REPORT)


def test_a_number_that_names_a_row_is_no_threshold(scope: Scope) -> None:
    (threshold,) = read_question("65 or over").thresholds
    assert scope.linker.cue_words.in_labels(threshold)
    (other,) = read_question("70 or over").thresholds
    assert not scope.linker.cue_words.in_labels(other)
