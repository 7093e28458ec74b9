"""Claims whose figures are put in words, counted from a baseline, or set against what never was."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers.answer import Verdict
from assistant.service import Assistant
from tests.conftest import build_library

REPORT = """Lantern Quay yearly report 2025-26

Lamps

Lamps and lanterns (number)
Kind | 2023-24 (baseline) | 2024-25 | 2025-26 (p)
Lamps mended | 240 | 210 | 190
Lanterns lit | 1,040 | 1,200 | 1,300

Budget (£m)
Line | Revised budget | Budget to date | Actual to date | Forecast outturn
Wick supply | 9.8 | 7.4 | 10.1 | 13.3
Oil supply | 20.4 | 15.3 | 15.0 | 20.2

Crews (full-time equivalent)
Crew | Planned strength | Actual strength
Lamplighters | 560 | 532

Words

Keepers of the north pier were called out at a rate 3.5 times that of keepers of the south pier.
Repairs take 42 working days on average, compared with 18 a year before.
Without extensions, 61.4 per cent of mooring permits would have been decided in time.
Visitors wrote to the quay 256,390 times.
The wardens dealt with 47 appeals. They dismissed 33 (70.2 per cent) and allowed 14. There were 118 compliments.

The harbour court ended the year £2.3 million under its revised budget, as hearings began late. The pilots overspent.
Four complainants went on to the harbour court.

Calls

Calls by pier
Pier | Calls 2024-25 | Calls 2025-26 | Change on year (%)
North pier | 100 | 104 | 4.0
South pier | 100 | 101 | 1.0
East pier | 100 | 98 | -2.0

Calls and how long they took, by pier (minutes:seconds)
Pier | Calls 2025-26 | Mean 2024-25 | Mean 2025-26 | Change on year
North pier | 104 | 8:40 | 8:10 | -0:30
South pier | 101 | 8:00 | 8:09 | +0:09
East pier | 98 | 7:50 | 7:51 | +0:01

The Lantern Quay Council

The Council met in public three times during 2025-26.
"""


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the report."""
    folder: Path = tmp_path_factory.mktemp("quay")
    (folder / "quay.txt").write_text(REPORT.replace(" | ", "\t"), encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"lantern-quay-2025-26": folder / "quay.txt"}))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (
            "A keeper of the north pier is called out three and a half times as often as one of the south pier.",
            Verdict.SUPPORTED,
        ),
        ("Visitors wrote to the quay more than a quarter of a million times.", Verdict.SUPPORTED),
        ("Visitors wrote to the quay more than half a million times.", Verdict.CONTRADICTED),
        ("Repairs take twenty-four working days longer than a year back.", Verdict.SUPPORTED),
        ("Fifty fewer lamps were mended than in the baseline year.", Verdict.SUPPORTED),
        ("Twenty fewer lamps were mended than in the baseline year.", Verdict.CONTRADICTED),
        ("A quarter as many lanterns again were lit as in the baseline year.", Verdict.SUPPORTED),
        ("Wick supply will go three and a half million pounds over budget by the year end.", Verdict.SUPPORTED),
        ("Wick supply will go six million pounds over budget by the year end.", Verdict.CONTRADICTED),
        ("The lamplighters are 28 people below the strength that was planned.", Verdict.SUPPORTED),
        ("83.2 per cent of mooring permits were decided in time.", Verdict.NOT_FOUND),
        ("Seven in ten appeals were allowed by the wardens.", Verdict.NOT_FOUND),
        ("The pilots went more than five million pounds over their revised budget.", Verdict.NOT_FOUND),
        ("Compliments outnumbered complaints.", Verdict.NOT_FOUND),
        ("The north pier had the largest rise in calls of any pier.", Verdict.SUPPORTED),
        ("The Lantern Quay Council met in public five times in 2025-26.", Verdict.CONTRADICTED),
        ("The Lantern Quay Council met in public three times in 2025-26.", Verdict.SUPPORTED),
    ],
)
def test_a_claim_is_judged_by_the_figure_that_it_means(quay: Assistant, claim: str, verdict: Verdict) -> None:
    assert quay.check(claim).verdict is verdict
