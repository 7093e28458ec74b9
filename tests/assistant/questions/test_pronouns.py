from __future__ import annotations

import pytest

from assistant.questions.pronouns import first_pronoun, stands_for
from assistant.questions.question import read_question


@pytest.mark.parametrize(
    ("asked", "start", "thing"),
    [
        pytest.param("Did it fall?", 4, "it", id="a thing"),
        pytest.param("Who are they?", 8, "they", id="several"),
        pytest.param("What was its cost?", 9, None, id="whose"),
        pytest.param("How many left this year?", 14, None, id="a time"),
        pytest.param("How many work there?", 14, None, id="a place"),
        pytest.param("How many widgets are there?", None, None, id="that there are any"),
        pytest.param("How many widgets were sold?", None, None, id="none"),
    ],
)
def test_a_pronoun_points_back_and_may_stand_for_a_thing(asked: str, start: int | None, thing: str | None) -> None:
    assert first_pronoun(read_question(asked)) == start
    assert stands_for(read_question(asked)) == thing
