"""Written answers: formal sentences that state no more and no less than the answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answers.formal import formal
from assistant.cli import run
from tests.small import REPORT, ask, scope_of

SOURCE = "(Widget Association quarterly report Q4 2023/24, Widgets sold by region)"


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (
            "How many widgets were sold in Northfield in Q4 2023/24?",
            f"The figure for Northfield is 1,310 (Q4 2023/24) {SOURCE}.",
        ),
        (
            "Which region sold the most widgets in Q4 2023/24?",
            "The highest figure (Q4 2023/24, Widgets sold by region) is that of Northfield, at 1,310 " + SOURCE + ".",
        ),
    ],
)
def test_an_answer_is_put_as_a_formal_sentence_with_its_source(question: str, reply: str) -> None:
    assert formal(ask(scope_of(REPORT), question)) == reply


def test_a_movement_is_a_sentence_already() -> None:
    text = formal(ask(scope_of(REPORT), "How much did late delivery complaints change from the previous quarter?"))
    assert text.startswith("Late delivery fell by 20%")
    assert text.endswith("Complaints received).")


def test_a_refusal_says_that_no_answer_can_be_given() -> None:
    text = formal(ask(scope_of(REPORT), "How many gadgets were painted in Wales?"))
    assert text.startswith("The reports held do not allow an answer to be given.")


def test_each_quotation_keeps_its_own_source() -> None:
    from dataclasses import replace

    from assistant.answers.answer import Route

    answer = ask(scope_of(REPORT), "How many widgets were sold in Northfield in Q4 2023/24?")
    quoted = replace(answer, route=Route.RETRIEVAL, text="“Sales fell. They rose.” [1] “Prices held.” [1]")
    assert formal(quoted) == (
        f"The report states: “Sales fell. They rose.” {SOURCE}. The report states: “Prices held.” {SOURCE}."
    )


QUESTIONS = [
    "What is the total waiting list?",
    "Why did school transport overspend?",
    "How many formal complaints were received?",
    "Which site had the best four-hour performance?",
    "Why is the Marlbrook elective hub behind?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_reply_is_short_and_has_no_marks(
    hospital_library: Path, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", str(hospital_library), "ask", question, "--style", "answer"]) in {0, 3}
    text = capsys.readouterr().out
    assert "[1]" not in text
    assert len(text.split()) < 260


def test_the_style_goes_with_json_but_not_with_a_batch(
    hospital_library: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    library = ["--library", str(hospital_library), "ask"]
    assert run([*library, "What is the total waiting list?", "--style", "answer", "--json"]) == 0
    assert "[1]" not in json.loads(capsys.readouterr().out)["text"]
    (tmp_path / "b.jsonl").write_text('{"id": "1", "question": "What?"}\n')
    assert run([*library, "--batch", str(tmp_path / "b.jsonl"), "--style", "answer"]) == 2
