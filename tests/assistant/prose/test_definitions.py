from __future__ import annotations

import pytest

from assistant.prose.definitions import defines, introduces
from assistant.questions.question import read_question


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("What is Operation Lantern?", "It owes much to Operation Lantern: a programme of visits and lamps."),
        ("what's operation lantern", "Operation Lantern, which pairs boats with crews, goes on."),
        ("What is the Tide Board?", "The Tide Board is a panel of nine keepers."),
    ],
)
def test_a_sentence_that_says_what_a_name_stands_for_defines_it(asked: str, text: str) -> None:
    assert defines(read_question(asked), text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("What is Operation Lantern?", "Operation Beacon, which pairs boats with crews, goes on."),
        ("What is Operation Lantern?", "Operation Lantern has been put off until May."),
        ("What is the budget?", "The budget is the one that was set in May."),
        ("What is the cost of Operation Lantern?", "Operation Lantern is a programme of visits."),
    ],
)
def test_what_only_has_the_name_does_not_define_it(asked: str, text: str) -> None:
    assert not defines(read_question(asked), text)


@pytest.mark.parametrize(
    ("asked", "text", "n_items", "is_so"),
    [
        ("What are the three aims of the plan?", "Its three aims are:", 3, True),
        ("Name the 4 main lamps", "The main lamps are these:", 4, True),
        ("What are the three aims of the plan?", "Its three aims are:", 4, False),
        ("What are the three aims of the plan?", "The three lamps are:", 3, False),
        ("What are the three aims of the plan?", "It has three aims.", 3, False),
        ("What are the aims of the plan?", "Its three aims are:", 3, False),
    ],
)
def test_a_line_introduces_so_many_as_are_asked_for(asked: str, text: str, n_items: int, is_so: bool) -> None:
    assert introduces(read_question(asked), text, n_items) is is_so
