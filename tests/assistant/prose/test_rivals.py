from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.prose.rivals import as_one
from assistant.service import Assistant


@pytest.mark.parametrize(
    "asked", ["How many widgets were sold?", "What are the two biggest shops?", "What figure does it give for widgets?"]
)
def test_a_question_for_one_figure_is_left_alone(asked: str) -> None:
    assert as_one(asked) is None


def test_a_table_and_a_sentence_that_differ_are_both_given(transport: Assistant) -> None:
    answer = transport.ask("What two complaint rates does the report give for 2024?")
    assert answer.route is Route.BOTH
    assert {"0.37", "0.39"} <= {str(f.value) for f in answer.figures}
    assert len({c.locator for c in answer.citations}) == 2
    assert any("more than one figure" in w for w in answer.warnings)


def test_where_the_text_repeats_the_table_nothing_is_set_against_it(transport: Assistant) -> None:
    answer = transport.ask("What two figures does the report give for passenger journeys in 2024?")
    assert not any("more than one figure" in w for w in answer.warnings)
