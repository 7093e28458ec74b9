"""Conversation: a follow-up inherits from the earlier turns what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.cues import Cue
from assistant.linking import Linked, Linker
from assistant.question import Question, read_question

_ELLIPSIS = re.compile(
    r"^(?:and|what about|how about|but|so|also|then|or|same for|ok(?:ay)?|right)\b|^(?:why|when|where|who|how much|how many|which|by how much)\s*(?:exactly|so|then|not)?\s*\??$"
    r"|\b(?:it|its|they|them|their|theirs|that|those|these|this|he|she|his|her|there|one|ones|the same)\b",
    re.IGNORECASE,
)


def is_follow_up(question: Question) -> bool:
    """Whether a question leans on what was said before: short, elliptical, or pointing back."""
    content = [t for t in question.tokens if not t.is_stop]
    return bool(_ELLIPSIS.search(question.text)) or len(content) <= 3


def with_history(question: Question, linked: Linked, history: Sequence[str], linker: Linker) -> tuple[Question, Linked]:
    """The question with the words and the task of the earlier turns where it leaves them out.

    The words of earlier turns count less than its own and need no explanation; periods, thresholds and the operation are
    taken over only where the question names none.
    """
    if not is_follow_up(question):
        return question, linked
    needs = list(linked.needs)
    own = {n.token.stem for n in needs}
    inherited_question: Question | None = None
    for turn in reversed(history[-4:]):
        earlier = read_question(turn)
        found, _ = linker.needs(earlier, offset=0, inherited=True)
        for need in found:
            if need.token.stem not in own:
                own.add(need.token.stem)
                needs.append(replace(need, index=len(needs)))
        inherited_question = inherited_question or earlier
        if not is_follow_up(earlier):
            break
    assert inherited_question is not None
    merged = _inherit(question, inherited_question, history)
    return merged, linker.link(tuple(needs), linked.mended)


def _inherit(question: Question, earlier: Question, history: Sequence[str]) -> Question:
    periods = question.periods
    relatives = question.relatives
    if not periods and not relatives:
        periods, relatives = earlier.periods, earlier.relatives
    cues = question.cues
    if not any(c.cue in _TASKS for c in cues) and question.order is None and not question.thresholds:
        cues = (*cues, *(c for c in earlier.cues if c.cue is not Cue.WHY))
        return replace(
            question,
            cues=cues,
            periods=periods,
            relatives=relatives,
            order=earlier.order,
            limit=earlier.limit if question.limit == 1 else question.limit,
            thresholds=earlier.thresholds,
            between=earlier.between,
        )
    return replace(question, cues=cues, periods=periods, relatives=relatives)


_TASKS = frozenset(
    {Cue.WHY, Cue.TREND, Cue.MEAN, Cue.SUM, Cue.SHARE, Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.RISE, Cue.FALL, Cue.CHANGE, Cue.IMPROVE, Cue.WORSEN,
     Cue.COUNT_OF, Cue.PERCENT, Cue.POINTS, Cue.WHEN, Cue.WHO, Cue.MET, Cue.MISSED, Cue.DEFINE}
)  # fmt: skip
