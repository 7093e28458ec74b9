from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.prose.picking import Quote
from assistant.prose.prose_sums import work_out
from assistant.questions.question import read_question
from assistant.questions.words import label_stems

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
    asked = read_question(question)

    def said(text: str) -> frozenset[int]:
        told = set(label_stems(text))
        return frozenset(t.start for t in asked.tokens if not t.is_stop and t.stem in told)

    return work_out(asked, [Quote(main=run[-1], sentences=run)], said)


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
    assert work_out(read_question("How many fewer sales were there?"), [], lambda _: frozenset()) is None


@pytest.mark.parametrize(
    ("question", "text", "says"),
    [
        (
            "How many points more keepers are content in Ashby than in Brim?",
            "Content keepers are most in Ashby (61 per cent), then Crale (52 per cent) and Brim (47 per cent).",
            "14 percentage points apart, computed from this:",
        ),
        (
            "How many points behind Ashby is Brim on content keepers?",
            "In Ashby 61% of keepers are content, while in Brim 47% are.",
            "14 percentage points apart, computed from this:",
        ),
        (
            "How much more did the lamp cost than the oil?",
            "The lamp cost £2.4m and the oil £900k.",
            "£1.5m apart, computed from this:",
        ),
        (
            "How many points more is the fear of fog than of ice?",
            "Fear of fog is down (by 6% in a year, to 49 per cent) and fear of ice too (by 29%, to 17 per cent).",
            "32 percentage points apart, computed from this:",
        ),
        (
            "How many more calls came in on 101 than on 999?",
            "It took 612 emergency (999) calls and 849 non-emergency (101) calls that came in.",
            "237 apart, computed from this:",
        ),
        (
            "How many more wrecks per 1,000 boats are there in the south than in the north?",
            "Wrecks of boats were 28.4 per 1,000 in the north, below the south's average (34 per 1,000 boats).",
            "5.6 per 1,000 apart, computed from this:",
        ),
    ],
)
def test_two_figures_of_a_sentence_are_set_apart(sentence: Sentence, question: str, text: str, says: str) -> None:
    found = worked(question, sentence, text)
    assert found is not None
    assert found.text == says


@pytest.mark.parametrize(
    ("question", "text"),
    [
        # a name, a time or a thing that the sentence does not speak of
        ("How many points more are content in Ashby than in Dole?", "In Ashby 61% are content, while in Brim 47% are."),
        (
            "How many points more were content in Ashby than in Brim in 2019?",
            "In 2023 Ashby had 61% content, Brim 47%.",
        ),
        ("How many more boats than bikes are there in Ashby?", "Ashby has 12 boats, 14 carts and 20 vans."),
        (
            "How many more homes were begun in Ashby than in Brim?",
            "Some 1,100 live in six towns: Ashby, Brim and 4 more.",
        ),
        ("How much more than its budget did the lamp cost?", "The lamp's £2m cost is down from the £3m feared."),
        # a figure that is no level
        ("How many points more are content in Ashby than in Brim?", "Content rose by 6% in Ashby and by 4% in Brim."),
        # one thing at two times
        ("How many more were content in Ashby?", "In Ashby 61% are content, in Brim 47%."),
        (
            "How many wrecks more in the north than the south?",
            "The north had 28 wrecks per 1,000 boats, the south few.",
        ),
    ],
)
def test_no_other_figures_are_set_apart(sentence: Sentence, question: str, text: str) -> None:
    assert worked(question, sentence, text) is None
