"""What of an answer is drawn."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest

from assistant.answers.answer import Answer
from assistant.answers.chart import Chart, ChartKind
from assistant.answers.charts import MOST_RANKED, chart_of
from assistant.answers.drawing import draw_svg
from structured.grids import read_grids
from tests.small import REPORT, ask, document_of, scope_of


def chart(question: str) -> Chart | None:
    return chart_of(ask(scope_of(REPORT), question), read_grids(document_of(REPORT)))


def test_one_row_over_time_is_a_trend_in_the_order_of_time() -> None:
    drawn = chart("What is the trend of widgets sold in Southport?")
    assert drawn is not None
    assert drawn.kind is ChartKind.LINE
    assert list(zip(drawn.labels, drawn.printed, strict=True)) == [
        ("Q4 2022/23", "1,000"),
        ("Q3 2023/24", "905"),
        ("Q4 2023/24", "869"),
    ]
    assert "Southport. Q4 2022/23: 1,000; Q3 2023/24: 905; Q4 2023/24: 869." in drawn.alt


def test_years_that_stand_in_rows_are_a_trend_too() -> None:
    report = "Kite report 2024\n\nKites by year\nYear\tKites flown\n2021-22\t40\n2022-23\t45\n2023-24\t43\n"
    answer = ask(scope_of(report), "How have kites flown changed over the years?")
    mixed = replace(answer, citations=answer.citations[::-1])  # the ends of a trend are cited first
    drawn = chart_of(mixed, read_grids(document_of(report)))
    assert drawn is not None
    assert drawn.kind is ChartKind.LINE
    assert list(drawn.labels) == ["2021-22", "2022-23", "2023-24"]
    assert drawn.title == "Kites flown"


def test_several_rows_of_one_column_stand_side_by_side_in_the_answers_order() -> None:
    drawn = chart("Which three regions sold the most widgets in Q4 2023/24?")
    assert drawn is not None
    assert drawn.kind is ChartKind.BARS
    assert list(drawn.labels) == ["Northfield", "Southport", "Westbury", "Eastham"]
    assert drawn.own == {0, 1, 2}


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


def test_a_ranking_is_drawn_whole_with_what_was_asked_for_marked() -> None:
    drawn = chart("Which region sold the fewest widgets in Q4 2023/24?")
    assert drawn is not None
    assert drawn.kind is ChartKind.BARS
    assert drawn.values == tuple(sorted(drawn.values))
    assert drawn.own == {0}


def test_a_ranking_of_many_says_how_many_of_them_are_drawn() -> None:
    rows = "".join(f"Place {name}\t{n}\n" for n, name in enumerate("ABCDEFGHIJKLMNOP", 20))
    report = f"Kite report 2024\n\nKites flown by place\nPlace\t2024\n{rows}"
    drawn = chart_of(
        ask(scope_of(report), "Which place had the most kites flown in 2024?"), read_grids(document_of(report))
    )
    assert drawn is not None
    assert len(drawn.labels) == MOST_RANKED
    assert drawn.subtitle.endswith("; 12 of 16 are shown")


def test_a_chart_is_drawn_as_svg_with_its_words_as_text_and_always_the_same() -> None:
    for question in ("What is the trend of widgets sold in Southport?", "Which region sold the most in Q4 2023/24?"):
        drawn = chart(question)
        assert drawn is not None
        picture = draw_svg(drawn)
        root = fromstring(picture)
        words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
        assert set(drawn.printed) <= words
        assert root[0].text == drawn.alt
        assert draw_svg(drawn) == picture


def test_markup_in_a_label_is_text_in_the_svg() -> None:
    drawn = chart("What is the trend of widgets sold in Southport?")
    assert drawn is not None
    picture = draw_svg(replace(drawn, title="<script>a</script> & b"))
    assert b"<script>" not in picture
    assert b"&lt;script&gt;" in picture


def test_a_chart_is_taken_along_as_a_table_that_no_spreadsheet_runs() -> None:
    drawn = chart("What is the trend of widgets sold in Southport?")
    assert drawn is not None
    rows = replace(drawn, labels=("=cmd()", "b", "c")).csv().decode("utf-8-sig").splitlines()
    assert rows == ["label,value,printed", '\'=cmd(),1000,"1,000"', "b,905,905", "c,869,869"]
