"""Phrases: what may stand for words of a question, by the glossary, an acronym of the library, or first letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import groupby

from assistant.questions.catalogue import Catalogue
from assistant.questions.glossary import Glossary
from assistant.questions.needs import ACRONYM, SAID, SYNONYM, Alternative, Need
from assistant.questions.words import label_stems

_WORDS = re.compile(r"[^\W\d_][\w’'-]*")


class Phrases:
    """The phrases of one library and its glossary that may stand for others."""

    def __init__(self, catalogue: Catalogue, glossary: Glossary) -> None:
        """Take the acronyms of ``catalogue`` and the equivalents of ``glossary``."""
        self.catalogue = catalogue
        self.glossary = glossary
        self._longest = max([glossary.longest, *(len(p) for p in catalogue.alternatives)], default=1)

    def standing_for(self, needs: Sequence[Need]) -> list[Alternative]:
        """The phrases that may stand for stretches of the question: (needs covered, stems of the phrase, strength)."""
        found: list[Alternative] = []
        for start in range(len(needs)):
            for length in range(1, min(self._longest, len(needs) - start) + 1):
                run = needs[start : start + length]
                if run[-1].inherited != run[0].inherited:
                    break
                phrase = tuple(next(iter(n.variants)) for n in run)
                covered = tuple(n.index for n in run)
                found += [(covered, other, ACRONYM) for other in self.catalogue.alternatives.get(phrase, ())]
                if length == 1 and run[0].token.text.rstrip("s").isupper():
                    found += [(covered, other, ACRONYM) for other in self.spelt_out(phrase[0])]
                for other in self.glossary.same(phrase):
                    found.append((covered, other, SYNONYM))
                    # an acronym of what the glossary gives: "ASB" beside "anti-social behaviour"
                    found += [(covered, third, SYNONYM) for third in self.catalogue.alternatives.get(other, ())]
        return found + self._said(needs)

    def _said(self, needs: Sequence[Need]) -> list[Alternative]:
        """What reports write for the idioms that words of the question make up."""
        found: list[Alternative] = []
        for idiom, run in groupby(needs, key=lambda n: n.idiom):
            if idiom is not None:
                covered = tuple(n.index for n in run)
                for other in idiom.written:
                    found += [(covered, one, SAID) for one in (other, *self.catalogue.alternatives.get(other, ()))]
        return found

    def spelt_out(self, word: str) -> tuple[tuple[str, ...], ...]:
        """The words of labels that an acronym which the library does not say would be made of, where only these fit.

        "EPA" for "earnings per acre": three letters or more, and the same words wherever they stand.
        """
        if word in self.catalogue.frequency or not 3 <= len(word) <= 6 or not word.isalpha():
            return ()
        found: set[tuple[str, ...]] = set()
        for initials, label in zip(self._initials, self.catalogue.labels, strict=True):
            if word not in initials:
                continue
            parts = _WORDS.findall(label.text)
            for start in range(len(parts) - len(word) + 1):
                if initials[start : start + len(word)] == word:
                    found.add(label_stems(" ".join(parts[start : start + len(word)])))
        return tuple(found) if len(found) == 1 else ()

    @cached_property
    def _initials(self) -> tuple[str, ...]:
        """The first letters of the words of each label."""
        return tuple("".join(p[0].lower()[:1] for p in _WORDS.findall(label.text)) for label in self.catalogue.labels)
