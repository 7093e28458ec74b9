from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.prose.picking import Quote
from assistant.prose.prose_sums import work_out
from assistant.questions.question import read_question

if TYPE_CHECKING:
    from assistant.prose.prose_sums import Worked
    from assistant.service import Assistant
    from corpus.document import Sentence


@pytest.fixture(scope="module")
def sentence(hospital: Assistant) -> Sentence:
    """Any sentence, to put other words into."""
    return hospital.library.sentences("hospital")[0]


def worked(question: str, one: Sentence, *texts: str) -> Worked | None:
    run = tuple(replace(one, text=text, lead_in="") for text in texts)
    return work_out(read_question(question), [Quote(main=run[-1], sentences=run)])


@pytest.mark.parametrize(
    ("question", "text", "says"),
    [
        ("How many fewer sales were there?", "Sales fell to 96, from 131.", "A fall of 35, computed from this:"),
        ("By how much did sales rise?", "Sales rose from £2.1m to £2.5m.", "A rise of £0.4m, computed from this:"),
        (
            "By what percentage did it drop?",
            "It stands at £14.2m, down from £15.7m.",
            "A fall of 9.6%, computed from this:",
        ),
    ],
)
def test_a_change_is_worked_out_from_both_ends(sentence: Sentence, question: str, text: str, says: str) -> None:
    found = worked(question, sentence, text)
    assert found is not None
    assert found.text == says


def test_a_level_is_worked_out_from_its_base_and_its_gap(sentence: Sentence) -> None:
    texts = ("In all 71 per cent agreed.", "The North was 7 percentage points below that.")
    found = worked("What percentage of the North agreed?", sentence, *texts)
    assert found is not None
    assert found.text == "64%, computed from this:"
    assert found.working == "71% − 7 percentage points = 64%"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many sales were there?", "Sales fell to 96, from 131."),
        ("How much smaller is the pot for new trams?", "Fewer ride: 103 trips a card against 104 a year ago."),
        ("How much under budget were cards?", "Cards were under budget: 103 trips a card against 104 a year ago."),
        ("How many minutes slower are vans?", "Only four vans run, and a shut bridge from 20 April added 25 minutes."),
        ("How many fewer sales were there?", "Sales fell to 96."),
        ("How many fewer sales were there?", "Sales fell to 96 from 131, and repairs from 20 to 18."),
        ("How many fewer sales were there?", "Sales fell by 3%, from 131."),
        ("What percentage agreed?", "The North was 7 percentage points below that."),
    ],
)
def test_nothing_is_worked_out_where_the_words_do_not_say_how(sentence: Sentence, question: str, text: str) -> None:
    assert worked(question, sentence, text) is None


@pytest.mark.parametrize(
    ("question", "text", "says"),
    [
        (
            "How short of the paint goal were the shops, in percentage points?",
            "Paint reached 58.4% of shops by May, short of our ambition of 65% but up from 51.9% a year before.",
            "6.6 percentage points below the ambition, computed from this:",
        ),
        (
            "How far off its target is the press?",
            "The press made 90 widgets, against a target of 100.",
            "10 below the target, computed from this:",
        ),
        (
            "How many days over the standard is a repair?",
            "A repair took 9 days, over the 7-day standard.",
            "2 days above the standard, computed from this:",
        ),
    ],
)
def test_a_gap_to_a_goal_is_worked_out_from_the_goal(sentence: Sentence, question: str, text: str, says: str) -> None:
    found = worked(question, sentence, text)
    assert found is not None
    assert found.text == says


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How far short of the paint goal were the shops?", "Paint reached 58% of shops, up from 51% a year before."),
        ("By how much did paint rise in shops?", "Paint is at 58%, short of the target of 65% but up from 51%."),
        ("How far off its target is the press?", "The press has a target of 100, and the lathe a target of 90."),
    ],
)
def test_no_goal_is_taken_for_a_figure_nor_a_figure_for_a_goal(sentence: Sentence, question: str, text: str) -> None:
    assert worked(question, sentence, text) is None


def test_nothing_is_worked_out_of_nothing() -> None:
    assert work_out(read_question("How many fewer sales were there?"), []) is None
