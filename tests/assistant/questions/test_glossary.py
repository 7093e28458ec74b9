"""The built-in glossary: its form, and a few equivalences that questions in plain English lean on."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import assistant.questions.glossary
from assistant.questions.glossary import GlossaryError, built_in, read_glossary
from assistant.questions.words import STOP_WORDS, label_stems, stem, tokens

_FILE = Path(assistant.questions.glossary.__file__).with_name("glossary.toml")
_DATA = tomllib.loads(_FILE.read_text(encoding="utf-8"))
_SAME: list[list[str]] = _DATA["same"]
_LIGHT: list[str] = _DATA["light"]


def test_it_has_the_three_parts_and_both_polarities() -> None:
    assert set(_DATA) == {"same", "light", "polarity"}
    assert set(_DATA["polarity"]) == {"more_is_better", "less_is_better"}
    assert len(_SAME) > 500


def test_no_group_repeats_a_member_or_says_one_thing_only() -> None:
    repeated = [group for group in _SAME if len(set(group)) < len(group)]
    alone = [group for group in _SAME if len({label_stems(phrase) for phrase in group}) < 2]
    assert (repeated, alone) == ([], [])


def test_no_phrase_stands_in_more_than_four_groups() -> None:
    counts = Counter(stems for group in _SAME for stems in {label_stems(phrase) for phrase in group})
    assert {stems: n for stems, n in counts.items() if n > 4} == {}


def test_phrases_are_short() -> None:
    assert [phrase for group in _SAME for phrase in group if len(tokens(phrase)) > 6] == []


def test_light_words_are_single_words_without_digits_and_say_each_thing_once() -> None:
    assert [word for word in _LIGHT if len(tokens(word)) != 1 or any(c.isdigit() for c in word)] == []
    assert [word for word, n in Counter(_LIGHT).items() if n > 1] == []
    assert [word for word in _LIGHT if word in STOP_WORDS] == []


@pytest.mark.parametrize(
    "word",
    [
        "price",
        "gender",
        "age",
        "dark",
        "phone",
        "ward",
        "cause",
        "sick",
        "late",
        "upheld",
        "two",
        "twenty",
        "leavers",
        "safe",
        "emergency",
    ],
)
def test_a_word_that_names_a_subject_or_a_condition_is_not_light(word: str) -> None:
    assert stem(word) not in built_in().light


def test_no_word_says_both_that_more_and_that_less_is_better() -> None:
    glossary = built_in()
    assert set(glossary.more_is_better) & set(glossary.less_is_better) == set()


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("doctors", "medical and dental"),
        ("eye", "ophthalmology"),
        ("heart", "cardiology"),
        ("bones", "orthopaedics"),
        ("casualty", "emergency department"),
        ("c diff", "Clostridioides difficile"),
        ("mins", "minutes"),
        ("round the clock", "24-hour"),
        ("bin collections", "waste collection"),
        ("ticket sales", "fare revenue"),
        ("blazes", "fires"),
        ("call-outs", "incidents"),
        ("empty posts", "vacancies"),
        ("capex", "capital expenditure"),
        ("fuel bill", "aircraft fuel"),
        ("dropped rubbish", "litter"),
        ("planners", "planning"),
    ],
)
def test_everyday_words_stand_for_the_words_of_labels_and_back(said: str, label: str) -> None:
    glossary = built_in()
    assert label_stems(label) in glossary.same(label_stems(said))
    assert label_stems(said) in glossary.same(label_stems(label))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("officers", "staff"),
        ("budget", "outturn"),
        ("robbery", "burglary"),
        ("target", "actual"),
        ("sickness", "vacancies"),
        ("quarter", "year"),
        ("complaints", "compliments"),
        ("women", "men"),
        ("satisfied", "dissatisfied"),
        ("recruits", "leavers"),
        ("admissions", "discharges"),
        ("hip", "knee"),
        ("profit", "revenue"),
    ],
)
def test_what_reports_keep_apart_stays_apart(one: str, other: str) -> None:
    assert label_stems(other) not in built_in().same(label_stems(one))


@pytest.mark.parametrize(
    ("label", "way"),
    [
        ("Customer satisfaction (%)", 1),
        ("Punctuality", 1),
        ("Sickness absence rate", -1),
        ("Staff turnover", -1),
        ("Households", 0),
    ],
)
def test_labels_say_which_way_is_good(label: str, way: int) -> None:
    assert built_in().polarity(label) == way


def test_an_owners_file_adds_to_it(tmp_path: Path) -> None:
    extra = tmp_path / "extra.toml"
    extra.write_text('same = [["widgets", "gizmos"]]\nlight = ["forsooth"]\n', encoding="utf-8")
    glossary = read_glossary(extra)
    assert glossary.same(label_stems("gizmos")) == (label_stems("widgets"),)
    assert stem("forsooth") in glossary.light
    assert label_stems("ophthalmology") in glossary.same(label_stems("eye"))


@pytest.mark.parametrize("text", ['sane = [["a", "b"]]', "same = [", "same = [1]", '[polarity]\nmore_is_worse = ["x"]'])
def test_a_file_that_is_not_of_the_form_is_refused(text: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(text, encoding="utf-8")
    with pytest.raises(GlossaryError):
        read_glossary(bad)
