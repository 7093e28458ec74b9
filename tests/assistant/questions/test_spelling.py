"""Misspelt words are mended only where one other word is clearly meant."""

from __future__ import annotations

import pytest

from assistant.questions.cues import Cue
from assistant.questions.question import read_question
from assistant.questions.spelling import mend_asking, nearest, sound


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("avarage", "average"), ("diference", "difference"), ("budjet", "budget"), ("chnage", "change"),
        ("forcast", "forecast"),
    ],
)  # fmt: skip
def test_words_of_asking_are_put_right(typed: str, meant: str) -> None:
    assert mend_asking(f"the {typed} of it", frozenset()) == f"the {meant} of it"


@pytest.mark.parametrize("word", ["charge", "chance", "louder", "strand", "widget"])
def test_another_word_is_left_alone(word: str) -> None:
    assert mend_asking(f"the {word} of it", frozenset()) == f"the {word} of it"


def test_a_word_of_the_reports_is_spelt_as_it_is_meant() -> None:
    assert mend_asking("the forcast of it", {"forcast"}) == "the forcast of it"


def test_a_name_is_left_alone() -> None:
    assert mend_asking("crime in Avarage", frozenset()) == "crime in Avarage"


def test_words_that_sound_alike_are_near() -> None:
    assert sound("polise") == sound("police")
    assert nearest("polise", ["police", "policy"]) == "police"
    assert nearest("change", ["charge"]) is None


def test_a_misspelt_cue_is_read() -> None:
    assert read_question("the avarage of sales", frozenset()).has(Cue.MEAN)
    assert not read_question("the avarage of sales").has(Cue.MEAN)


def test_another_form_of_a_word_of_asking_is_left_as_it_is() -> None:
    assert mend_asking("the averages of the last four quarters", set()) == "the averages of the last four quarters"
