"""Labels of which one is just what the other is not: "Members" and "Not members", "Upheld" and "Not upheld"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.questions.question import Question
from assistant.questions.words import label_stems

_NOT = frozenset({"not", "non", "no"})


def are_opposites(question: Question, one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two labels are opposites of which the question means both: it says their words twice, or denies one of
    them once and not the other time.
    """
    if not one or not other or one[:-1] != other[:-1]:
        return False
    first, second = label_stems(one[-1]), label_stems(other[-1])
    bare = [w for w in first if w not in _NOT]
    if not bare or first == second or bare != [w for w in second if w not in _NOT]:
        return False
    said = [t.stem for t in question.tokens]
    return all(said.count(word) > 1 for word in bare) or any(_is_said_both_ways(said, word) for word in bare)


def _is_said_both_ways(said: Sequence[str], word: str) -> bool:
    """Whether a word is said with a denial right before it, and without one."""
    return {i > 0 and said[i - 1] in _NOT for i, one in enumerate(said) if one == word} == {True, False}


def is_denied(path: Sequence[str]) -> bool:
    """Whether a label says what something is not."""
    return bool(_NOT & set(label_stems(path[-1])))


def denies_first(question: Question, path: Sequence[str]) -> bool:
    """Whether the first time that the question says a label's words it denies them."""
    words = {w for w in label_stems(path[-1]) if w not in _NOT}
    said = [t.stem for t in question.tokens]
    at = next((i for i, word in enumerate(said) if word in words), 0)
    return at > 0 and said[at - 1] in _NOT
