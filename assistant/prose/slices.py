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
    wanted = {variant for need in needs if need.strict and not need.token.is_number for variant in need.variants}
    found = [token for token in tokens(text) if token.stem in wanted]
    for mention in figures(text):
        before = [t for t in found if t.end <= mention.start]
        if not before or mention.start - before[-1].end > _FARTHEST:
            continue
        first = before[-1]
        for token in reversed(before[:-1]):  # the whole name, back from its last word
            if first.start - token.end > 1:
                break
            first = token
        end = mention.end + (text[mention.end : mention.end + 1] == ")")
        return text[first.start : end], mention
    return None
