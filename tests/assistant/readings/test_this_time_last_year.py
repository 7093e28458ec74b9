"""The same part of the year before, marked times, months beside quarters, and the plan that a question names."""

from __future__ import annotations

import pytest

from assistant.questions.scope import Scope
from corpus.readers.fronts import read_front, with_cover
from tests.small import ask, scope_of

BARGES = """Canal Board monitoring report
Quarter 2 2025-26 (1 July to 30 September 2025)

Traffic

Barges by kind, quarterly (number)
Kind | Q2 2024-25 | Q1 2025-26 r | Q2 2025-26 p | Target Q2
Coal barges | 352 | 410 | 528 | 340
Timber barges | 147 | 131 | 122 | 120

Barges by lock, Quarter 2 2025-26 (number)
Lock | Coal barges | All barges
Upper lock | 300 | 402
Lower lock | 228 | 248
Canal | 528 | 650

Tolls by month, April to September 2025
Measure | Apr | May | Jun | Q1 | Jul | Aug | Sep | Q2
Toll evasion rate (%) | 6.1 | 5.9 | 6.6 | 6.2 | 8.8 | 12.4 | 7.1 | 9.5

Money

Budget monitor to 30 September 2025 (£m)
Head | Annual budget | Profiled to date | Actual to date | Forecast outturn | Forecast variance
Dredging | 9.15 | 4.58 | 4.71 | 9.78 | +0.63
Lock keeping | 22.47 | 11.24 | 11.66 | 23.02 | +0.55
Towpaths | 5.38 | 2.69 | 2.60 | 5.30 | -0.08

Building 2025-26 (£m)
Scheme | Original budget | Revised budget | Spend to 30 Sep | Forecast outturn
New basin | 6.40 | 7.85 | 1.92 | 5.10
Weir repairs | 4.10 | 3.20 | 1.14 | 2.50

Vessels (£m)
Vessel | Approved budget | Spent so far | Forecast final cost
Ice breaker | 42.0 | 27.3 | 44.6
Pilot launch | 6.2 | 5.9 | 7.5
"""


@pytest.fixture(scope="module")
def barges() -> Scope:
    return scope_of(BARGES)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("How many coal barges were there in Q2 last year?", "352"),
        ("How many more coal barges were there this Q2 than Q2 last year?", "rose by 176"),
        ("How many timber barges were there in last year's Q2?", "147"),
        ("How many coal barges were there in Q2?", "528"),
        ("timber barges in the latest quarter?", "122"),
        ("By how much did coal barges change on the previous quarter?", "118"),
        ("In which months was the toll evasion rate above 8%?", "2 of 6"),
        ("Which scheme is forecast to fall furthest short of its revised budget?", "New basin, £2.75m under"),
        ("Which is more over its profile so far, dredging or lock keeping?", "Lock keeping, £0.42m over"),
        ("Which is forecast to be more over budget, dredging or lock keeping?", "Dredging"),
        ("Which is going further over its budget, the ice breaker or the pilot launch?", "Ice breaker, £2.6m over"),
    ],
)
def test_the_time_and_the_plan_that_are_asked_for(barges: Scope, asked: str, said: str) -> None:
    assert said in ask(barges, asked).text


@pytest.mark.parametrize("time", ["in the same quarter a year ago", "in the previous quarter"])
def test_a_table_of_this_quarter_tells_nothing_of_another(barges: Scope, time: str) -> None:
    assert "402" in ask(barges, "How many barges were there at the Upper lock?").text
    assert "402" not in ask(barges, f"How many barges were there at the Upper lock {time}?").text


def test_a_follow_up_goes_on_in_the_table_that_has_the_other_time(barges: Scope) -> None:
    asked = "How many coal barges were there in Q2 2025-26?"
    assert "528" in ask(barges, asked).text
    assert "352" in ask(barges, "and what was it in the same quarter the year before?", asked).text


def test_a_stretch_in_days_may_stand_beside_its_name() -> None:
    cover = ["Canal Board", "Monitoring report", "Quarter 2 2025-26 (1 July to 30 September 2025)"]
    assert with_cover(read_front(cover[:2]), cover).period == "Quarter 2 2025-26"


AHEAD = """Orchard Board annual report 2023/24

Money

Grants by fund (£k)
Fund | Paid 2022/23 | Paid 2023/24 | Planned 2024/25
Pond fund | 310 | 386 | 400
Hedge fund | 655 | 722 | 640
"""


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("What is planned for the pond fund next year?", "£400k"),
        ("How much is planned for the hedge fund in the coming year?", "£640k"),
        ("What did the pond fund pay this year?", "£386k"),
    ],
)
def test_next_year_is_the_year_after_the_reports(asked: str, said: str) -> None:
    assert said in ask(scope_of(AHEAD), asked).text


def test_what_no_column_is_of_is_not_told_for_next_year() -> None:
    text = ask(
        scope_of(AHEAD.replace(" | Planned 2024/25", "").replace(" | 400", "").replace(" | 640", "")),
        "What will the pond fund pay next year?",
    ).text
    assert "386" not in text
    assert "310" not in text
