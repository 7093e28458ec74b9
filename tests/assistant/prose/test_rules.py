"""What only lays down a rule tells nothing of what falls under it."""

from __future__ import annotations

import pytest

from assistant.prose.rules import only_lays_down
from assistant.questions.question import read_question


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Which risks are above what the board accepts?", "A score of 12 or more is above what the board accepts."),
        ("Which projects are late?", "Key: On time; Late (by more than a month); Stopped."),
        ("Which machines were rated red?", "Red means that the machine has stopped twice in a month."),
        ("How many risks are too high?", "Any risk rated 12 or higher is too high."),
        ("List the measures that are amber.", "A measure is shown as amber if it is within a tenth of its target."),
        ("What was the repair time?", "Repair times run from the moment that a fault is reported to its being mended."),
        ("What was the complaint rate?", "The complaint rate is the number of complaints for 1,000 widgets sold."),
    ],
)
def test_a_rule_is_no_answer_to_what_falls_under_it(question: str, text: str) -> None:
    assert only_lays_down(read_question(question), text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Which risks are above what the board accepts?", "Rust and flooding are above what the board accepts."),
        ("Which score is too high?", "A score of 12 or more is too high."),
        ("What counts as late?", "A repair is counted as late if it takes more than nine days."),
        ("What was the repair time?", "The repair time was nine days."),
        ("Which machines were rated red?", "The press and the lathe were rated red."),
        ("When is a machine rated red?", "A machine is rated red if it has stopped twice."),
    ],
)
def test_what_says_which_or_is_asked_for_the_rule_may_answer(question: str, text: str) -> None:
    assert not only_lays_down(read_question(question), text)
