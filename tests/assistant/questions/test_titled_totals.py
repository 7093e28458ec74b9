"""A table that is called by what is asked of, beside a row elsewhere that has its name among other words."""

from __future__ import annotations

import pytest

from assistant.questions.scope import Scope
from tests.small import ask, scope_of

LAMPS = """Lantern Trust annual report 2024-25 (April 2024 to March 2025)

1. Money

1.1 Running costs

Table 1: Running costs 2024-25 (£000)
Heading | Budget | Outturn
Oil | 300 | 270
Lamp financing | 400 | 415
Total | 700 | 685

1.2 Lamp programme

Table 2: Lamp programme 2024-25 (£000)
Scheme | Budget | Outturn
New quay | 900 | 1,000
Slipway | 200 | 190
Total | 1,100 | 1,190
"""


@pytest.fixture(scope="module")
def lamps() -> Scope:
    return scope_of(LAMPS)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("What is the lamp budget?", "£1,100k"),
        ("What was the budget for lamp financing?", "£400k"),
        ("What was spent on lamp financing?", "£415k"),
        ("What was the oil budget?", "£300k"),
    ],
)
def test_a_table_called_by_what_is_asked_gives_its_total(lamps: Scope, question: str, figure: str) -> None:
    assert figure in ask(lamps, question).text
