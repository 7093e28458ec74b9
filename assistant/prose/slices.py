"""The few words of a sentence that give a named thing's figure: "West Ford (47 per cent)" out of a list of towns."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.questions.expected import figures
from assistant.questions.needs import Need
from assistant.questions.words import tokens
from structured.units import QuantityMention

_FARTHEST = 12
"""How many characters may stand between a name and its figure."""


def named_figure(text: str, needs: Sequence[Need]) -> tuple[str, QuantityMention] | None:
    """The slice of ``text`` from the name that the question says to the figure right behind it; None without one."""
    words = tokens(text)
    stems = [token.stem for token in words]
    for name in _names(needs):
        for first in range(len(words) - len(name) + 1):
            last = words[first + len(name) - 1]
            if not all(stems[first + i] in need.variants for i, need in enumerate(name)):
                continue
            for mention in figures(text):
                between = text[last.end : mention.start]
                if last.end <= mention.start and len(between) <= _FARTHEST and not any(c.isupper() for c in between):
                    end = mention.end + (text[mention.end : mention.end + 1] == ")")
                    return text[words[first].start : end], mention
    return None


def _names(needs: Sequence[Need]) -> list[list[Need]]:
    """The names that the question says, each with all its words, the longest first."""
    found: list[list[Need]] = []
    for need in needs:
        if not need.strict or need.token.is_number:
            continue
        if found and need.token.start - found[-1][-1].token.end <= 1:
            found[-1].append(need)
        else:
            found.append([need])
    return sorted(found, key=lambda name: -len(name))
