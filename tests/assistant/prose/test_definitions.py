from __future__ import annotations

import pytest

from assistant.answers.answer import Route
from assistant.prose.definitions import defines, introduces, says_what_counts, spells_out
from assistant.questions.question import read_question
from assistant.service import Assistant
from tests.conftest import assistant_over
from tests.small import scope_of

LAMPS = """# Lamp Valley report 2024-25

## 1. About this report

1.1 A keeper is counted as "trained" when two drills have been passed and the mate has signed the book.

1.2 A landing is one boat tied up at a quay. Boats that only pass are left out. A boat that ties up twice is counted
twice.

Wick: a length of cord that draws oil to the flame.

## 2. Keepers and landings

Of keepers who were trained and answered us, 91 per cent said that the drills had helped them. Trained keepers were
happier with the drills than in the year before.

When the mate calls a fog signal urgent, the crew has 9 minutes. An "urgent" signal is one that warns of a wreck.
"""


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory, "lamps.md", LAMPS)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("What has to have happened before a keeper counts as having been trained by the drills?", "signed the book"),
        ("Who counts as a 'landing'? Say if one boat ties up twice?", "counted\ntwice"),
        ("What does 'wick' mean in the book of lamps?", "draws oil"),
        ("When the mate calls a signal urgent, what does that mean?", "warns of a wreck"),
    ],
)
def test_what_lays_down_what_counts_as_the_thing_asked_about_answers(lamps: Assistant, asked: str, says: str) -> None:
    answer = lamps.ask(asked)
    assert says.replace("\n", " ") in answer.text.replace("\n", " ")
    assert "91 per cent" not in answer.text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("What makes a landing 'fairly handled'?", True),
        ("What does 'fairly handled' mean here?", True),
        ("What makes a landing 'quickly handled'?", False),
        ("How many had a 'fairly handled' landing?", False),
    ],
)
def test_what_brackets_explain_is_laid_down(asked: str, says: bool) -> None:
    text = "Crews with a fairly handled landing (*i.e., the mate gave the reason for the berth*) trusted the harbour."
    linker = scope_of(LAMPS).linker
    question = read_question(asked)
    needs, _ = linker.needs(question)
    assert says_what_counts(question, linker.link(needs), linker, text) is says


def test_what_lays_down_what_counts_as_another_thing_does_not_answer(lamps: Assistant) -> None:
    assert lamps.ask("What counts as a storm in this report?").route is not Route.RETRIEVAL


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("What is Operation Lantern?", "It owes much to Operation Lantern: a programme of visits and lamps."),
        ("what's operation lantern", "Operation Lantern, which pairs boats with crews, goes on."),
        ("What is the Tide Board?", "The Tide Board is a panel of nine keepers."),
    ],
)
def test_a_sentence_that_says_what_a_name_stands_for_defines_it(asked: str, text: str) -> None:
    assert defines(read_question(asked), text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("What is Operation Lantern?", "Operation Beacon, which pairs boats with crews, goes on."),
        ("What is Operation Lantern?", "Operation Lantern has been put off until May."),
        ("What is the budget?", "The budget is the one that was set in May."),
        ("What is the cost of Operation Lantern?", "Operation Lantern is a programme of visits."),
    ],
)
def test_what_only_has_the_name_does_not_define_it(asked: str, text: str) -> None:
    assert not defines(read_question(asked), text)


@pytest.mark.parametrize(
    ("asked", "text", "n_items", "is_so"),
    [
        ("What are the three aims of the plan?", "Its three aims are:", 3, True),
        ("Name the 4 main lamps", "The main lamps are these:", 4, True),
        ("What are the three aims of the plan?", "Its three aims are:", 4, False),
        ("What are the three aims of the plan?", "The three lamps are:", 3, False),
        ("What are the three aims of the plan?", "It has three aims.", 3, False),
        ("What are the aims of the plan?", "Its three aims are:", 3, False),
    ],
)
def test_a_line_introduces_so_many_as_are_asked_for(asked: str, text: str, n_items: int, is_so: bool) -> None:
    assert introduces(read_question(asked), text, n_items) is is_so


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("What does IGI stand for?", "We trained 40 independent grain inspectors (IGIs) in the year."),
        ("what are igis", "We trained 40 independent grain inspectors (IGIs) in the year."),
        ("What is an IGI?", "IGI: independent grain inspector, who looks into sacks."),
        ("What does WGB mean?", "The Widget and Grain Board (WGB) met twice."),
    ],
)
def test_a_sentence_spells_out_what_an_acronym_stands_for(asked: str, text: str) -> None:
    assert spells_out(read_question(asked), text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("What does IGI stand for?", "The IGI programme trained 40 inspectors."),
        ("What did the IGI find?", "We trained 40 independent grain inspectors (IGIs) in the year."),
        ("What is a grain inspector?", "We trained 40 independent grain inspectors (IGIs) in the year."),
    ],
)
def test_other_sentences_spell_nothing_out(asked: str, text: str) -> None:
    assert not spells_out(read_question(asked), text)
