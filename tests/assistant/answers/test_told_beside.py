"""What the second best sentence, or the words around a question, have to do with its answer: a small music report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answers.answer import Route

if TYPE_CHECKING:
    from assistant.service import Assistant

REPORT = """# Music Trust

# Annual report 2023/24

## 1. Lessons

Waiting times: the average wait for a harp teacher at the Mill Lane school grew from 19 days to 33 days. Two of nine
teacher posts were vacant for most of the year because the grant from the county was confirmed only in March and the
school would not hire until it was.

In January 2024 the school answered 91 per cent of letters within ten days - above the national 90 per cent target.

Of the sums that were left to the trust by those who had played in it when they were young, the largest, which came to
£7m, goes into sheet music that is sent to every school in the county that asks for it before the term begins.

Table 1: Letters got by the school

| Month | Letters |
| --- | --- |
| May 2023 | 389 |
| June 2023 | 412 |
| July 2023 | 207 |

## 2. Lent pianos

A grace period of 14 days for new borrowers was brought in on 1 May 2023. Most appeals against a fee were upheld because
the borrower had fetched the piano a few days before.

A falling share of borrowers grumble about string snaps (down by 6 per cent in the year, to 49 per cent). The share of
borrowers grumbling about pedals fell by 9 per cent over the year, to 41 per cent. The waiting list is read out.
Grumbling about lids fell by 14 per cent, to 36 per cent.

## 3. Concerts

A choir panel trial began in Quarry Bank in July 2023, with a mixed local group meeting monthly to hear the choirs. The
trust wants to make this a shared process, working with voluntary organisations, and communities.

Round (Year) 4 of the Song Fund opened in May. The Mill Lane tuning hub is in its third year of delivery.

The county pledged £250k to the Bell Ringers Circle. The circle rings in eight towers. The pledge is additional to £4m
that the circle has already received, enabling it to reach over 900 ringers.

The mayor paid £7m to mend the organ. It had been silent since a storm.

A further £2m was set aside for the quiet practice programme, which gives quiet practice rooms to families who have lost
theirs to neighbours. Run by the Harp Guild and funded by the Ministry of Sound, the programme has helped 70 families.
"""


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from tests.conftest import assistant_over

    return assistant_over(tmp_path_factory, "music-trust-annual-2023-24.md", REPORT)


@pytest.mark.parametrize(
    ("history", "question", "says"),
    [
        (
            (),
            "Why are people having to hang on longer to see a harp support worker at Mill Lane?",
            "from the county",
        ),
        (("What percentage of letters were answered within ten days?",), "was that better than the target?", "90 per"),
        ((), "I just got an old piano and then a fine. Do new borrowers get any leeway now?", "grace period of 14"),
        ((), "Who does the trust want to involve in making the Quarry Bank panel a joint effort?", "organisations"),
        (("What is the Mill Lane tuning hub for?",), "How long has it been running?", "third year"),
        ((), "Who runs the quiet practice programme for people fleeing noisy neighbours?", "Harp Guild"),
    ],
)
def test_it_is_told(trust: Assistant, history: tuple[str, ...], question: str, says: str) -> None:
    answer = trust.ask(question, history)
    assert answer.route in {Route.RETRIEVAL, Route.BOTH}, answer.text
    assert says in " ".join(answer.text.split())


def test_both_are_told_of_where_one_amount_stands_twice(trust: Assistant) -> None:
    answer = trust.ask("What was the £7m for?")
    assert "organ" in answer.text
    assert "sheet music" in answer.text


def test_another_round_of_what_is_numbered_is_no_answer(trust: Assistant) -> None:
    assert "Round (Year) 4" in trust.ask("When did Round 4 of the Song Fund open?").text
    assert trust.ask("When did Round 2 of the Song Fund open?").route is Route.REFUSAL


def test_each_that_moved_is_told_where_one_word_names_them_all(trust: Assistant) -> None:
    answer = trust.ask("How much has grumbling come down by?")
    assert all(size in answer.text for size in ("6 per cent", "9 per cent", "14 per cent")), answer.text


def test_what_was_had_before_comes_before_what_was_told(trust: Assistant) -> None:
    answer = trust.ask(
        "How much had they already had before that?",
        ["How much did the county pledge to the Bell Ringers Circle?"],
    )
    assert "£4m" in answer.text.split("£250k")[0], answer.text


def test_two_parts_are_answered_each_from_its_own_place(trust: Assistant) -> None:
    answer = trust.ask(
        "How many letters did the school get in June, and what sum did the county pledge to the Bell Ringers Circle?"
    )
    assert answer.route is Route.BOTH, answer.text
    assert "412" in answer.text
    assert "£250k" in answer.text


def test_the_first_of_two_parts_is_said_to_be_half(trust: Assistant) -> None:
    answer = trust.ask("What sum did the county pledge to the Bell Ringers Circle, and how many zebras were hired?")
    assert answer.route is Route.REFUSAL
    assert "half" in answer.text
    assert "£250k" in answer.text
