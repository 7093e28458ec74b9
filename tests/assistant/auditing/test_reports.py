"""The audit of whole reports: what was planted in the invented ones is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.auditing.findings import Finding
from assistant.auditing.reports import audit_reports
from assistant.service import Assistant, report_period
from corpus.loading import load
from corpus.sentences import sentences
from structured.grids import read_grids
from tests.small import audit

REPORTS = Path(__file__).resolve().parents[2] / "reports"

PLANTED = {
    "county-council-outturn-2024-25": [
        ("1.3 points", "+0.9 percentage points"),
        ("476", "467"),
        ("£3.1m", "+£3.3m"),
        ("1,214", "1,241"),
    ],
    "fire-service-annual-2024-25": [
        ("8 per cent", "-5.7%"),
        ("10,342", "10,432"),
        ("83.4% / 84.3%", None),
    ],
    "hospital-trust-q2-2025-26": [("£9.4m", "£9,100k"), ("4%", "+2.4%"), ("279", "+279"), ("4.9%", "5.1%")],
    "transport-operator-2024": [("8.2%", "+9.2%"), ("88.2%", "89.2%"), ("0.39", "0.37 per 1,000")],
}
"""The doubted figure of each planted contradiction, and what the audit gives against it."""


def audited(path: Path) -> tuple[Finding, ...]:
    document = load(path)
    return audit_reports(
        [document],
        read_grids(document),
        {document.id: sentences(document)},
        {document.id: report_period(document)},
    )


@pytest.mark.parametrize("name", PLANTED)
def test_an_invented_report_contradicts_itself_where_it_was_planted_and_nowhere_else(name: str) -> None:
    found = audited(REPORTS / name / "source.txt")
    assert sorted((f.figure, f.computed) for f in found if f.severity.value == "contradiction") == sorted(PLANTED[name])


def test_the_same_reports_give_the_same_findings_and_ids() -> None:
    path = REPORTS / "hospital-trust-q2-2025-26" / "source.txt"
    first, second = audited(path), audited(path)
    assert first == second
    assert len({f.id for f in first}) == len(first)


def test_quotes_stand_in_the_source() -> None:
    path = REPORTS / "county-council-outturn-2024-25" / "source.txt"
    source = " ".join(load(path).source.split())
    assert all(place.quote in source for f in audited(path) for place in (f.a, f.b))


@pytest.mark.reports
def test_the_practice_reports_give_the_contradictions_that_a_reader_finds(assistant: Assistant) -> None:
    found = assistant.audit()
    serious = {
        (f.kind.value, f.figure, (f.computed or "").lstrip("+")) for f in found if f.severity.value == "contradiction"
    }
    assert serious == {
        ("text_vs_table", "+6%", "-6%"),
        ("arithmetic", "£438.8m", "£441.8m"),
        ("text_vs_table", "£4,514.3m", "£4,514.5m"),
        ("text_vs_table", "£12.8m", "£19.9m"),
        ("text_vs_table", "£10.6m", "£9.2m"),
    }
    rounding = {(f.figure, f.computed) for f in found if f.severity.value == "rounding"}
    assert ("84%", "84.7%") in rounding
    assert not any("35.0 per 1,000" in f.a.quote + f.b.quote for f in found)


@pytest.mark.reports
def test_one_report_alone_is_audited_alone(assistant: Assistant) -> None:
    ids = [info.id for info in assistant.library.documents()]
    for document in ids:
        assert {f.a.document for f in assistant.audit(frozenset({document}))} <= {document}


@pytest.mark.parametrize(
    "text",
    [
        f"{'1' * 60} widgets were sold, an increase of {'2' * 60} on {'3' * 55}.",
        f"£{'9' * 45}m (50%) of £{'8' * 44}m was spent, an underspend of £1m against the budget of £{'7' * 50}m.",
        "0% of 0 widgets (0%) were sold; 0 of 0 (100%).",
        "Sales fell by 0% to 0, from 0.",
        "of which made up of 1 and 2 and 3",
        "- - - 5 % % £ £",
    ],
)
@pytest.mark.parametrize("cell", ["1,310", "0", "9" * 50])
def test_endless_and_empty_figures_are_survived(text: str, cell: str) -> None:
    table = (
        f"Widgets sold by region\nRegion | Q3 2023/24 | Q4 2023/24\nNorthfield | 0 | {cell}\nSouthport | 905 | 869\n"
    )
    assert audit(f"Widget report Q4 2023/24\n\nSales\n\n{text}\n\n{table}") == ()
