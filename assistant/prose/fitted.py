"""The weights that were fitted on question sets, read from a data file: what makes a sentence rank, and an answer sure.

They are made by ``scripts/fit_confidence.py``; none is set by hand.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from assistant.questions.words import stem

_FILE = Path(__file__).with_name("confidence.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was fitted: a weight for each feature by its name.

    ``close`` is how far below the best score a sentence may be and still stand beside it; ``threshold`` is the
    confidence from which on to answer; ``splits`` are the stems of words that ask for a part of the people or things
    ("women", "older").
    """

    ranking: dict[str, float]
    close: float
    answering: dict[str, float]
    bias: float
    threshold: float
    splits: frozenset[str]


def _read() -> Weights:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Weights(
        ranking=data["ranking"]["weights"],
        close=data["ranking"]["close"],
        answering=data["answering"]["weights"],
        bias=data["answering"]["bias"],
        threshold=data["answering"]["threshold"],
        splits=frozenset(stem(word) for word in data["splits"]),
    )


WEIGHTS = _read()
