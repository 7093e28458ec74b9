"""Claims as people make them in speeches: what leads into them, months set against months, and runs of years."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers.answer import Verdict
from assistant.service import Assistant
from tests.conftest import build_library

REPORT = """Lantern Quay quarterly report Q3 2025/26

Wrecks

Wrecks by kind (number)
Kind | Q3 2024/25 | Q4 2024/25 | Q1 2025/26 | Q2 2025/26 | Q3 2025/26
Sunken barges | 468 | 451 | 439 | 427 | 402
Drifting rafts | 44 | 29 | 33 | 38 | 57

Mooring fees due and collected
Year | Fees due (£m) | Fees collected (£m) | Collection rate (%)
2022/23 | 96.4 | 94.5 | 98.0
2023/24 | 98.3 | 95.9 | 97.6
2024/25 | 99.1 | 96.4 | 97.3
2025/26 | 99.9 | 96.9 | 97.0

Words

Sunken barges have now fallen for four quarters in a row.
"""


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the report."""
    folder: Path = tmp_path_factory.mktemp("quay")
    (folder / "quay.txt").write_text(REPORT.replace(" | ", "\t"), encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"lantern-quay-q3-2025-26": folder / "quay.txt"}))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("I am proud to say that sunken barges fell over the year.", Verdict.SUPPORTED),
        ("Under this administration, drifting rafts have fallen over the year.", Verdict.CONTRADICTED),
        ("Drifting rafts have fallen over the year, and the boatmen know it.", Verdict.CONTRADICTED),
        (
            "There were fewer drifting rafts between October and December 2025 than in the same months of 2024.",
            Verdict.CONTRADICTED,
        ),
        (
            "There were fewer sunken barges between October and December 2025 than in the same months of 2024.",
            Verdict.SUPPORTED,
        ),
        ("Sunken barges have fallen for four quarters running.", Verdict.SUPPORTED),
        ("Sunken barges have fallen three quarters on the trot.", Verdict.SUPPORTED),
        ("Sunken barges have risen for four consecutive quarters.", Verdict.CONTRADICTED),
        ("Drifting rafts have risen three quarters in a row.", Verdict.SUPPORTED),
        ("Drifting rafts have risen for the fourth quarter running.", Verdict.CONTRADICTED),
        ("The rate at which mooring fees are collected has gone down three years on the trot.", Verdict.SUPPORTED),
    ],
)
def test_a_speech_is_judged_by_what_it_claims(quay: Assistant, claim: str, verdict: Verdict) -> None:
    assert quay.check(claim).verdict is verdict


def test_more_steps_than_the_reports_tell_are_not_borne_out(quay: Assistant) -> None:
    assert quay.check("Sunken barges have fallen nine quarters in a row.").verdict is not Verdict.SUPPORTED
