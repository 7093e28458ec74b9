"""Which way round a cause goes."""

from __future__ import annotations

import pytest

from assistant.prose.causes import is_only_a_cause
from assistant.questions.question import read_question


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "What caused the fire that closed the paint shop?",
            "The paint shop suffered from a fire on 3 May.",
        ),
        ("Why did cleaners come?", "The list of faults fell after cleaners came."),
        ("What was the cause of the strike?", "The strike led to 40 late deliveries."),
        ("What is behind the rust?", "Because of rust, four vans were sold."),
        ("What is behind the rust?", "Half of the fall in sales was due to rust."),
        ("What explains the shortage of springs?", "The night shift was cancelled owing to a shortage of springs."),
        ("Why did the ferryman retire?", "Ada Byrne took the helm in May, when the ferryman retired after nine years."),
    ],
)
def test_what_is_only_the_cause_of_something_else_is_not_explained(question: str, text: str) -> None:
    assert is_only_a_cause(read_question(question), text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What caused the fire that closed the paint shop?", "The fire began after a lamp was left on."),
        ("What caused the delay?", "Late springs led to the delay."),
        ("Why did sales fall?", "Sales fell because two shops closed."),
        ("Why did sales fall?", "Because two shops closed, sales fell."),
        ("Why did sales fall?", "This was because sales of springs ended."),
        ("Why did sales fall?", "Two shops closed."),
        ("Why did the ferry stop?", "Visits fell because the ferry stopped in May, when its boiler burst."),
        ("When did the strike end?", "The strike led to 40 late deliveries."),
        ("Why has theft of springs gone up?", "Half of the increase reflects better counting of theft."),
    ],
)
def test_what_is_told_the_cause_of_may_be(question: str, text: str) -> None:
    assert not is_only_a_cause(read_question(question), text)
