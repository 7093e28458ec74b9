"""How far a reading can be trusted: a logistic model over what speaks for and against it, fitted on question sets.

The weights are data (``trust.toml``), made by ``scripts/fit_trust.py``; none is set by hand.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from assistant.questions.cues import Cue
from assistant.questions.question import Question
from assistant.questions.sides import SOLID
from assistant.questions.understanding import Understanding
from assistant.readings import Reading
from structured.plan import Operation

_FILE = Path(__file__).with_name("trust.toml")
_GROUPS = {
    Operation.LOOKUP: "lookup",
    Operation.LEVEL: "level",
    Operation.DIFFERENCE: "change",
    Operation.PERCENT_CHANGE: "change",
    Operation.SUM: "aggregate",
    Operation.MEAN: "aggregate",
    Operation.RANK: "rank",
    Operation.SHARE: "share",
    Operation.RATIO: "share",
    Operation.COMPARE: "compare",
    Operation.TREND: "trend",
    Operation.FILTER: "filter",
    Operation.COUNT: "filter",
}
FEATURES = (
    "score", "coverage", "firm", "unexplained", "n_unexplained", "few", "row_recall", "column_recall", "margin",
    "rivals", "loose", "verbs", "clash",
    *(f"is_{name}" for name in sorted(set(_GROUPS.values()))),
)  # fmt: skip


@lru_cache(maxsize=1)
def _weights() -> tuple[dict[str, float], float, float]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return data["weights"], data["bias"], data["threshold"]


def threshold() -> float:
    """The trust from which on a reading may answer."""
    return _weights()[2]


def features(
    question: Question, understanding: Understanding, reading: Reading, shown: Callable[[Reading], str]
) -> tuple[float, ...]:
    """What speaks for and against a reading, in the order of ``FEATURES``.

    ``shown`` gives what a reading would print.
    """
    needs = understanding.linked.needs
    required = [n for n in needs if n.required]
    total = sum(n.weight for n in required) or 1.0
    covered = sum(n.weight * reading.covers.get(n.index, 0.0) for n in required) / total
    firm = sum(n.weight for n in required if reading.covers.get(n.index, 0.0) >= 0.8) / total
    left = sum(n.weight for n in reading.unexplained) / total
    mine = shown(reading)
    rivals = [r for r in understanding.readings[:8] if r is not reading and shown(r) != mine]
    margin = reading.score - max((r.score for r in rivals), default=reading.score - 0.6)
    close = sum(r.score > reading.score - 0.08 for r in rivals)
    loose = sum(
        n.weight for n in needs if not n.required and not n.inherited and reading.covers.get(n.index, 0.0) < SOLID
    )
    verbs = sum(not n.required and n.weight <= 0.3 and not n.inherited for n in needs)
    operation = reading.plan.operation
    clash = float(_clash(question, operation))
    groups = sorted(set(_GROUPS.values()))
    return (
        min(reading.score, 2.5),
        covered,
        firm,
        left,
        float(len(reading.unexplained)),
        float(len(required) <= 1),
        min(1.0, reading.row_recall),
        min(1.0, reading.column_recall),
        max(-0.3, min(0.6, margin)),
        float(min(3, close)),
        min(2.0, loose),
        float(min(4, verbs)),
        clash,
        *(float(_GROUPS[operation] == name) for name in groups),
    )


def _clash(question: Question, operation: Operation) -> bool:
    """Whether the question's cues call for another operation than the reading's."""
    simple = operation in {Operation.LOOKUP, Operation.LEVEL}
    if simple and (question.thresholds or question.has(Cue.MEAN, Cue.SUM, Cue.RATIO, Cue.TREND)):
        return True
    if simple and question.order is not None:
        return True
    return operation is not Operation.COMPARE and question.has(Cue.COMPARE) and simple


def trust(question: Question, understanding: Understanding, reading: Reading, shown: Callable[[Reading], str]) -> float:
    """The probability, from 0 to 1, that the reading is what was asked."""
    weights, bias, _ = _weights()
    values = features(question, understanding, reading, shown)
    total = bias + sum(weights[name] * value for name, value in zip(FEATURES, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
