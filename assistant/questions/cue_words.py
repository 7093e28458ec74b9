"""Cue words: which words of asking are words of labels too, and then ask for nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.questions.catalogue import Catalogue
from assistant.questions.cues import Comparator, Cue
from assistant.questions.question import Question, Span, Threshold
from assistant.questions.words import stem
from structured.units import UnitKind

# Cues whose words also carry subject now and then ("cost", "rates", "share"): they may match a label but need not.
_NAMEABLE = frozenset({Cue.MEAN, Cue.SUM, Cue.SHARE, Cue.IMPROVE, Cue.WORSEN, Cue.RISE, Cue.FALL})
_WAYS = {Comparator.BELOW: "less|under|fewer|below|within", Comparator.ABOVE: "more|over|greater|above"}
_OVER_SEVERAL = re.compile(
    r"\b(?:across|over|all|each|every|between|among|overall|per|both|two|three|four|five|six|seven|eight|of the)\b",
    re.IGNORECASE,
)


class CueWords:
    """The words of asking beside the labels of one library."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Look them up among the labels of ``catalogue``."""
        self.catalogue = catalogue

    def own(self, question: Question) -> Question:
        """The question without the cues that are words of a label: "Leasehold improvements" speaks of no improvement.

        A mean stays one where something to take it over is named.
        """
        several = len(question.periods) > 1 or bool(_OVER_SEVERAL.search(question.text))

        def named(span: Span) -> bool:
            total = span.cue is Cue.SUM and "total" in question.text[span.start : span.end].lower()
            over_time = total and len(question.periods) > 1
            if span.cue not in _NAMEABLE or over_time or (span.cue is Cue.MEAN and several):
                return False
            return self._in_a_label(question, span.start, span.end)

        question = replace(question, cues=tuple(c for c in question.cues if not named(c)))
        if question.thresholds and question.order_span and self._in_a_label(question, *question.order_span):
            return replace(question, order=None, order_span=None)  # "a longest wait of more than a week"
        return question

    def _in_a_label(self, question: Question, start: int, end: int) -> bool:
        """Whether the one word of a stretch stands beside its neighbour in a label too."""
        at = [i for i, t in enumerate(question.tokens) if t.start < end and start < t.end]
        if len(at) != 1:
            return False
        before, own, after = (question.tokens[i : i + 1] for i in (max(0, at[0] - 1), at[0], at[0] + 1))
        pairs = [(own[0].stem, t.stem) for t in after] + [(t.stem, own[0].stem) for t in before if t is not own[0]]
        return any(pair in self.catalogue.bigrams for pair in pairs)

    def in_labels(self, threshold: Threshold) -> bool:
        """Whether "65 or over" is the name of a row ("65+"), or "less than one year" a heading, not a condition."""
        if threshold.called:
            return False
        number = f"{threshold.quantity.value:f}"
        way = _WAYS.get(threshold.comparator)
        named = (self.catalogue.labels[i].text for i in self.catalogue.postings.get(number, ()))
        percent = threshold.quantity.unit.kind is UnitKind.PERCENT
        unit = r"\s*(?:%|per ?cent)" if percent else r"\b"
        heading = re.compile(rf"\b(?:{way})\s+(?:than\s+)?{number}{unit}", re.IGNORECASE)
        if way and any(map(heading.search, named)):
            return True
        if threshold.quantity.unit.kind is not UnitKind.COUNT or threshold.comparator not in {
            Comparator.AT_LEAST,
            Comparator.ABOVE,
        }:
            return False
        return any(
            re.match(
                rf"(?:over |aged )?{number}(?:\s*(?:years?)?\s*\+| ?(?:and|or) (?:over|above|older))",
                self.catalogue.labels[i].text,
                re.IGNORECASE,
            )
            for i in self.catalogue.postings.get(number, ())
        )

    def only_asks(self, cue: str) -> bool:
        """Whether a cue's word is of no label, though one like it may be: "share" where a row is "Shared houses"."""
        word = cue.lower().removesuffix("s")
        labels = (self.catalogue.labels[i].text for i in self.catalogue.postings.get(stem(word), ()))
        return word == "share" and not any(re.search(rf"\b{word}s?\b", text, re.IGNORECASE) for text in labels)
