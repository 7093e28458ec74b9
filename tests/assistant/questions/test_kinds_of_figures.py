"""A figure of another kind than the one asked for is no answer: rates, plans, rows counted, totals, what came in."""

from __future__ import annotations

import pytest

from assistant.questions.scope import Scope
from tests.small import ask, scope_of

MILLS = """Mill Board report 2024-25 (April 2024 to March 2025)

Fires

Fires by town, 2024-25
Town | Fires | Fires per 1,000 homes
Aldo | 240 | 3.1
Brim | 90 | 7.4
Corr | 130 | 2.2

Lodgers

Lodgers in mills on 31 March 2025, by kind of bed
Kind | 31 March 2024 | 31 March 2025
Hammock and blanket | 41 | 24
Straw | 49 | 63
Board-owned | 34 | 52
All lodgers | 124 | 139

Inspections

Inspections by mill, 2024-25
Mill | Inspections planned | Inspections made
North mill | 30 | 26
South mill | 28 | 25
All mills | 58 | 51

Repairs

Repairs and sales by mill (£000)
Mill | Planned spend | Actual spend | Planned receipt | Actual receipt
North mill | 120 | 133 | 0 | 0
South mill | 40 | 44 | 680 | 0

Helpers

Helpers paid for by the Board
Service | Contract 2024-25 (£000) | People helped 2024-25
Master flour graders | 318 | 1,031
Young grinders | 134 | 265
Total | 452 | 1,296
Notes: Master flour graders (MFGs) also visit bakeries.
"""


@pytest.fixture(scope="module")
def mills() -> Scope:
    return scope_of(MILLS)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which town is worst for fires once you allow for how many homes it has?", "Brim"),
        ("Which town has the most fires taking account of the number of homes?", "Brim"),
        ("Which town has the most fires?", "Aldo"),
        ("What is the mfg contract worth?", "318"),
        ("How many inspections that were planned at North mill were not made?", "4"),
    ],
)
def test_the_figure_is_of_the_kind_asked_for(mills: Scope, question: str, expected: str) -> None:
    assert expected in ask(mills, question).text


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("How many lodgers was the Board putting up at the end of March 2025?", " of "),
        ("Which mill overspent its budget by most?", "Straw"),
        ("How much was spent on South mill compared with the plan?", "680"),
        ("How much money did young grinders get more than the year before?", "265"),
        ("How many bakeries did the Board pay for?", "1,296"),
    ],
)
def test_a_figure_of_another_kind_is_no_answer(mills: Scope, question: str, never: str) -> None:
    assert never not in ask(mills, question).text
