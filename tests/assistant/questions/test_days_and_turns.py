"""Days and months over columns, and follow-ups that stay with the table that was talked of."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers.answer import Route
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from assistant.service import Assistant
from structured.periods import PartialPeriod, complete, find_periods, parse_period
from tests.conftest import build_library
from tests.small import ask, scope_of

DUES = """Lantern Isles report, Quarter 2 2024/25 (July to September 2024)

Dues

Harbour dues collected, share of the year's bill at each day

Year | 30 June | 30 September | 31 December | 31 March
2022/23 | 29.1% | 56.8% | 83.9% | 97.2%
2023/24 | 28.6% | 55.9% | 83.0% | 96.6%
2024/25 | 28.3% | 55.1% | n/a | n/a

Works

Works 2024/25 (£m)

Work | Budget 2024/25 | Spent to 30 September | Forecast 2024/25 | Variance
Sea wall | 6.40 | 2.15 | 4.90 | (1.50)
Quay lamps | 1.20 | 0.80 | 1.30 | 0.10
All works | 7.60 | 2.95 | 6.20 | (1.40)

Complaints

Complaints by cause

Cause | July | August | September
Noise | 6 | 9 | 5
Dust | 2 | 4 | 3

Measures

Measure | Target | Q2 2024/25 | Q1 2024/25 | Q2 2023/24
Missed crossings | 60 | 71 | 64 | 58
Late crossings | 30 | 28 | 33 | 35

Residents

Residents satisfied by isle

Isle | Replies | Satisfied | Change since 2023 (points)
Aldo | 120 | 49% | -3
Brim | 118 | 54% | +6

Views by isle

Isle | Likes the isle | Change since 2023 (points) | Feels safe | Change since 2023 (points)
Aldo | 71% | +2 | 80% | -4
Brim | 64% | -9 | 77% | 0
Corr | 69% | +1 | 90% | +3
Lantern | 68% | -1 | 82% | -1

Boats stolen by isle

Isle | Q4 2023/24 | Q1 2024/25 | Q2 2024/25
Aldo | 31 | 12 | 130
Brim | 22 | 30 | 20
Corr | 4 | 7 | 9
Dorn | 13 | 18 | 26
Isles together | 70 | 67 | 185
of which: at night | 50 | 20 | 140
Found again | 30 | 40 | 150

Boats seen by isle

Isle | Q1 2024/25 | Q2 2024/25
Aldo | 97 | 91
Brim | 102 | 88
"""


@pytest.fixture(scope="module")
def dues() -> Scope:
    return scope_of(DUES)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("dues")
    source = folder / "isles.txt"
    source.write_text(DUES.replace(" | ", "\t"), encoding="utf-8")
    return Assistant.open(build_library(folder / "library", {"isles": source}))


def test_a_day_without_a_year_is_a_day_of_the_year_beside_it() -> None:
    (mention,) = find_periods("at 30 September")
    assert mention.partial == PartialPeriod(month=9, day=30)
    year = parse_period("2023/24")
    assert year is not None
    assert complete(PartialPeriod(month=9, day=30), year).label() == "30 September 2023"
    assert complete(PartialPeriod(month=2, day=29), year).label() == "29 February 2024"
    with pytest.raises(ValueError, match="day"):
        PartialPeriod(quarter=2, day=3)


@pytest.mark.parametrize("question", ["30 September 2024", "the end of September 2024"])
def test_a_column_of_one_day_is_asked_for_by_it(dues: Scope, question: str) -> None:
    assert "55.1%" in ask(dues, f"What share of harbour dues had been collected by {question}?").text


def test_the_year_before_a_day_is_that_day_a_year_before(library: Assistant) -> None:
    asked = "What share of harbour dues had been collected by 30 September 2024?"
    assert "55.9%" in library.ask("and the year before?", [asked]).text


def test_what_was_spent_up_to_a_day_is_not_what_was_spent_in_a_quarter(dues: Scope) -> None:
    assert ask(dues, "How much was spent on the sea wall in July to September 2024?").route is Route.REFUSAL
    assert "2.15" in ask(dues, "How much had been spent on the sea wall to 30 September 2024?").text


def test_a_month_is_not_the_quarter_that_it_lies_in(dues: Scope) -> None:
    assert ask(dues, "How many boats were seen at Brim in September 2024?").route is Route.REFUSAL
    assert "9" in ask(dues, "How many complaints about noise were there in August?").text


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("How many complaints were there between January and March 2025?", "Q4 2024/25"),
        ("How did complaints change between January and March 2025?", "January 2025"),
    ],
)
def test_between_two_months_is_a_stretch_unless_they_are_held_against_each_other(question: str, printed: str) -> None:
    first = read_question(question).periods[0].period
    assert first is not None
    assert first.label() == printed


def test_what_is_held_against_its_target_is_not_held_against_another_time(dues: Scope) -> None:
    text = ask(dues, "Missed crossings now against target?").text
    assert "64" not in text
    assert "58" not in text


def test_a_follow_up_stays_with_the_table_where_it_has_what_is_named(library: Assistant) -> None:
    first = "What percentage of residents of Aldo are satisfied?"
    answer = library.ask("And in Brim?", [first])
    assert "54%" in answer.text
    assert "More than one" not in answer.text
    assert "88" not in answer.text


def test_a_follow_up_without_words_of_its_own_stays_with_the_row(library: Assistant) -> None:
    first = "What is the forecast for the sea wall against its budget?"
    text = library.ask("is that over or under, and by how much?", [first]).text
    assert "1.5" in text
    assert "Sea wall" in text


def test_a_change_is_of_the_column_beside_it(dues: Scope) -> None:
    assert "Brim" in ask(dues, "Which isle's liking of the isle fell the most since 2023?").text
    text = ask(dues, "In which isles did feeling safe not fall since 2023?").text
    assert "Corr" in text
    assert "Aldo" not in text
    assert "80%" in ask(dues, "How many in Aldo feel safe, as a percentage?").text


def test_what_stands_beneath_the_total_is_no_member(dues: Scope) -> None:
    text = ask(dues, "Top two isles for boats stolen in July to September 2024?").text
    assert "130" in text
    assert "26" in text
    assert "140" not in text
    assert "150" not in text
    assert "Aldo" in ask(dues, "Which isles had more than 100 boats stolen in July to September 2024?").text


def test_a_follow_up_on_a_place_stays_with_the_column(library: Assistant) -> None:
    assert "77%" in library.ask("And in Brim?", ["What percentage in Aldo feel safe?"]).text
