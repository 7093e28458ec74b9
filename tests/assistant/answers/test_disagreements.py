"""Answers on whose figures the reports disagree: the text says so, with the other figure and where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers.answer import Answer, Verdict
from assistant.answers.formal import formal
from assistant.report_library import ReportLibrary, open_library
from assistant.service import Assistant

REPORT = """Widget Association annual report 2023/24

1. Chair's welcome

The year was a good one. Our shops served 4,312 members in 2023/24. Northfield shop was painted first, in May.

2. Members

Members by shop
Shop\t2022/23\t2023/24
Northfield\t1,804\t2,104
Southport\t2,120\t2,028
All members\t3,924\t4,132

Members joined for the discount, the chair's letter said.

3. Complaints

We received 71 formal complaints in 2023/24. Most were about paint.

Formal complaints
Subject\t2022/23\t2023/24
Paint\t40\t41
Delivery\t22\t27
Total\t62\t68

4. Deliveries

Late deliveries rose by 279 over the year, as two vans were off the road.

Deliveries
Measure\t2022/23\t2023/24\tChange
Late deliveries\t5,640\t5,361\t-279
Early deliveries\t1,200\t1,200\t0

5. Spending

£000\tBudget\tOutturn
Marketing\t3,800\t4,200
Research\t9,500\t9,100
Paint shop\t6,400\t6,300
Total\t19,700\t19,900

6. Staff

Sickness absence was 9.8 days per person. Turnover was 8.4%.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReportLibrary]:
    folder = tmp_path_factory.mktemp("disagreements")
    report = folder / "widgets-2023-24.txt"
    report.write_text(REPORT, encoding="utf-8")
    with open_library(folder / "library", create=True) as library:
        library.add(report)
        yield library


def cited(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


MEMBERS = "How many members were there in 2023/24?"
COMPLAINTS = "How many formal complaints were received in 2023/24?"


def test_a_table_s_figure_comes_with_the_sentence_that_gives_another(library: ReportLibrary) -> None:
    answer = library.ask(MEMBERS)
    assert (
        answer.text == "All members: 4,132 (2023/24) [1]. The report also gives 4,312, under “1. Chair's welcome” [2]."
    )
    assert [(f.printed, f.citation) for f in answer.figures] == [("4,132", 1), ("4,312", 2)]
    assert cited(answer)[1].startswith("Our shops served 4,312 members")
    assert answer.warnings == (
        "The report does not agree with itself here: The text says 4,312, but the table (row “All members”, 2023/24)"
        " gives 4,132.",
    )


def test_a_sentence_comes_with_the_table_that_gives_another_figure(library: ReportLibrary) -> None:
    answer = library.ask(COMPLAINTS)
    assert answer.text.startswith("“We received 71 formal complaints in 2023/24.” [1]")
    assert answer.text.endswith(" The report also gives 68, in the table “Formal complaints” [3].")
    assert [cell.printed for cell in answer.citations[2].cells] == ["68"]


def test_of_several_figures_the_one_is_named_that_the_reports_disagree_on(library: ReportLibrary) -> None:
    answer = library.ask("By what percentage did formal complaints rise in total from 2022/23 to 2023/24?")
    assert answer.text.endswith(" Instead of 68 [1], the report also gives 71, under “3. Complaints” [2].")


def test_a_movement_that_the_text_turns_round_is_told_in_its_words(library: ReportLibrary) -> None:
    answer = library.ask("What was the change in late deliveries?")
    assert answer.text.endswith(
        " The report gives -279 [1] the other way round, under “4. Deliveries”: “Late deliveries rose by 279 over the"
        " year, as two vans were off the road.” [2]."
    )
    assert [f.printed for f in answer.figures if f.citation == 2] == ["279", "2"]


def test_a_total_that_does_not_add_up_is_told_with_what_its_parts_give(library: ReportLibrary) -> None:
    answer = library.ask("What was the total outturn?")
    assert answer.text.endswith("By the report’s own figures it would be £19,600k [2].")
    assert len(answer.warnings) == 1, "the table's own caveat says it already"


def test_a_part_of_a_wrong_total_is_not_doubted(library: ReportLibrary) -> None:
    answer = library.ask("What was the outturn of the paint shop?")
    assert answer.text.startswith("Paint shop: £6,300k")
    assert "own figures" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "How many members did Northfield have in 2023/24?",
        "How many members were there in 2022/23?",
        "Which shop was painted first?",
    ],
)
def test_other_figures_of_the_row_and_other_words_of_the_sentence_s_section_are_left_alone(
    library: ReportLibrary, question: str
) -> None:
    answer = library.ask(question)
    assert answer.citations
    assert "the report also gives" not in answer.text.lower()
    assert answer.warnings == ()


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The association had 4,132 members in 2023/24.", Verdict.SUPPORTED),
        ("There were 68 formal complaints in 2023/24.", Verdict.SUPPORTED),
        ("There were 71 formal complaints in 2023/24.", Verdict.CONTRADICTED),
    ],
)
def test_a_verdict_gives_both_figures_once(library: ReportLibrary, claim: str, verdict: Verdict) -> None:
    answer = library.check(claim)
    assert answer.verdict is verdict
    assert len(answer.citations) == 2
    assert len({figure.printed for figure in answer.figures}) == 2
    assert ("The report also gives" in answer.text) != ("The reports disagree on this" in answer.text)
    assert any("does not agree with itself" in warning for warning in answer.warnings)


