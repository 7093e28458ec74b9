"""What a body as a whole spent over or under its budget, against the total of the table beside it."""

from __future__ import annotations

import pytest

from assistant.auditing.findings import Severity
from tests.small import audit

REPORT = """Widget Association annual report 2023/24

Spending

{text}

Revenue outturn 2023/24 (£m)
Service | Original budget | Revised budget | Outturn | Variance
Shops | 64.2 | 66.8 | 67.1 | 0.3
Paint | 28.5 | 28.5 | 26.9 | (1.6)
Vans | 17.3 | 17.3 | 15.7 | (1.6)
Total spending | 110.0 | 112.6 | 109.7 | (2.9)

Brackets show spending below the revised budget.
"""


def found(text: str) -> list[tuple[str, str]]:
    findings = audit(REPORT.replace("{text}", text), names=("widgets-2023-24",))
    return [(f.a.figure, f.b.figure) for f in findings if f.severity is Severity.CONTRADICTION]


@pytest.mark.parametrize(
    "text",
    [
        "The Association ended the year with an underspend of £3.9m against the revised budget.",
        "We underspent by £3.9m in 2023/24.",
    ],
)
def test_an_outcome_that_the_total_does_not_bear_out_is_found(text: str) -> None:
    assert found(text) == [("£3.9m", "-£2.9m")]


@pytest.mark.parametrize(
    "text",
    [
        "The Association ended the year with an underspend of £2.9m against the revised budget.",
        "The Association ended the year with an underspend of £0.3m against the original budget.",
        "The paint club underspent by £3.9m.",  # another body
        "We underspent by £3.9m in 2021/22 on vans.",
        "We underspent by £9.9m before the grant was counted, which the report leaves out.",
        "We expect to underspend by £3.9m.",
    ],
)
def test_what_may_be_of_something_else_is_left_alone(text: str) -> None:
    assert found(text) == []
