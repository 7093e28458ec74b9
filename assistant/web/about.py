"""About the answers: how they come about, how good they are, what they cannot do, and what is kept."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from assistant.answers.rendering import rows_html

_BLOCK = re.compile(r"^```.*?^```\n+", re.MULTILINE | re.DOTALL)
"""What is there for programs."""
_ASKED = re.compile(r"^Questions on (?P<kind>\w+), \d+:$", re.MULTILINE)
_SCORED = re.compile(
    r"^\| (?P<name>[^|\n]+) \| (?P<n>\d+) \| (?P<right>[\d.]+) \| (?P<wrong>[\d.]+) \| (?P<withheld>[\d.]+) \| "
    r"[\d.]+ \|$",
    re.MULTILINE,
)
_HEADS = ("Questions", "Asked", "Right", "Wrong", "Not answered")
_HOW = """
## How an answer comes about

Every number in an answer is printed in a report, or worked out from numbers that are. Under each answer stands where
it was read, and how it was worked out. No language model is needed, and none is ever trusted with a figure.

When the question does not say which figure is meant, the assistant asks. When the reports do not say, it says so.

## What it cannot do

It does not judge, forecast or give opinions. It does not read pictures, or charts that have no text, and it knows
nothing that the reports in its library do not say. It can misunderstand a question: open the source before you use a
figure.

## What is kept

No question, report or statistic of use is sent anywhere by this page, unless whoever runs it has named a language model
on another machine. Conversations are kept with the library until they are deleted.

## How often it is right

Questions whose answers were known beforehand, put to it over reports of several kinds. Among them are questions that a
report does not answer; it is right not to answer those.
"""
_MORE = "It does worse on reports that are unlike these, such as company accounts. All that was measured stands here:"


def show() -> None:
    """The page, from our own documents."""
    st.title("About the answers")
    st.markdown(_HOW)
    measured = _quality()
    st.html(rows_html("", _HEADS, summary(measured)))
    st.markdown(_MORE)
    with st.expander("All measurements"):
        st.markdown(measured)


def summary(quality: str) -> list[tuple[str, str, str, str, str]]:
    """The scores over whole sets of questions, from the text of docs/quality.md: set, questions, shares of a hundred.

    First the practice sets, by what their questions are about, then the others by their names there.
    """
    found = []
    kinds = [(match.start(), f"practice questions on {match['kind']}") for match in _ASKED.finditer(quality)]
    others = quality.index("## Other sets")
    for row in _SCORED.finditer(quality):
        before = [kind for at, kind in kinds if at < row.start() < others]
        if before and row["name"] != "**all**":
            continue  # a part of a set
        name = before[-1] if before else row["name"]
        right, wrong, withheld = (f"{round(100 * float(row[what]))}%" for what in ("right", "wrong", "withheld"))
        found.append((f"{name[:1].upper()}{name[1:]}", str(row["n"]), right, wrong, withheld))
    return found


def _quality() -> str:
    """The measured quality, as the documents have it: inside the package where it was installed, in docs otherwise."""
    here = Path(__file__)
    inside, beside = here.with_name("quality.md"), here.parents[2] / "docs" / "quality.md"
    text = (inside if inside.is_file() else beside).read_text(encoding="utf-8")
    return _BLOCK.sub("", text).replace("# ", "## ", 1)