def test_a_written_answer_keeps_it(library: ReportLibrary) -> None:
    answer = library.ask(COMPLAINTS)
    long = replace(answer, text=answer.text.replace("“We", "“One.” [1] “Two.” [1] “Three.” [1] “We", 1))
    for written in (formal(answer), formal(long)):
        assert "The report also gives 68, in the table “Formal complaints” (Widget Association annual report" in written


def test_a_draft_s_sentence_is_told_of_it(library: ReportLibrary, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The association had 4,132 members in 2023/24.\n", encoding="utf-8")
    check = library.check_draft(draft)
    (sentence,) = check.sentences
    assert sentence.answer.verdict is Verdict.SUPPORTED
    assert "4,312" in sentence.answer.text


def test_a_briefing_has_it_among_its_caveats_with_both_places(library: ReportLibrary) -> None:
    brief = library.brief("members")
    assert not isinstance(brief, Answer)
    (told,) = (caveat for caveat in brief.caveats if "4,312" in caveat)
    assert told.startswith("On “All members”, ")
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", told)}
    quotes = {citation.n: citation.quote for citation in brief.citations}
    assert {"Our shops served 4,312 members in 2023/24.", "All members 3,924 4,132"} == {quotes[n] for n in marks}


@pytest.mark.parametrize(
    ("report", "question", "both"),
    [
        ("combined-authority-annual-2025-26", "How many homes were completed in 2025/26?", ("4,312", "4,132")),
        ("combined-authority-annual-2025-26", "What was the sickness absence in 2025/26?", ("8.9", "9.8")),
        ("school-trust-2024-25", "How many formal complaints were received in 2024-25?", ("71", "68")),
        ("port-authority-q3-2025", "How many marine incidents were there in the quarter?", ("thirty-four", "31")),
        ("police-commissioner-q1-2026", "How many police officers left in the quarter?", ("104", "97")),
        ("transport-operator-2024", "What was the Blue line's punctuality in the last quarter?", ("88.2", "89.2")),
    ],
)
def test_what_was_planted_in_invented_reports_is_told(
    invented_library: Callable[[str], Path], report: str, question: str, both: tuple[str, str]
) -> None:
    answer = Assistant.open(invented_library(report)).ask(question)
    assert all(figure in answer.text for figure in both)
    assert len(answer.disagreements) == 1
