"""What goes out to spreadsheets is text where it could be run."""

from __future__ import annotations

import csv
import io

import pytest

from assistant.spreadsheets import csv_file, harmless


@pytest.mark.parametrize("lead", ["", " ", "\t", "\r", "\n", "\xa0", "\u200b", "\ufeff", " \t "])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_formula_is_text_whatever_stands_before_it(lead: str, sign: str) -> None:
    cell = f'{lead}{sign}HYPERLINK("http://x.example","open")'
    assert harmless(cell) == f"'{cell}"


def test_a_formula_in_the_midst_is_text_where_a_spreadsheet_would_part_the_cell() -> None:
    assert harmless("none;=cmd()") == "none;'=cmd()"
    assert harmless("none\t @cmd()") == "none\t' @cmd()"
    assert harmless("1 = 1, a-b, x@y.example") == "1 = 1, a-b, x@y.example"


@pytest.mark.parametrize("figure", ["-", "-2.1%", "+3", "- 5", "-£1,200m", "−2.1%", "(5)", "4; -5%", "first\n- second"])
def test_figures_stay_as_printed(figure: str) -> None:
    assert harmless(figure) == figure


def test_a_long_cell_takes_no_time() -> None:
    for cell in ("\t" * 200_000, ";" * 200_000, " " * 200_000, "; " * 100_000):
        assert harmless(cell) == cell


def test_rows_are_written_harmless() -> None:
    written = csv_file([["a", "=1"], ["\t=2", "-3"]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written, newline=""))) == [["a", "'=1"], ["'\t=2", "-3"]]
