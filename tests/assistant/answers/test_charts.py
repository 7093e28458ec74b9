"""What of an answer is drawn."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Answer
from assistant.answers.charts import Chart, ChartKind, chart_of
from structured.grids import read_grids
from tests.small import REPORT, ask, document_of, scope_of


def chart(question: str) -> Chart | None:
    return chart_of(ask(scope_of(REPORT), question), read_grids(document_of(REPORT)))


def test_one_row_over_time_is_a_trend_in_the_order_of_time() -> None:
    drawn = chart("What is the trend of widgets sold in Southport?")
    assert drawn is not None
    assert drawn.kind is ChartKind.TREND
    assert [(p.label, p.printed) for p in drawn.points] == [
        ("Q4 2022/23", "1,000"),
        ("Q3 2023/24", "905"),
        ("Q4 2023/24", "869"),
    ]
    assert "Southport. Q4 2022/23: 1,000; Q3 2023/24: 905; Q4 2023/24: 869." in drawn.description


def test_several_rows_of_one_column_stand_side_by_side_in_the_answers_order() -> None:
    drawn = chart("Which three regions sold the most widgets in Q4 2023/24?")
    assert drawn is not None
    assert drawn.kind is ChartKind.BARS
    assert [p.label for p in drawn.points] == ["Northfield", "Southport", "Westbury"]


@pytest.mark.parametrize(
    "question",
    [
        "How many widgets were sold in Northfield in Q4 2023/24?",
        "By how much did sales in Southport fall between Q4 2022/23 and Q4 2023/24?",
        "How many unicorns were sold?",
    ],
)
def test_a_figure_or_two_are_read_and_not_drawn(question: str) -> None:
    assert chart(question) is None


def test_a_report_that_has_left_the_library_is_not_drawn() -> None:
    answer: Answer = ask(scope_of(REPORT), "What is the trend of widgets sold in Southport?")
    assert chart_of(answer, ()) is None
