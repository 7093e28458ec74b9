"""Linking a question's words to the catalogue: which label explains which word, and how well.

A word may be explained as it stands, by its stem, by an equivalent of the glossary or an acronym of the library, or by
a mended spelling. Nothing here chooses a reading; it says what could be meant by each word.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from copy import copy
from functools import cached_property

from assistant.questions.catalogue import Catalogue
from assistant.questions.content_words import ContentWords
from assistant.questions.cue_words import CueWords
from assistant.questions.glossary import Glossary
from assistant.questions.label_matching import LabelMatching
from assistant.questions.matches import Matches
from assistant.questions.needs import Linked, Need
from assistant.questions.phrases import Phrases
from assistant.questions.promise import Promises
from assistant.questions.question import Question


class Linker:
    """Links questions to one catalogue. Keeps the vocabulary for mending spellings."""

    def __init__(
        self, catalogue: Catalogue, glossary: Glossary, vocabulary: dict[str, str], *, nameless: bool = False
    ) -> None:
        """``vocabulary`` maps every word of the library and the glossary, lower case, to its stem.

        ``nameless`` says that the user has chosen bare tables, which say nowhere whose they are: a name that they do
        not hold is then taken to be their owner's.
        """
        self.nameless = nameless
        self.catalogue = catalogue
        self.glossary = glossary
        self.vocabulary = vocabulary
        self.cue_words = CueWords(catalogue)
        self._phrases = Phrases(catalogue, glossary)
        self._matching = LabelMatching(catalogue, glossary)
        self.content_words = ContentWords(
            catalogue, glossary, vocabulary, self.cue_words, self._phrases, nameless=nameless
        )
        self.known = self.content_words.known

    @cached_property
    def promises(self) -> Promises:
        """What tells which tables could explain a question."""
        return Promises(self.catalogue.tables, len(self.catalogue.labels))

    def limited_to(self, documents: frozenset[str]) -> Linker:
        """The same linker, words weighing what they do in all reports, to which only tables of these explain any."""
        limited = copy(self)
        limited.promises = self.promises.limited_to(documents)
        return limited

    @cached_property
    def spelt(self) -> dict[str, str]:
        """A word for each stem that the library says."""
        frequency = self.catalogue.frequency
        return {stem: word for word, stem in reversed(self.vocabulary.items()) if stem in frequency}

    def needs(self, question: Question) -> tuple[tuple[Need, ...], dict[str, str]]:
        """The question's words as needs, and the misspelt ones with the stems that they were mended to."""
        return self.content_words.needs(question)

    def link(self, needs: tuple[Need, ...], mended: dict[str, str] | None = None) -> Linked:
        """Every label that shares a word with the needs, in any of the ways that count."""
        alternatives = self._phrases.standing_for(needs)
        touched: set[int] = set()
        for need in needs:
            for variant in need.variants:
                touched.update(self.catalogue.postings.get(variant, ()))
        for _, other, _ in alternatives:
            sets = [set(self.catalogue.postings.get(word, ())) for word in other]
            if all(sets):
                touched.update(set.intersection(*sets))
        names = self._matching.cover(self.catalogue.names, needs, alternatives)[0]
        return Linked(
            needs=needs,
            matches=Matches(touched, lambda label: self._matching.match(label, needs, alternatives)),
            mended=mended or {},
            alternatives=alternatives,
            names=names,
            nameless=self.nameless,
        )

    def cover(self, linked: Linked, words: AbstractSet[str]) -> dict[int, float]:
        """How well a text with these stems explains each need."""
        return self._matching.cover(words, linked.needs, linked.alternatives)[0]
