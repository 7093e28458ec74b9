"""What the sentences of a small report of a boat trust tell, and what they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answers.answer import Route

if TYPE_CHECKING:
    from assistant.service import Assistant

REPORT = """# Boat Trust

# Quarter 4 2023/24 report

## 1. Leaks

The trust looked again at the review of leaking boats that Sir Oswin Pell wrote. Steady work was done, and 57 proposals
were closed by the trust, with 40 further proposals now being weighed to close.

## 2. Clubs

Three clubs (the Seal Club, Gull and Tern, and Driftwood) teach young rowers.

- During Q4 the Seal Club taught 146 rowers.
- Gull and Tern taught 101 rowers.
- Driftwood taught 68 rowers.

The Sea Ministry and the trust gave £5m each to fund Operation Kelp. This clears the sound by dismantling old nets.
Rowers can send in comments on an officer by text or email.

## 3. Waits

People who ring the harbour line waited longer than they did in the summer. The clerk has asked for the figure to be
given for those who give up after a long wait.

The slipway at Mill Quay was held up for five months by the find of a wreck on the site.

The 9th regatta took place on the Seal Sound on 7 March 2024.

In the survey "this bay" is defined by its own note: we define "this bay" as within a ten-minute row of home.

The share of rowers who own a boat stood at 58%. This is the same as in the previous quarter, and 4 percentage points
lower than in the same quarter last year.

The harbour master attributes the fall in thefts to Lamp Watch, under which every mooring is lit.
"""


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from tests.conftest import assistant_over

    return assistant_over(tmp_path_factory, "boat-trust-q4-2023-24.md", REPORT)


@pytest.mark.parametrize(
    ("history", "question", "says"),
    [
        (
            (),
            "How many of Sir Oswin Pell's proposals are closed, and how many more are being weighed?",
            "57 proposals were closed",
        ),
        (("How many rowers did the Seal Club teach in Q4?",), "and Driftwood?", "68"),
        (("How many rowers did the Seal Club teach in Q4?",), "Gull and Tern?", "101"),
        (("How many rowers did the Seal Club teach in Q4?", "Gull and Tern?"), "and Driftwood?", "68"),
        ((), "On what day was the ninth regatta on the Seal Sound?", "7 March 2024"),
        ((), "What held up the slipway at Mill Quay?", "find of a wreck"),
        ((), 'In the survey, how far from somebody\'s front door does "this bay" stretch?', "ten-minute row"),
        (
            ("What share of rowers own a boat?",),
            "has that shifted since last year",
            "4 percentage points lower than in the same quarter last year",
        ),
    ],
)
def test_what_a_sentence_says_is_given(trust: Assistant, history: tuple[str, ...], question: str, says: str) -> None:
    assert says in trust.ask(question, history).text


@pytest.mark.parametrize(
    ("history", "question"),
    [
        ((), "Who is the officer in charge of Operation Kelp, and what's their email?"),
        (("How many rowers did Driftwood teach in Q4?",), "and in Q1?"),
        ((), "How many rowers did Driftwood teach in Q1?"),
        ((), "Why do people who ring the harbour line wait longer?"),
        (("How many rowers did the Seal Club teach in Q4?",), "and the Otter Club?"),
        (("What share of rowers own a boat?",), "has that shifted since 2019?"),
        (("How many rowers did Driftwood teach in Q4?",), "has that gone up since last year?"),
    ],
)
def test_what_only_comes_near_is_not(trust: Assistant, history: tuple[str, ...], question: str) -> None:
    answer = trust.ask(question, history)
    assert (answer.route, answer.figures) == (Route.REFUSAL, ())
