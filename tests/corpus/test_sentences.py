from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import load
from corpus.sentences import plain, sentence_spans, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(["Sales rose.", "Costs fell."], id="two"),
        pytest.param(["It cost £2.5m.", "It was 1.8 times dearer."], id="decimals"),
        pytest.param(["No. of widgets sold rose.", "See Fig. 3 and para. 4."], id="abbreviations"),
        pytest.param(["Large towns, e.g. Ambridge, grew.", "Others (i.e. Felpersham) did not."], id="e.g. and i.e."),
        pytest.param(["Dr. J. R. Smith and Mr. T. Lee agreed."], id="initials"),
        pytest.param(["It fell in Q4 23-24.", "In Q1 24-25 it rose."], id="quarters"),
        pytest.param(["They sold hats, coats, etc. in May.", "They sold hats, etc.", "Nothing else."], id="etc"),
        pytest.param(["“It is fine.”", "So they said."], id="quotes"),
        pytest.param(["Is it fine?", "Yes!", "Good."], id="questions"),
        pytest.param(["It rose (it was 5. It is 6. That is more) again.", "Then it fell."], id="brackets"),
        pytest.param(["It was set (original (£134m).", "It was spent (£5m)."], id="a bracket never closed"),
        pytest.param(["Note. The figure includes £2m of adjustments.", "They end in May."], id="a label"),
        pytest.param(["It was +2pp. on last year.", "Gaps of 5pp. or more are shown."], id="pp."),
        pytest.param(["It rose by 4 p.m. on Monday.", "It closed at 5 p.m.", "Then it rained."], id="p.m."),
        pytest.param(["**North** rose.", "**South** fell."], id="bold"),
        pytest.param(["It is over…", "Or so they say."], id="ellipsis"),
        pytest.param(["no full stop at all"], id="a fragment"),
    ],
)
def test_text_is_cut_where_a_reader_would(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


def test_a_sentence_runs_over_lines_and_the_space_between_belongs_to_none() -> None:
    assert cut("  Sales\nrose.\n\n Costs fell. ") == ["Sales\nrose.", "Costs fell."]


@given(st.text(alphabet="ab.N?! \n()“”\"'£1", max_size=80))
def test_sentences_are_in_order_and_leave_out_only_white_space(text: str) -> None:
    spans = sentence_spans(text)
    rest, last = "", 0
    for start, end in spans:
        assert last <= start < end
        assert text[start:end] == text[start:end].strip()
        rest, last = rest + text[last:start], end
    assert (rest + text[last:]).strip() == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** and *slanted* and __strong__", "bold and slanted and strong"),
        ("a  [link](#here)\xa0there", "a link there"),
        ("x <i>y</i> z<br/>", "x y z"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("Gender* and ***Note", "Gender* and ***Note"),
        ("* First note", "* First note"),
        (r"A \| B", "A | B"),
        ("snake_case_name", "snake_case_name"),
        ("", ""),
    ],
)
def test_plain_takes_marks_away_and_nothing_else(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_sentences_of_a_document_carry_lead_in_block_and_place(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text("Sales\n\nWe aim to:\n\n- sell more. Now.\n- waste less\n\nA\tB\tC\n1\t2\t3\n\nSource: ledger.\n")
    document = load(path)
    found = sentences(document)
    assert [(s.text, s.lead_in) for s in found] == [
        ("We aim to:", ""),
        ("sell more.", "We aim to:"),
        ("Now.", "We aim to:"),
        ("waste less", "We aim to:"),
        ("Source: ledger.", ""),
    ]
    for sentence in found:
        assert document.source[sentence.locator.start : sentence.locator.end] == sentence.text
        assert sentence.text in document.blocks[sentence.block].text
        assert sentence.locator.section == ("Sales",)
