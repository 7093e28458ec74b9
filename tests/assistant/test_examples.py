"""Example questions come from the library's own tables, and each one is answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answers.answer import Route

if TYPE_CHECKING:
    from assistant.service import Assistant


def test_every_example_is_answered_from_a_table(hospital: Assistant) -> None:
    examples = hospital.examples(6)
    answers = [hospital.ask(example) for example in examples]
    assert len(examples) == len(set(examples)) == 6
    assert {answer.route for answer in answers} == {Route.CALCULATION}
    assert all(answer.figures and answer.citations for answer in answers)


def test_the_examples_are_spread_over_the_tables(hospital: Assistant) -> None:
    places = [hospital.ask(example).citations[0].cells[0].table for example in hospital.examples(4)]
    assert len(set(places)) == 4


def test_the_same_library_gives_the_same_examples(hospital: Assistant) -> None:
    assert hospital.examples(4) == hospital.examples(4) == hospital.examples(6)[:4]


def test_a_library_without_tables_has_no_examples(tmp_path: Path) -> None:
    from assistant.service import Assistant

    assert Assistant.open(tmp_path / "library", create=True).examples(4) == ()


def test_an_example_is_worded_as_a_person_would_ask(hospital: Assistant) -> None:
    for example in hospital.examples(6):
        assert example.endswith("?")
        assert not {":", ";", "(", "›", "/ "} & set(example)
        assert example.startswith(("What was the ", "How has ", "Which "))


def test_labels_are_written_as_within_a_sentence(hospital: Assistant, tmp_path: Path) -> None:
    from assistant.service import Assistant

    path = tmp_path / "staff.txt"
    path.write_text(
        "Borset Council staff report 2024\n\nThe staff group says who they are.\n\nStaff by grade\n\n"
        "Staff Group\tVacancy Rate\nNurses\t4.1%\nIT\t2.0%\nPorters\t3.2%\n",
        encoding="utf-8",
    )
    assistant = Assistant.open(tmp_path / "library", create=True)
    assistant.library.add(path)
    assert assistant.examples(2) == (
        "What was the vacancy Rate for Nurses?",
        "Which staff group had the highest vacancy Rate?",
    )
