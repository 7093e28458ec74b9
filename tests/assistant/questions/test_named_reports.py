"""A question that names a report, or a publisher that few reports have, is about that report."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import pytest

from assistant.answers.answer import Answer, Route
from assistant.questions.named_reports import MOST_NAMED, ReportNames
from assistant.service import Assistant
from bench.soak import holds
from bench.synthetic import report
from corpus.store import DocumentInfo


def info(name: str, title: str, publisher: str = "") -> DocumentInfo:
    return DocumentInfo(
        id=name, title=title, publisher=publisher, period="", published="", edition="", restates="", file_name="f",
        digest="d", reader="r", added="", pages=1, tables=1, observations=1, chunks=1,
    )  # fmt: skip


SHELF = (
    info("fen-1", "Fenwick Harbour Trust Performance Report 2022-23", "Fenwick Harbour Trust"),
    info("fen-2", "Fenwick Harbour Trust Performance Report 2023-24", "Fenwick Harbour Trust"),
    info("fen-cash", "Harbour Dues and Moorings 2023", "Fenwick Harbour Trust"),
    info("old", "Old Fenwick Harbour Trust: accounts", "Old Fenwick Harbour Trust"),
    info("brae", "Annual Report 2023-24", "Braeside Housing Association"),
    info("glen", "Annual Report 2023-24", "Glenmore Water Board"),
    info("moor", "Quarterly Report Q4", "Moorland Water Board"),
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What did the Fenwick Harbour Trust spend?", {"fen-1", "fen-2", "fen-cash"}),
        ("What was Fenwick Harbour Trust's outturn?", {"fen-1", "fen-2", "fen-cash"}),
        ("In the FENWICK HARBOUR TRUST performance report, how many calls?", {"fen-1", "fen-2"}),
        ("In Harbour Dues and Moorings by the Fenwick Harbour Trust, how many boats?", {"fen-cash"}),
        ("What did the Old Fenwick Harbour Trust spend?", {"old"}),
        ("Did Braeside Housing Association lose more water than Glenmore Water Board?", {"brae", "glen"}),
        ("What does the annual report say of leaks?", set()),
        ("How many boats are moored at Fenwick?", set()),
        ("How much does the harbour trust spend?", set()),
        ("", set()),
    ],
)
def test_titles_and_publishers_are_found_word_for_word(text: str, named: set[str]) -> None:
    assert ReportNames(SHELF).named_in(text) == named


def test_a_name_that_half_the_reports_have_tells_nothing() -> None:
    assert ReportNames(SHELF[:4]).named_in("What did the Fenwick Harbour Trust spend?") == set()
    assert ReportNames(SHELF[:1]).named_in("What did the Fenwick Harbour Trust spend?") == set()


def test_a_name_that_very_many_reports_have_tells_nothing() -> None:
    others = [info(f"o{n}", f"Report of place {n}", f"Body of place {n}") for n in range(3 * MOST_NAMED)]
    many = [info(f"m{n}", f"Findings {n}", "Inspectorate of Bridges") for n in range(MOST_NAMED + 1)]
    assert len(ReportNames([*others, *many[1:]]).named_in("What did the Inspectorate of Bridges find?")) == MOST_NAMED
    assert not ReportNames([*others, *many]).named_in("What did the Inspectorate of Bridges find?")


WORKS = {
    "fenwick": "The pavilion was painted in May. The lighthouse was rebuilt after a ship had struck it in fog.",
    "braeside": "The Easton culvert was widened in June because the winter storms had damaged it.",
    "glenmore": "The boiler was replaced. Fenwick Harbour Trust lent a crane because the quay had sunk by a foot.",
    "moorland": "The depot was insulated after its staff had asked for it.",
}


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("four")
    bodies = {
        "fenwick": "Fenwick Harbour Trust",
        "braeside": "Braeside Housing Association",
        "glenmore": "Glenmore Water Board",
        "moorland": "Moorland Water Board",
    }
    assistant = Assistant.open(folder / "library", create=True)
    for number, (name, body) in enumerate(bodies.items()):
        path = folder / f"{name}.md"
        path.write_text(
            f"---\ntitle: {body} Performance Report 2023-24\npublisher: {body}\nperiod: 2023-24\n---\n\n"
            f"# {body} Performance Report 2023-24\n\n## Works of the year\n\n{WORKS[name]}\n\n"
            f"## Visits\n\nVisits are counted at the gate.\n\n**Visits by area, number**\n\n"
            f"| Area | 2022-23 | 2023-24 |\n| --- | --- | --- |\n"
            f"| Northfield | {1200 + number} | {1300 + number} |\n| Southport | {905 + number} | {869 + number} |\n"
            f"| Moorland | {50 + number} | {70 + number} |\n| Home adaptations | {20 + number} | {30 + number} |\n",
            encoding="utf-8",
        )
        assistant.library.add(path)
    return assistant


def cited(answer: Answer) -> set[str]:
    return {citation.document for citation in answer.citations}


def test_another_reports_reason_is_not_given_for_it(four: Assistant) -> None:
    whose = "why was work done on the Easton culvert?"
    assert cited(four.ask(f"According to Braeside Housing Association, {whose}")) == {"braeside"}
    for body in ("Moorland Water Board", "Moorland Water Board Performance Report 2023-24"):
        answer = four.ask(f"According to {body}, {whose}")
        assert answer.route is Route.REFUSAL
        assert "braeside" not in cited(answer)


@pytest.mark.parametrize(("body", "value"), [("Braeside Housing Association", 1301), ("Moorland Water Board", 1303)])
def test_its_own_figure_is_given(four: Assistant, body: str, value: int) -> None:
    answer = four.ask(f"How many visits were there in Northfield in 2023-24, according to {body}?")
    assert [int(figure.value) for figure in answer.figures] == [value]


@pytest.mark.parametrize("source", [", according to {}?", ", according to the {}'s annual report?"])
def test_a_place_in_the_name_of_a_source_is_not_asked_about(four: Assistant, source: str) -> None:
    asked = "By how much did visits in Northfield change from 2022-23 to 2023-24" + source.format(
        "Moorland Water Board"
    )
    answer = four.ask(asked)
    assert answer.question == asked
    assert [int(abs(figure.value)) for figure in answer.figures if figure.derived] == [100]
    assert cited(answer) == {"moorland"}


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("In Moorland Water Board's report, how many visits were there in Northfield in 2023-24?", 1303),
        ("From the Moorland Water Board’s annual report, which area had the most visits in 2023-24?", 1303),
        ("How many visits were there in Northfield at Braeside Housing Association in 2023-24?", 1301),
        ("How many visits were there at Moorland Water Board in 2023-24?", 73),  # it has a row of that name
    ],
)
def test_a_word_in_the_name_of_whose_report_it_is_is_not_asked_about(four: Assistant, asked: str, value: int) -> None:
    answer = four.ask(asked)
    assert answer.question == asked
    assert [int(figure.value) for figure in answer.figures] == [value]


def test_whose_words_they_are_speaks_for_a_quote(tmp_path: Path) -> None:
    assistant = Assistant.open(tmp_path / "library", create=True)
    asked = []
    for number in range(3):
        one = report(number)
        front, *sections = re.split(r"(?=^## )", one.text, flags=re.MULTILINE)
        path = tmp_path / f"{one.id}.md"
        path.write_text("".join((front, *(s for s in sections if "works of the year" in s))), encoding="utf-8")
        assistant.library.add(path)
        asked += [each for each in one.asked if "why was work done" in each.question]
    assert len(asked) > 40
    answers = {each.question: assistant.ask(each.question) for each in asked}
    assistant.library.close()
    assert [e.question for e in asked if not holds(answers[e.question], e)] == []


def test_what_another_report_says_of_it_is_told(four: Assistant) -> None:
    answer = four.ask("Why did the Fenwick Harbour Trust lend a crane?")
    assert cited(answer) == {"glenmore"}


def test_a_claim_about_it_is_held_against_its_own_figures(four: Assistant) -> None:
    claim = "{} counted 1,301 visits in Northfield in 2023-24."
    assert four.check(claim.format("Braeside Housing Association")).verdict == "supported"
    assert four.check(claim.format("Glenmore Water Board")).verdict == "contradicted"


def test_the_user_who_chooses_reports_has_the_last_word(four: Assistant) -> None:
    question = "How many visits were there in Northfield in 2023-24, according to Braeside Housing Association?"
    assert cited(four.ask(question, documents=frozenset({"glenmore"}))) <= {"glenmore"}


def test_what_a_large_library_keeps_is_passed_over_by_the_collector(
    four: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.unfreeze()
    usual = gc.get_threshold()
    Assistant(four.library).ask("How many visits were there in Northfield in 2023-24?")
    assert gc.get_freeze_count() == 0  # a small library is left alone
    assert gc.get_threshold() == usual
    monkeypatch.setattr("assistant.service.MOST_NAMED", 3)
    assistant = Assistant(four.library)
    assistant.ask("How many visits were there in Northfield in 2023-24?")
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == (*usual[:2], 100)
    gc.unfreeze()
    gc.set_threshold(*usual)
