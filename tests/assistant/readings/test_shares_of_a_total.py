"""Which of several totals a share is of."""

from __future__ import annotations

import pytest

from assistant.questions.scope import Scope
from tests.small import ask, scope_of

COSTS = """Lantern Trust annual report 2024-25 (April 2024 to March 2025)

1. Money

1.1 Costs

Table 1: Costs 2024-25 (£000)
Heading | Outturn
Keeper pay | 300
Clerk pay | 100
Total pay | 400
Keeper overtime | 60
Clerk overtime | 20
Total overtime | 80
Oil | 120
Total gross expenditure | 600
"""


@pytest.fixture(scope="module")
def costs() -> Scope:
    return scope_of(COSTS)


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("Of the total overtime bill, what proportion was for keepers?", "75.0%"),
        ("What was spent on overtime and what share was the keepers'?", "75.0%"),
        ("What share of overtime was keeper overtime?", "75.0%"),
        ("Keeper overtime as a share of gross expenditure?", "10.0%"),
        ("What share of gross expenditure was keeper overtime?", "10.0%"),
    ],
)
def test_a_share_is_of_the_total_that_is_spoken_of(costs: Scope, question: str, share: str) -> None:
    answer = ask(costs, question)
    assert f"is {share} of" in answer.text
