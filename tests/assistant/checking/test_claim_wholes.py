"""Claims about every one of several, or none of them."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.joined import check_claim
from tests.small import scope_of

ISLANDS = """Ferry company report 2024

Table 2: Sailings by island
Island | 2023 | 2024 | Change on year
North Isle | 678 | 375 | -303
South Isle | 288 | 402 | +114
West Isle | 476 | 231 | -245
All islands | 1,442 | 1,008 | -434

Table 3: Measures against target
Measure | Target | Actual | Result
Sailings on time (%) | 90 | 93 | Met
Calls answered (%) | 80 | 71 | Not met
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (
            "Compared with the year before, sailings are down in every single one of our three islands.",
            Verdict.CONTRADICTED,
        ),
        ("Sailings fell in all three islands compared with the year before.", Verdict.CONTRADICTED),
        ("Sailings fell on every island compared with the year before.", Verdict.CONTRADICTED),
        ("Not one of the measures met its target.", Verdict.CONTRADICTED),
        ("None of the measures met its target.", Verdict.CONTRADICTED),
        ("All of the measures met their target.", Verdict.CONTRADICTED),
    ],
)
def test_one_that_does_not_contradicts_what_is_said_of_each(claim: str, verdict: Verdict) -> None:
    assert check_claim(claim, scope_of(ISLANDS)).verdict is verdict
