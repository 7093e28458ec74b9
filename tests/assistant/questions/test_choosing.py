"""Choices named by their place in the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.questions.choosing import place_named, turns_chosen
from assistant.report_library import open_library

LISTED = {("Which?",): ("North?", "South?", "West?")}


def choices_after(turns: object) -> tuple[str, ...]:
    return LISTED.get(turns, ())  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("the second", 1),
        ("Second!", 1),
        ("2", 1),
        ("#3", 2),
        ("number 3, please", 2),
        ("I meant the first one", 0),
        ("the last", -1),
        ("2nd option", 1),
        ("the second quarter", None),
        ("2023", None),
        ("9", None),
        ("one of them", None),
        ("", None),
    ],
)
def test_a_place_is_read_only_where_nothing_else_is_said(said: str, place: int | None) -> None:
    assert place_named(said) == place


def test_a_turn_that_names_a_place_becomes_the_choice_and_later_turns_see_it() -> None:
    assert turns_chosen(["Which?", "the second", "why?"], choices_after) == ("Which?", "South?", "why?")
    assert turns_chosen(["Which?", "the last"], choices_after) == ("Which?", "West?")


@pytest.mark.parametrize("turns", [["the second"], ["Which?", "the eighth"], ["What?", "2"]])
def test_without_such_a_choice_the_words_stay_as_they_are(turns: list[str]) -> None:
    assert turns_chosen(turns, choices_after) == tuple(turns)


def test_the_assistant_answers_the_choice(tmp_path: Path) -> None:
    report = tmp_path / "sales.txt"
    head = "Region\tQ3 23-24\tQ4 23-24"
    report.write_text(
        "Sales report Q4 2023/24\n\n"
        + "".join(
            f"{name}\n\n{name} by region\n{head}\nNorthfield\t{n},204\t{n},310\nSouthport\t9{n}5\t8{n}9\n\n"
            for n, name in enumerate(
                ["Widgets sold", "Widgets made", "Widgets lost", "Widgets found", "Widgets kept"], 1
            )
        ),
        encoding="utf-8",
    )
    with open_library(tmp_path / "library", create=True) as library:
        library.add(report)
        asked = library.ask("How many widgets in Southport in Q4 23-24?")
        assert len(asked.choices) > 2
        chosen = library.ask("the second", history=[asked.question])
        assert chosen.text == library.ask(asked.choices[1], history=[asked.question]).text
        assert chosen.question == asked.choices[1]
        assert library.explain("the second", history=[asked.question]).answer.text == chosen.text
        assert library.ask("the second").route == "refusal"
