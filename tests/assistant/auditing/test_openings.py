"""What a report's opening says of its own figures, against the tables that come after it."""

from __future__ import annotations

import pytest

from assistant.auditing.findings import Severity
from tests.small import audit

REPORT = """Widget Harbour quarterly report Q3 2025/26

Foreword

{text}

Table 1: Recorded wrecks by kind (number)
Kind | Q3 2024/25 | Q3 2025/26 | Change, Q3 on Q3 (%) | Year 2024 | Year 2025 | Change, year on year (%)
Sunken barges | 400 | 352 | -12.0 | 1,600 | 1,584 | -1.0
Drifting rafts | 600 | 630 | 5.0 | 2,400 | 2,424 | 1.0
Total recorded wrecks | 1,000 | 982 | -1.8 | 4,000 | 4,008 | 0.2

Table 2: Keepers supported by the harbour's services
Service | Keepers supported 2024/25 | Keepers supported 2025/26 | Target 2025/26
Advice line | 31,000 | 34,210 | 33,000
Night shelter | 20,150 | 22,480 | 22,000
Total | 51,150 | 56,690 | 55,000

Table 3: Trust in the harbour by age (%)
Group | Trust 2023/24 | Trust 2024/25 | Trust 2025/26 | Change on baseline (pp)
Everyone | 51 | 50 | 53 | 2
Aged 16 to 24 | 47 | 45 | 44 | -3

Table 4: Repairs (£m)
Scheme | Approved | Revised | Outturn | Carried forward to 2026/27
North mole | 3.20 | 4.10 | 3.46 | 0.64
South mole | 4.50 | 4.40 | 2.29 | 2.11
All repairs | 7.70 | 8.50 | 5.75 | 2.75

Table 5: Spending (£m)
Item | Original budget | Revised budget | Outturn | Variance from revised budget
Ropes | 10.8 | 11.2 | 10.6 | -0.6
Paint | 14.5 | 15.0 | 13.5 | -1.5
Pilotage net expenditure | 25.3 | 26.2 | 24.1 | -2.1
Dredgers | 8.1 | 8.2 | 8.8 | 0.6
Group net expenditure | 33.4 | 34.4 | 32.9 | -1.5

Table 6: Crews (sickness in days per head)
Crew | Headcount | Short sick days | All sick days
Boatmen | 84 | 2.6 | 8.8
Porters | 112 | 3.9 | 9.6
Whole harbour | 196 | 3.4 | 9.2
"""


def found(text: str) -> list[tuple[str, str, str]]:
    return [
        (f.severity.value, f.figure, f.computed or "")
        for f in audit(REPORT.replace("{text}", text), names=("harbour-q3-2025-26",))
        if f.severity is not Severity.ROUNDING
    ]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "This quarter recorded wrecks were 3.4% lower than in the same quarter of last year.",
            ("contradiction", "3.4%", "-1.8%"),
        ),
        (
            "Our services supported more than 58,400 keepers.",
            ("contradiction", "58,400", "56,690"),
        ),
        (
            "Trust has changed. Among those aged 16 to 24 trust has fallen by four points since the baseline year.",
            ("contradiction", "four points", "-3 percentage points"),
        ),
        ("We will carry forward £2.57m to finish repairs in 2026/27.", ("contradiction", "£2.57m", "£2.75m")),
        (
            "Pilotage ended the year £2.3 million under its revised budget.",
            ("contradiction", "£2.3 million", "-£2.1m"),
        ),
        ("Sickness stood at 8.9 days for each member of staff.", ("apparent", "8.9 days", "9.2 days")),
    ],
)
def test_an_opening_that_the_tables_do_not_bear_out_is_found(text: str, finding: tuple[str, str, str]) -> None:
    assert found(text) == [finding]


@pytest.mark.parametrize(
    "text",
    [
        "This quarter recorded wrecks were 1.8% lower than in the same quarter of last year.",
        "Our services supported more than 56,000 keepers.",
        "Our services supported fewer than 58,000 keepers.",
        "Among those aged 16 to 24 trust has fallen by three points since the baseline year.",
        "We will carry forward £2.75m to finish repairs in 2026/27.",
        "Pilotage ended the year £2.1 million under its revised budget.",
        "Sunken barges in Q3 2024/25 have been restated from 412 to 400.",
        "Sunken barges in Q3 2024/25 were first published as 412.",
        "8.9 Days lost to sickness are told at the end.",
        "The group underspent by £1.5m, made up of an underspend of £2.1m and an overspend of £0.6m on dredgers.",
    ],
)
def test_an_opening_that_they_bear_out_and_what_was_corrected_are_left_alone(text: str) -> None:
    assert found(text) == []
