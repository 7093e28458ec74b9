"""The few words of a sentence that give a named thing's figure: "West Ford (47 per cent)" out of a list of towns."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.questions.expected import figures
from assistant.questions.linking import Need
from assistant.questions.words import tokens
from structured.units import QuantityMention

_FARTHEST = 12
"""How many characters may stand between a name and its figure."""


def named_figure(text: str, needs: Sequence[Need]) -> tuple[str, QuantityMention] | None:
    """The slice of ``text`` from the name that the question says to the figure right behind it; None without one."""
    stems = {token.stem for token in tokens(text)}
    names = [set(n.variants) & stems for n in needs if n.strict and not n.token.is_number]
    wanted = [name for name in names if name]  # what the sentence says of the name that is asked for
    found = [token for token in tokens(text) if any(token.stem in name for name in wanted)]
    for mention in figures(text):
        before = [t for t in found if t.end <= mention.start]
        if not before or mention.start - before[-1].end > _FARTHEST:
            continue
        run = [before[-1]]
        for token in reversed(before[:-1]):  # the whole name, back from its last word
            if run[0].start - token.end > 1:
                break
            run.insert(0, token)
        if not all(any(token.stem in name for token in run) for name in wanted):
            continue  # a part of the name only: another thing's
        first = run[0]
        end = mention.end + (text[mention.end : mention.end + 1] == ")")
        return text[first.start : end], mention
    return None
