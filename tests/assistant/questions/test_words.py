from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.questions.words import fold, label_stems, stem, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("widget", "widgets"),
        ("Widget", "WIDGETS"),
        ("improved", "improving"),
        ("fell", "falls"),
        ("spent", "spending"),
        ("women", "woman"),
        ("worst", "bad"),
        ("sold", "sells"),
        ("region’s", "region's"),
        ("region's", "regions"),
        ("seven", "7"),
        ("7,267", "7267"),
        ("24s", "24"),
        ("MTTRs", "mttr"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("widget", "gadget"),
        ("north", "south"),
        ("seven", "8"),
        ("new", "news"),
        ("officers", "office"),
        ("several", "severe"),
        ("parking", "parks"),
        ("universal", "universities"),
        ("internal", "interns"),
    ],
)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_tokens_are_words_and_numbers_with_their_places() -> None:
    text = "Stop & go: R&D rose 4.5%, to 7,267!"
    found = tokens(text)
    assert [t.text for t in found] == ["Stop", "go", "R&D", "rose", "4.5", "to", "7,267"]
    assert all(text[t.start : t.end] == t.text for t in found)
    assert [t.text for t in found if t.is_number] == ["4.5", "7,267"]
    assert [t.text for t in found if t.is_stop] == ["to"]


def test_a_label_keeps_the_little_words_that_tell_labels_apart() -> None:
    assert label_stems("Income from the sale of widgets") == ("incom", "from", "sale", "widget")
    assert label_stems("No change") != label_stems("Change")
    assert label_stems("I lines") != label_stems("lines")
    assert label_stems("The") == ("the",)


def test_folding_levels_case_quotes_dashes_and_space() -> None:
    assert fold(" “North–South”\u00a0isn’t \n FAR ") == '"north-south" isn\'t far'


@given(st.text(max_size=80))
def test_any_text_has_tokens_at_their_places(text: str) -> None:
    found = tokens(text)
    assert all(text[t.start : t.end] == t.text and t.text for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert fold(fold(text)) == fold(text)
