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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how much ther was", "how much there was"),
        ("staf and totl", "staff and total"),
        ("wich one", "which one"),
        ("Wat was it", "what was it"),
        ("wats the total", "what's the total"),
        ("htey did", "they did"),
        ("becuase of that", "because of that"),
    ],
)
def test_little_words_are_put_right(typed: str, meant: str) -> None:
    assert mend_asking(typed, frozenset()) == meant


@pytest.mark.parametrize(
    "text", ["the Ther Valley", "Sir Wat Tyler", "wich-elm", "R&D", "the witch", "to and fro", "three"]
)
def test_names_and_other_little_words_are_left_alone(text: str) -> None:
    assert mend_asking(text, frozenset()) == text


def test_a_little_word_of_the_reports_is_spelt_as_it_is_meant() -> None:
    assert mend_asking("how many wat", {"wat"}) == "how many wat"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("fier", "fire"), ("hosue", "house"), ("oplice", "police"), ("fnud", "fund"), ("crmie", "crime")],
)
def test_two_letters_that_were_swapped_are_put_right(typed: str, meant: str) -> None:
    assert nearest(typed, ["fire", "house", "police", "policy", "fund", "crime", "crisis"]) == meant


def test_of_two_words_that_may_be_meant_neither_is() -> None:
    assert nearest("abcd", ["bacd", "abdc"]) is None
