"""Label matching: how well the words of a label explain those of a question, and how much of it they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

from assistant.questions.catalogue import Catalogue
from assistant.questions.content_words import STOP_STEMS
from assistant.questions.glossary import Glossary
from assistant.questions.matches import Match
from assistant.questions.needs import Alternative, Need
from assistant.questions.words import KEPT, stem

_SHORT = 0.4
"""What must be said of the name that a label gives for short, for the label to be about what is said."""
_KEPT_STEMS = frozenset(stem(w) for w in KEPT)
_THE_REST = re.compile(r"^\s*other\s+\w|\w(?<!\band)\s+other\s*$", re.IGNORECASE)
_DENIALS = frozenset(stem(w) for w in ("without", "non", "not", "excluding", "except"))
_AMOUNTS = frozenset(stem(w) for w in ("volume", "incidence", "frequency", "use", "type", "kind", "cost"))
"""Heads of labels that only say how much there is of what follows, as the glossary's light words do."""


class LabelMatching:
    """Matches the labels of one library. Keeps what their words weigh."""

    def __init__(self, catalogue: Catalogue, glossary: Glossary) -> None:
        """Match the labels of ``catalogue``; the light words of ``glossary`` weigh less."""
        self.catalogue = catalogue
        self.glossary = glossary
        self._worths: dict[str, float] = {}

    def match(self, label_id: int, needs: tuple[Need, ...], alternatives: list[Alternative]) -> Match | None:
        """How a label meets the needs, None where it explains none of them."""
        label = self.catalogue.labels[label_id]
        covers, said = self.cover(set(label.stems), needs, alternatives)
        for number, kind in self._numbered(needs):
            if number.index in covers and not _says_numbered(label.stems, kind, number):
                del covers[number.index]
        if not covers:
            return None
        recall = self._recall(label.stems, said)
        short = max((self._recall(name, said) for name in label.short), default=0.0)
        recall = max(recall, 0.95 * short)
        head = [w for w in label.head if w not in STOP_STEMS | _AMOUNTS and w not in self.glossary.light]
        rest = "other" not in said and recall < 0.9 and bool(_THE_REST.search(label.text))
        denied = any(w not in said for w in label.stems if w in _DENIALS)
        headless = rest or denied or (bool(head) and not any(w in said for w in head) and short < _SHORT)
        return Match(label=label_id, covers=covers, recall=min(1.0, recall), headless=headless)

    def cover(
        self,
        words: AbstractSet[str],
        needs: tuple[Need, ...],
        alternatives: list[Alternative],
    ) -> tuple[dict[int, float], dict[str, float]]:
        """How well these stems explain each need, and how surely the question says each of the stems."""
        covers: dict[int, float] = {}
        said: dict[str, float] = {}
        for need in needs:
            for variant, strength in need.variants.items():
                if variant in words:
                    covers[need.index] = max(covers.get(need.index, 0.0), strength)
                    said[variant] = max(said.get(variant, 0.0), strength if not need.inherited else strength * 0.5)
        inherited = {n.index for n in needs if n.inherited}
        for covered, other, strength in alternatives:
            if set(other) <= words:
                for index in covered:
                    covers[index] = max(covers.get(index, 0.0), strength)
                for word in other:
                    said[word] = max(said.get(word, 0.0), strength if covered[0] not in inherited else strength * 0.5)
        return covers, said

    def _numbered(self, needs: tuple[Need, ...]) -> Iterator[tuple[Need, Need]]:
        """The numbers that are part of a name, each with the word that they follow: "Category 3", "Stage 1".

        The word is one that labels number.
        """
        for kind, number in pairwise(needs):
            follows = kind.token.end + 1 == number.token.start and number.token.text.isdigit()
            if follows and not self.catalogue.numbered.isdisjoint(kind.variants):
                yield number, kind

    def _recall(self, words: tuple[str, ...], said: dict[str, float]) -> float:
        total = sum(self._worth(w) for w in words)
        return sum(self._worth(w) * said.get(w, 0.0) for w in words) / total if total else 0.0

    def _worth(self, word: str) -> float:
        """What a word of a label weighs; kept, since the labels' words are always the same."""
        if word not in self._worths:
            self._worths[word] = self._weighed(word)
        return self._worths[word]

    def _weighed(self, word: str) -> float:
        if word in _KEPT_STEMS:
            return 0.25
        light = 0.75 if word in self.catalogue.row_words else 0.4
        factor = light if word in self.glossary.light else 0.6 if word in self.catalogue.names else 1.0
        return self.catalogue.weight(word) * factor


def _says_numbered(stems: tuple[str, ...], kind: Need, number: Need) -> bool:
    """Whether a label says a number first, or after the word that it follows in the question.

    "Quarter 3" is no Category 3.
    """
    places = [i for i, word in enumerate(stems) if word in number.variants]
    return not places or any(
        i == 0 or any(stems[i - 1].startswith(one) or one.startswith(stems[i - 1]) for one in kind.variants)
        for i in places
    )
