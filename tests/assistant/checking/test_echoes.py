"""A claim that says a sentence over: which changes turn it round, and which make it speak of something else."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Role, read_amounts
from assistant.checking.claim import narrowed, read_claim
from assistant.checking.echoes import Departs, echo_of
from assistant.checking.joined import check_claim
from assistant.checking.patterns import Way
from assistant.questions.cues import Relative
from assistant.questions.words import Token
from tests.small import scope_of

SENTENCE = "Complaints in Northfield rose by 12 per cent on the previous quarter, to 340, above the target of 300."


def capitalised(word: Token) -> bool:
    return word.text[0].isupper() and word.start > 0


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("12 per cent", "21 per cent", Departs.FIGURE),
        ("12 per cent", "12 percentage points", Departs.FIGURE),
        ("by 12", "by more than 12", Departs.FIGURE),
        ("to 340", "to 304", Departs.FIGURE),
        ("rose", "fell", Departs.WAY),
        ("rose by", "stayed the same by", Departs.WAY),
        ("above", "below", Departs.WAY),
        ("rose", "never rose", Departs.DENIAL),
        ("previous quarter", "same quarter last year", Departs.TIME),
        ("Northfield", "Southport", Departs.NAME),
    ],
)
def test_what_a_claim_changes_of_a_sentence_is_named(old: str, new: str, kind: Departs) -> None:
    echo = echo_of(SENTENCE.replace(old, new), SENTENCE, capitalised, capitalised)
    assert echo is not None
    assert {d.kind for d in echo.departures} == {kind}
    assert echo.decisive == (kind in {Departs.FIGURE, Departs.WAY, Departs.DENIAL})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 per cent", "12%"),
        ("rose by", "went up by"),
        ("rose by 12", "rose by about 12"),
        ("to 340", "to 340 in all"),
        (", above the target of 300", ""),
    ],
)
def test_other_words_for_the_same_change_nothing(old: str, new: str) -> None:
    echo = echo_of(SENTENCE.replace(old, new), SENTENCE, capitalised, capitalised)
    assert echo is not None
    assert echo.departures == ()
    assert not echo.exact


def test_a_sentence_about_something_else_is_not_said_over() -> None:
    assert (
        echo_of("The council planted 4,000 trees beside its roads last winter.", SENTENCE, capitalised, capitalised)
        is None
    )
    assert echo_of("Complaints rose.", SENTENCE, capitalised, capitalised) is None


def test_a_sentence_word_for_word_is_said_over_exactly() -> None:
    echo = echo_of(SENTENCE, SENTENCE, capitalised, capitalised)
    assert echo is not None
    assert echo.exact


def test_each_figure_of_a_claim_is_of_the_time_that_stands_beside_it() -> None:
    claim = read_claim("Complaints fell by 20% on the previous quarter and rose by 6% on Q4 2022/23.")
    first, second = (narrowed(claim, amount) for amount in claim.amounts)
    assert (first.relatives, len(first.bases)) == ((Relative.PREVIOUS,), 0)
    assert (second.relatives, len(second.bases)) == ((), 1)


def test_a_figure_in_brackets_belongs_to_the_time_before_it() -> None:
    claim = read_claim("Complaints rose both on the previous quarter (+6%) and on Q4 2022/23 (+45%) in Q4 2023/24.")
    first, second = (narrowed(claim, amount) for amount in claim.amounts)
    assert first.relatives == (Relative.PREVIOUS,)
    assert len(second.bases) == 1
    one = read_claim("Complaints fell by 20% on the previous quarter.")
    assert narrowed(one, one.amounts[0]) is one


def test_a_word_and_the_sign_beside_it_that_disagree_are_not_borne_out() -> None:
    assert read_claim("Late delivery complaints rose on the previous quarter (-20%).").amounts[0].way is Way.UP
    assert read_claim("Late delivery complaints fell on the previous quarter (-20%).").amounts[0].way is Way.DOWN


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The overspend on pay was £3.2m.", Role.PLAN),
        ("Pay was overspent, by £3.2m.", Role.PLAN),
        ("Income is £27m in excess of the revised budget.", Role.PLAN),
        ("The year ended with a deficit of £3.2m.", Role.LEVEL),
        ("The deficit was £3.2m.", Role.LEVEL),
    ],
)
def test_a_distance_from_the_budget_is_told_from_a_balance(text: str, role: Role) -> None:
    assert read_amounts(text)[0].role is role


ACCOUNT = """Widget Association annual report 2023/24

Money

Account of the year
£m | Revised Budget | Outturn
Shops | 14.0 | 13.1
Total Expenditure | 20.0 | 19.0
Fees | 9.0 | 10.5
Total Income | 9.0 | 10.5
Total Net Expenditure | 11.0 | 8.5
"""


def test_a_total_among_several_is_none_that_a_claim_could_mean() -> None:
    scope = scope_of(ACCOUNT)
    assert check_claim("The Widget Association overspent its revised budget by £1.5m.", scope).verdict is not (
        Verdict.SUPPORTED
    )
    assert check_claim("The Widget Association underspent its budget by £2.5m.", scope).verdict is not (
        Verdict.CONTRADICTED
    )
    named = check_claim("Total income was £1.5m over the revised budget.", scope)
    assert named.verdict is Verdict.SUPPORTED
