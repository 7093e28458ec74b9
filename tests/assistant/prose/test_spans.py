"""Over which time a sentence tells how something moved."""

from __future__ import annotations

import pytest

from assistant.prose.spans import (
    is_of_another_time,
    is_of_its_own_time,
    is_over_another_span,
    lacks_the_series,
    of_one_time,
)
from assistant.questions.question import read_question
from structured.periods import parse_period


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Are there more vans than a year ago?", "Vans have increased by 390 over the last two years."),
        ("How far has waste come down since the baseline year?", "Waste fell by 6% in 2024/25."),
        ("How much has waste fallen since 2019?", "Waste fell by 6% compared with the previous year."),
        ("How did sales change over the last five years?", "Sales rose by 3% on the year."),
    ],
)
def test_another_stretch_of_time_does_not_answer(question: str, text: str) -> None:
    assert is_over_another_span(read_question(question), text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How far has waste come down since the baseline year?", "Waste is 23% below the baseline of 2019/20."),
        ("How much has waste fallen since 2019?", "Waste was 400 tonnes, against 500 in 2019."),
        ("How did sales change over the last five years?", "Sales rose by 3% over five years."),
        ("How much did waste fall?", "Waste fell by 6% in 2024/25."),
        ("What has been done since 2019?", "In 2023 the yard was paved."),
    ],
)
def test_the_same_or_an_open_stretch_may(question: str, text: str) -> None:
    assert not is_over_another_span(read_question(question), text)


def test_a_month_to_come_is_not_the_one_that_has_been() -> None:
    own = {"w": parse_period("Q3 2023/24")}
    text = "The grant ends on 31 March 2024."
    assert not is_of_another_time(
        read_question("What happens when the grant stops at the end of March?"), {"w": text}, own
    )
    assert is_of_another_time(read_question("What happened to the grant in May?"), {"w": text}, own)


@pytest.mark.parametrize(
    ("question", "text", "wholly", "other"),
    [
        ("How many clubs were there in Q1?", "There were 9 clubs.", False, True),
        ("How many clubs were there in Q3?", "There were 9 clubs.", False, False),
        ("How many clubs were there in Q1?", "There were 9 clubs in Q1.", False, False),
        ("How many clubs were there in 2023/24?", "There were 9 clubs.", False, False),
        ("How many clubs were there in November?", "There were 9 clubs.", True, True),
    ],
)
def test_what_names_no_time_is_of_its_report(question: str, text: str, wholly: bool, other: bool) -> None:
    own = {"w": parse_period("Q3 2023/24")}
    assert is_of_its_own_time(read_question(question), {"w": text}, own, wholly=wholly) == other


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Show sales for each of the last five quarters", "Sales were 81 in two years, and fewer than 60 before."),
        ("What were visits by month?", "There were 900 visits in May."),
        ("How have faults moved over the five quarters?", "Faults were the most numerous for five years."),
        ("How did sales go quarter by quarter?", "Sales were 96."),
        ("Give me sales now, last quarter and a year ago.", "Sales are 96, 3 per cent more."),
    ],
)
def test_a_series_is_not_told_by_a_figure_or_two(question: str, text: str) -> None:
    assert lacks_the_series(read_question(question), text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What were visits by month?", "There were 900 visits in May, 800 in June and 700 in July."),
        ("How have faults moved over the five quarters?", "Faults fell in every quarter."),
        ("How have faults moved over the five quarters?", "Faults fell from 60 to 40."),
        ("How often is the yard swept each month?", "It is swept four times."),
        ("Did sales rise in each quarter?", "Sales rose."),
        ("Give me sales now, last quarter and a year ago.", "Sales are 96, after 91 and 80."),
    ],
)
def test_what_has_the_series_may(question: str, text: str) -> None:
    assert not lacks_the_series(read_question(question), text)


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("fires in Q3?", "There were 25 fires in Q4 2023/24.", True),
        ("How many fires were there in October to December 2023?", "There were 25 fires in Q4 2023/24.", True),
        ("fires in Q4?", "There were 25 fires in Q4 2023/24.", False),
        ("fires in February 2024?", "There were 25 fires in Q4 2023/24.", False),
        ("fires in Q3?", "There were 25 fires, 3 more than in Q3 2023/24.", False),
        ("fires in Q3?", "There were 25 fires.", False),
        ("fires in 2022/23?", "There were 25 fires in Q4 2023/24.", False),
        ("How many fires were there?", "There were 25 fires in Q4 2023/24.", False),
    ],
)
def test_a_quarter_is_not_told_of_by_another(question: str, text: str, another: bool) -> None:
    periods = {"fires": parse_period("Q4 2023/24")}
    assert is_of_another_time(read_question(question), {"fires": text}, periods) is another


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("How many wrecks were there in 2019?", (0, 2)),
        ("How many wrecks were there?", (0, 1, 2)),
        ("How many wrecks were there in 2021?", (0, 1, 2)),
        ("How many wrecks were there in 2019 and in 2020?", (0, 1, 2)),
    ],
)
def test_no_other_time_is_told_beside_the_one_asked_about(question: str, kept: tuple[int, ...]) -> None:
    texts = ["There were 14 wrecks in 2019.", "In 2020 there were 9 wrecks.", "Most wrecks are of small boats."]
    assert of_one_time(read_question(question), texts) == kept
