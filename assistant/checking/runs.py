"""Runs: what is said to have gone one way so many times in a row ("fell for four quarters running")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from structured.spelled_numbers import WORD, WORDS

_NTH = {
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_UNIT = "|".join(_MONTHS)
_IN_A_ROW = r"(?:in a row|running|in succession)"
_ONE_AFTER_ANOTHER = r"(?:consecutive|straight|successive)"
_RUN = re.compile(
    rf"\b(?:(?:for|in|over) )?(?:the )?(?:(?:last|past) )?(?:(?P<n>\d{{1,2}}|{WORD})|(?P<nth>{'|'.join(_NTH)})) "
    rf"(?:{_ONE_AFTER_ANOTHER} (?P<unit>{_UNIT})s?|(?P<unit2>{_UNIT})s? {_IN_A_ROW})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """So many steps of so many months each, one after another; the words for it stand at ``start:end``."""

    steps: int
    months: int
    start: int
    end: int


def run_in(text: str) -> Run | None:
    """The run that a text speaks of.

    >>> (run := run_in("It fell for the third year running.")) and (run.steps, run.months)
    (3, 12)
    """
    match = _RUN.search(text)
    if match is None:
        return None
    unit = match["unit"] or match["unit2"]
    said = (match["n"] or "").lower()
    steps = _NTH[match["nth"].lower()] if match["nth"] else int(said) if said.isdigit() else WORDS[said]
    return Run(steps=steps, months=_MONTHS[unit.lower()], start=match.start(), end=match.end())
