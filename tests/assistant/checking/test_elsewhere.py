"""An answer checked another way: what bears it out elsewhere, and what an audit finds where it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answers.answer import Verdict
from assistant.auditing.findings import Severity
from assistant.checking.elsewhere import MOST, statements_of
from assistant.report_library import ReportLibrary, open_library

REPORT = """Sales report Q4 2023/24

Sales

Southport sold 869 widgets in Q4 2023/24. Widgets sold in Northfield were 1,130 in Q4 2023/24.

Widgets sold by region
Region\tQ3 2023/24\tQ4 2023/24
Northfield\t1,204\t1,310
Southport\t905\t869
Westbury\t77\t8
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReportLibrary]:
    folder = tmp_path_factory.mktemp("elsewhere")
    report = folder / "sales.txt"
    report.write_text(REPORT, encoding="utf-8")
    with open_library(folder / "library", create=True) as library:
        library.add(report)
        yield library


def test_a_figure_of_a_table_is_borne_out_by_a_sentence_that_it_does_not_cite(library: ReportLibrary) -> None:
    answer = library.ask("How many widgets were sold in Southport in Q4 2023/24?")
    assert statements_of(answer) == ("Southport: 869 (Q4 2023/24)",)
    look = library.second_look(answer)
    (check,) = look.checks
    assert check.verdict is Verdict.SUPPORTED
    assert "Southport sold 869 widgets" in check.citations[0].quote
    assert look.findings == ()


def test_what_the_report_contradicts_itself_on_is_told(library: ReportLibrary) -> None:
    look = library.second_look(library.ask("How many widgets were sold in Northfield in Q4 2023/24?"))
    assert look.checks == ()
    assert look.findings
    assert look.findings[0].severity is not Severity.ROUNDING


def test_a_single_digit_and_a_refusal_have_nothing_to_check(library: ReportLibrary) -> None:
    for question in ("How many widgets were sold in Westbury in Q4 2023/24?", "How many unicorns were sold?"):
        answer = library.ask(question)
        assert len(statements_of(answer)) <= MOST
        assert library.second_look(answer).checks == ()
