"""Opening a claim: its words read, linked to the reports, and ready to be tested."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answers.answer import Answer
from assistant.checking.checker import Checker
from assistant.checking.claim import Claim, IsName, Kind, read_claim
from assistant.checking.counted import Counted
from assistant.checking.judgement_answers import not_found
from assistant.checking.sentences import names_in
from assistant.questions.declining import MAX_QUESTION
from assistant.questions.needs import Need
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from assistant.questions.words import tokens
from corpus.document import ChunkKind, Passage

_COUNTED = frozenset({"fall", "cut", "rise", "drop", "loss"})
"""Stems that are as often a thing counted as a direction."""


def open_claim(
    claim: str, scope: Scope, passages: Sequence[Passage] | None = None, of_members: Counted | None = None
) -> Checker | Answer:
    """The claim ready to be tested, or the answer that says why it cannot be.

    ``passages`` are what a search for it found, where one nearly the same was searched for already; ``of_members`` is
    what it says of so many of a kind, where it is to be read as that.
    """
    if not any(c.isalnum() for c in claim):
        return not_found(claim, "There is no claim there. State something that the reports could bear out.")
    if len(claim) > MAX_QUESTION:
        return not_found(
            claim,
            f"That is longer than one claim may be ({MAX_QUESTION:,} characters). Check it as a draft.",
        )
    if read_question(claim).instruction:
        return not_found(claim, "That is an instruction, not a statement; I check statements against the reports.")
    if passages is None:
        passages = scope.search(claim, frozenset({ChunkKind.SENTENCE}), 60)
    read = read_claim(claim, _names(scope, passages), of_members)
    needs, mended = scope.linker.needs(read.subject)
    needs = _something_required(tuple(_needed(n, read, scope) for n in needs), needs, scope)
    checker = Checker(read, scope.linker.link(needs, mended), scope, passages)
    of_the_whole = read.kind is Kind.PLAN and bool(read.amounts)  # "the year will end £2m over budget"
    if not any(n.required for n in needs) and not of_the_whole:
        return not_found(claim, "I could not find what that claim is about. Name what it speaks of, as the reports do.")
    return checker


def _something_required(needs: tuple[Need, ...], first: tuple[Need, ...], scope: Scope) -> tuple[Need, ...]:
    """The needs; where none has to be explained, the telling ones have, or the name of the whole ("the Council").

    ``first`` are the needs before words that only say how were let go: "Pay was over budget" has nothing else.
    """
    if any(n.required for n in needs):
        return needs
    if any(n.required for n in first):
        return first
    telling = [n.index for n in needs if n.counts] or [n.index for n in needs if n.token.stem in scope.catalogue.names]
    return tuple(replace(n, required=n.index in telling) for n in needs)


def _needed(need: Need, claim: Claim, scope: Scope) -> Need:
    """A need as a claim has it: words that say how are not looked for, those that the reports never use count."""
    word = need.token.stem
    if word in claim.light and not need.token.is_number:
        return replace(need, required=False, strict=False, counts=False)
    if not need.required and word in _COUNTED and word not in claim.light:
        return replace(need, required=True, counts=True)  # "falls" that are counted, not a fall
    if not need.required and _is_named(need, claim.subject.text, scope):
        return replace(need, required=True, counts=True)  # "Planning and Growth" is no growth
    unknown = word not in scope.linker.known and word not in scope.glossary.light and not need.token.is_number
    if unknown and not need.required and not need.token.is_stop:
        return replace(need, required=True, counts=True, weight=1.0, variants={word: 1.0})
    return need


def _is_named(need: Need, text: str, scope: Scope) -> bool:
    """Whether a word with a capital stands after the one that it follows in a label ("Planning and Growth")."""
    token = need.token
    before = [t for t in tokens(text[: token.start]) if not t.is_stop]
    pair = (before[-1].stem, token.stem) if before else None
    return token.text[0].isupper() and pair in scope.catalogue.bigrams


def _names(scope: Scope, passages: Sequence[Passage]) -> IsName:
    """The figures that may belong to names: those that a label or a found sentence writes before the same word."""
    bigrams = scope.catalogue.bigrams
    is_written = names_in(passages)

    def is_name(text: str, start: int, end: int) -> bool:
        words = tokens(text)
        pairs = [
            (a.stem, b.stem)
            for a, b in pairwise(words)
            if (start <= a.start < end and (a.is_number or a.start == start))
            or (start <= b.start < end and _is_numbered(text[a.start : b.start]))
        ]
        return any(pair in bigrams for pair in pairs) or is_written(text, start, end)

    return is_name


def _is_numbered(before: str) -> bool:
    """Whether the word before a number is one that numbers come after: "Grade 5", "Band 6"."""
    return before[:1].isupper() and re.fullmatch(r"[^\W\d]+ ", before) is not None
