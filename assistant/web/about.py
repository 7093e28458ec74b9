"""About the answers: how they come about, how good they are, what they cannot do, and what is kept."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

_BLOCK = re.compile(r"^```.*?^```\n+", re.MULTILINE | re.DOTALL)
"""What is there for programs."""
_HOW = """
Every number in an answer is printed in a report, or worked out from numbers that are. Under each answer stands where
it was read, and how it was worked out. No language model is needed, and none is ever trusted with a figure.

When the question does not say which figure is meant, the assistant asks. When the reports do not say, it says so.

What it cannot do: judge, forecast, give opinions, read pictures and charts that have no text, or know anything that
the reports in its library do not say.

No question, report or statistic of use is sent anywhere by this page, unless whoever runs it has named a language model
on another machine. Conversations are kept with the library until deleted.
"""


def show() -> None:
    """The page, from our own documents."""
    st.title("About the answers")
    st.markdown(_HOW)
    st.markdown(_quality())


def _quality() -> str:
    """The measured quality, as the documents have it: inside the package where it was installed, in docs otherwise."""
    here = Path(__file__)
    inside, beside = here.with_name("quality.md"), here.parents[2] / "docs" / "quality.md"
    text = (inside if inside.is_file() else beside).read_text(encoding="utf-8")
    return _BLOCK.sub("", text).replace("# ", "## ", 1)
