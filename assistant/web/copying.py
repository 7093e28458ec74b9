"""Text to copy, and where the page is looked at: the few things that only a script in the browser can do."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.answers.rendering import text_html

_SCRIPT = f"<script>{Path(__file__).with_name('page.js').read_text(encoding='utf-8')}</script>"


def copyable(title: str, text: str) -> str:
    """The text as HTML under a title, with a button that copies it."""
    return (
        f'<div class="copyable"><p>{text_html(title)} <button type="button" class="copy">Copy</button></p>'
        f'<pre tabindex="0">{text_html(text)}</pre></div>'
    )


def add_script() -> None:
    """Let the buttons of `copyable` copy."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)


def show_place(source: str) -> None:
    """Scroll an opened source to its marked place, once for each ``source``."""
    script = f"<script>/* {source} */ window.reportAssistantShowPlace?.()</script>"
    st.html(script, unsafe_allow_javascript=True)


def look_at_last(which: str, turn: str) -> None:
    """Bring the last element of a class into view, once for each ``turn``."""
    script = f"<script>/* {turn} */ window.reportAssistantLookAt?.('.{which}')</script>"
    st.html(script, unsafe_allow_javascript=True)
