"""The model's wording as it comes: each sentence is told once the guard has let it through, none before."""

from __future__ import annotations

import re
from collections.abc import Callable

from pydantic_core import from_json

from assistant.errors import ModelReplyInvalid
from assistant.hearing import Hearing

_ENDS = re.compile(r"[.;](?=\s)")
CheckedText = Callable[[str], str]
"""The text of the wording so far, filled in and past the guard. Raises ModelReplyInvalid."""


class Speaker:
    """Tells a listener of one wording."""

    def __init__(self, hearing: Hearing, checked: CheckedText) -> None:
        """Tell ``hearing`` what ``checked`` lets through."""
        self._hearing = hearing
        self._checked = checked
        self._told = ""
        self._tried = 0
        self._silent = False

    def hear(self, reply: str) -> None:
        """Take the reply so far, the beginning of a JSON object."""
        try:
            begun = from_json(reply, allow_partial="trailing-strings")
        except ValueError:
            return
        wording = begun.get("wording") if isinstance(begun, dict) else None
        ends = [match.end() for match in _ENDS.finditer(wording)] if isinstance(wording, str) else []
        if ends and ends[-1] > self._tried:
            assert isinstance(wording, str)
            self._tried = ends[-1]
            self._tell(wording[: ends[-1]])

    def finish(self, text: str) -> None:
        """Tell what is left of the whole text, which has passed the guard."""
        if not self._silent and text.startswith(self._told) and text != self._told:
            self._hearing.tell(text[len(self._told) :].lstrip())

    def _tell(self, frame: str) -> None:
        if self._silent:
            return
        try:
            text = self._checked(frame)
        except ModelReplyInvalid:
            self._silent = True  # nothing of such a wording is used, so no more of it is told
            return
        if text.startswith(self._told):
            self._hearing.tell(text[len(self._told) :].lstrip())
            self._told = text
