"""Figures of something else than the table's: a plan, a pronoun's thing, another population, another time."""

from __future__ import annotations

import pytest

from assistant.auditing.findings import FindingKind, Severity
from tests.small import audit

REPORT = """Widget Association annual report 2023/24

Review

{text}

Table 1: Complaints by kind of fault
Fault | 2022/23 | 2023/24
Paint | 310 | 352
Wheels | 205 | 246
All complaints | 515 | 598

Table 2: Measures
Measure | 2022/23 outturn | 2023/24 target | 2023/24 outturn
Orders sent on time | 88.3% | 92% | 89.0%
Members content overall | 58% | 60% | 61%

Table 3: Painters hired and lost
Year | Hired | of whom women | of whom trained here | Leavers
2021/22 | 402 | 41.3% | 9.2% | 231
2022/23 | 518 | 42.7% | 10.8% | 274
2023/24 | 344 | 45.5% | 12.2% | 301

Table 4: Members' opinions, percentage point gap from the overall result
Group | Fair prices | Good service
Overall result | 51% | 66%
Under 25 | -4% | -3%
25 to 64 | -1% | +2%
65 and over | +5% | +6%

Table 5: Advice by type, 2023/24
Advice | Given | Refused | Overdue at 31 March
Law | 611 | 3 | 21
Paint | 402 | 5 | 19
Tools | 203 | 2 | 8
All advice | 1,216 | 10 | 48

Table 6: Workforce (full-time equivalent)
Group | Establishment | 31 March 2023 | 31 March 2024
Widget painters | 3,460 | 3,388 | 3,421
Widget drivers | 2,310 | 2,255 | 2,218
All staff | 5,770 | 5,643 | 5,639
"""


def contradictions(text: str) -> list[tuple[str, str | None]]:
    return [
        (f.figure, f.computed)
        for f in audit(REPORT.replace("{text}", text))
        if f.kind is FindingKind.TEXT_VS_TABLE and f.severity is not Severity.APPARENT
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Prices - 51% of members speak of fair prices, against a Plan target of 55% by March 2026.",
        "The targets for 2024/25 are those for 2023/24, but for two: orders sent on time (93%) and others (63%).",
        "The targets for 2024/25 are the same except in three cases: orders sent on time (to be 93 per cent), members"
        " content overall (63 per cent) and paint (40).",
        "We will deal with 560 complaints in 2023/24.",
        "Next year's target for orders sent on time is 94%.",
    ],
)
def test_what_is_meant_to_be_is_not_held_against_what_is(text: str) -> None:
    assert contradictions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Bexton branch drew attention. Its number of complaints rose by 18 per cent.",
        "Bexton drew attention again, and it received 580 complaints in 2023/24.",
        "Two branches merged. They received 620 complaints.",
        "Bexton is the larger branch. In 2023/24 their complaints rose by 14 per cent.",
    ],
)
def test_what_a_pronoun_stands_for_is_not_the_whole(text: str) -> None:
    assert contradictions(text) == []


def test_the_whole_named_by_itself_is() -> None:
    assert contradictions("All complaints rose by 18 per cent on the year before.") == [("18 per cent", "+16.1%")]


@pytest.mark.parametrize(
    "text",
    [
        "The town's adult population is 51% women and 14.2% trained here.",
        "Adults in the town are 47.1% women.",
    ],
)
def test_a_share_of_other_people_is_not_the_table_s(text: str) -> None:
    assert contradictions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Fair prices were found by 50% in 2022/23, and 67% spoke of good service.",
        "Good service has fallen from 74% in 2019/20 to 67% in 2022/23, and fair prices from 58% to 50%.",
        "Fair prices were found by 50% a year ago.",
        "A year before, 290 complaints were about paint.",
    ],
)
def test_another_time_than_the_table_s(text: str) -> None:
    assert contradictions(text) == []


def test_what_leaves_its_subject_out_goes_on_with_the_one_before() -> None:
    text = "1,216 pieces of advice were given; 46 were overdue at 31 March 2024."
    assert contradictions(text) == [("46", "48")]


@pytest.mark.parametrize(
    "text",
    [
        "1,216 pieces of advice were given; 46 members were overdue with their fees at 31 March 2024.",
        "1,216 pieces of advice were given; 46 letters were answered.",
    ],
)
def test_what_names_a_subject_of_its_own_does_not(text: str) -> None:
    assert contradictions(text) == []


def test_a_report_need_not_say_its_own_name_in_a_line_s() -> None:
    text = "We had 3,412 full-time equivalent painters at 31 March 2024 and hope to have more by 2026."
    assert contradictions(text) == [("3,412", "3,421")]


@pytest.mark.parametrize(
    "text",
    [
        "Widget smiths numbered 3,300 at 31 March 2024, while widget painters numbered 3,421.",
        "Only orders sent on time reached 88% in 2023/24.",
    ],
)
def test_what_follows_by_way_of_contrast_is_another_s(text: str) -> None:
    assert contradictions(text) == []


def test_a_target_that_is_quoted_wrongly_is_held_against_its_own() -> None:
    assert contradictions("The target for orders sent on time in 2023/24 was 95%.") == [("95%", "92%")]
