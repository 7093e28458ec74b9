"""The proper names of several words that a question says in full: "the Waste Reduction Board"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.questions.needs import Linked, Need
from assistant.questions.question import Question, capitals_tell
from assistant.questions.words import label_stems

BETWEEN = re.compile(r"[\s\-]*(?:(?:of|for|and|the|in|on|&)\s+)*", re.IGNORECASE)
"""What may stand between two words of one name."""
_ACRONYM = re.compile(r"\b[A-Z]{2,}")


@dataclass(frozen=True, slots=True)
class ProperName:
    """A name of two words or more with capitals: their stems, and what may stand for the whole of it (its acronym)."""

    stems: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()

    def is_said(self, text: str) -> bool:
        """Whether a text says the name: every word as it stands, its initials, or what stands for the whole.

        "Waste was reduced" speaks of no Waste Reduction Board, "the WRB met" does.
        """
        said = set(label_stems(text))
        initials = "".join(stem[0] for stem in self.stems).upper()
        return any(set(words) <= said for words in (self.stems, *self.others)) or any(
            short.startswith(initials) for short in _ACRONYM.findall(text)
        )


def names_in_full(linked: Linked, question: Question, texts: Sequence[str] = ()) -> tuple[ProperName, ...]:
    """The names that a question says in several words, with capitals or as one of ``texts`` writes them with capitals.

    The names that run all through the reports are left out, and so are light words ("Unit", "Scheme"). Capitals tell
    nothing in a question that has them all over.
    """
    telling = capitals_tell(question.text)
    runs: list[list[Need]] = []
    for need in sorted(linked.needs, key=lambda n: n.token.start):
        token = need.token
        if need.inherited or token.is_number or not token.text[0].isalpha():
            continue
        before = runs[-1][-1].token if runs else None
        if before is not None and BETWEEN.fullmatch(question.text[before.end : token.start]):
            stretch = question.text[before.start : token.end]
            capitals = (
                telling and need.strict and runs[-1][-1].strict and stretch[0].isupper() and token.text[0].isupper()
            )
            if capitals or any(_title(stretch) in text for text in texts):
                runs[-1].append(need)
                continue
        runs.append([need])
    return tuple(
        ProperName(tuple(n.token.stem for n in run), _others(linked, run))
        for run in runs
        if len(run) > 1 and not any(n.index in linked.names for n in run)
    )


def _title(words: str) -> str:
    """The words as a name is written."""
    return re.sub(r"\b(?!(?:and|for|the)\b)[a-z](?=\w{2})", lambda m: m[0].upper(), words)


def _others(linked: Linked, run: list[Need]) -> tuple[tuple[str, ...], ...]:
    """The phrases that may stand for two words or more of a run."""
    own = {n.index for n in run}
    return tuple(other for covered, other, _ in linked.alternatives if len(own & set(covered)) > 1)
