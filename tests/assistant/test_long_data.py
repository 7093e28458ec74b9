"""Long data, with a row for each member and time: sums and ranks keep to the time that is asked for."""

from __future__ import annotations

import pytest

from assistant.questions.scope import Scope
from tests.small import ask, figures, scope_of

REPORT = """Widget Association statistics 2023

Production

Widgets made by nation and year
Nation | Year | Widgets
Northland | 2022 | 500
Northland | 2023 | 520
Southland | 2022 | 580
Southland | 2023 | 90
"""


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(REPORT)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("What was the total number of widgets made in 2022?", "1080 count"),
        ("How many widgets were made in Southland in 2023?", "90 count"),
        ("Which nation made the most widgets in 2022?", "580 count"),
        ("Which nation made the most widgets in 2023?", "520 count"),
    ],
)
def test_only_the_rows_of_the_time_asked_for_count(scope: Scope, question: str, figure: str) -> None:
    assert figure in figures(ask(scope, question))
