"""An owner's own words for one library: a TOML text kept with it, of the same form as the built-in glossary.

It says which words mean the same, which carry little and which way is good; never what the answer to a question is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from assistant.questions.glossary import GlossaryError, read_entries
from assistant.questions.words import STOP_WORDS, label_stems, tokens

FILE_NAME = "glossary.toml"
MOST_WORDS = 6
MOST_CHARACTERS = 80
MOST_ENTRIES = 2_000
_HEAD = "# Words of this library's owner, kept by `report-assistant glossary`; comments are not kept.\n"
_FIGURE = re.compile(r"[£$€%]|\d[\d,]*[.,]\d|\d{4,}(?![\d/–-])|\bper ?cent\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[?!;:\[\]{}<>]|\.\s|\.$")


class Kind(StrEnum):
    """What an entry says of its words."""

    SAME = "same"
    """That they mean the same."""
    LIGHT = "light"
    """That an answer need not explain them."""
    MORE_IS_BETTER = "more-is-better"
    LESS_IS_BETTER = "less-is-better"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What an owner has said: groups of phrases that mean the same, and lists of words for the other kinds."""

    same: tuple[tuple[str, ...], ...] = ()
    light: tuple[str, ...] = ()
    more_is_better: tuple[str, ...] = ()
    less_is_better: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.same) + len(self.light) + len(self.more_is_better) + len(self.less_is_better)


class Notes(Protocol):
    """Where texts are kept with a library."""

    def read_note(self, name: str) -> str | None:
        """A text; None where there is none."""

    def write_note(self, name: str, text: str) -> None:
        """Keep a text, wholly or not at all."""


def read_own_entries(library: Notes) -> dict[str, Any]:
    """The entries of a library's owner as they are kept, if there are any. Raises GlossaryError, StoreError."""
    text = library.read_note(FILE_NAME)
    return {} if text is None else read_entries(text, FILE_NAME)


def read_own_words(library: Notes) -> OwnWords:
    """The owner's words of a library, held to their rules. Raises GlossaryError, StoreError."""
    data = read_own_entries(library)
    polarity: dict[str, list[str]] = data.get("polarity", {})
    own = OwnWords(
        same=tuple(tuple(group) for group in data.get("same", [])),
        light=tuple(data.get("light", [])),
        more_is_better=tuple(polarity.get("more_is_better", [])),
        less_is_better=tuple(polarity.get("less_is_better", [])),
    )
    for group in own.same:
        _check_group(group)
    for phrase in (*own.light, *own.more_is_better, *own.less_is_better):
        check_phrase(phrase)
    return own


def check_phrase(phrase: str) -> str:
    """The phrase, white space folded. Raises GlossaryError for what is no word or phrase of a few words.

    >>> check_phrase("  bin   collections ")
    'bin collections'
    """
    folded = " ".join(phrase.split())
    words = tokens(folded)
    if not words:
        raise GlossaryError(f"{phrase!r} has no word in it")
    if not folded.isprintable() or _SENTENCE.search(folded):
        raise GlossaryError(
            f"'{folded}' is no phrase: give words as they stand in a report or a question, unpunctuated"
        )
    if len(words) > MOST_WORDS or len(folded) > MOST_CHARACTERS:
        raise GlossaryError(f"'{folded}' is too long: {MOST_WORDS} words and {MOST_CHARACTERS} characters at most")
    if _FIGURE.search(folded):
        raise GlossaryError(f"'{folded}' holds a figure: the glossary says what words mean, not what answers are")
    if all(w.text.lower() in STOP_WORDS for w in words):
        raise GlossaryError(f"'{folded}' has only little words, which mean nothing by themselves")
    return folded


def _check_group(phrases: Sequence[str]) -> tuple[str, ...]:
    checked = tuple(dict.fromkeys(check_phrase(phrase) for phrase in phrases))
    if len({label_stems(phrase) for phrase in checked}) < 2:
        raise GlossaryError("say at least two phrases that mean the same, and that are not the same words")
    return checked


def add_words(own: OwnWords, kind: Kind, phrases: Sequence[str]) -> OwnWords:
    """The words with one group, or some words of another kind, added; what is there already stays once.

    Raises GlossaryError.
    """
    if len(own) >= MOST_ENTRIES:
        raise GlossaryError(f"the glossary is full: {MOST_ENTRIES} entries at most")
    if kind is Kind.SAME:
        group = _check_group(phrases)
        stems = {label_stems(phrase) for phrase in group}
        if any(stems <= {label_stems(phrase) for phrase in other} for other in own.same):
            return own
        return replace(own, same=(*own.same, group))
    checked = [check_phrase(phrase) for phrase in phrases]
    if not checked:
        raise GlossaryError("say at least one word")
    if kind is Kind.LIGHT:
        if long := next((p for p in checked if len(tokens(p)) > 1), None):
            raise GlossaryError(f"'{long}' is more than one word; words that carry little are given one by one")
        return replace(own, light=_with(own.light, checked))
    if kind is Kind.MORE_IS_BETTER:
        return replace(own, more_is_better=_with(own.more_is_better, checked))
    return replace(own, less_is_better=_with(own.less_is_better, checked))


def remove_words(own: OwnWords, phrase: str) -> OwnWords:
    """The words without a phrase, and without a group that it leaves with one. Raises GlossaryError where it is not."""
    gone = label_stems(" ".join(phrase.split()))

    def without(phrases: Iterable[str]) -> tuple[str, ...]:
        return tuple(p for p in phrases if label_stems(p) != gone)

    groups = (without(group) for group in own.same)
    left = OwnWords(
        same=tuple(g for g in groups if len({label_stems(p) for p in g}) > 1),
        light=without(own.light),
        more_is_better=without(own.more_is_better),
        less_is_better=without(own.less_is_better),
    )
    if left == own:
        raise GlossaryError(f"'{phrase}' is not among this library's own words; `report-assistant glossary` lists them")
    return left


def write_own_words(library: Notes, own: OwnWords) -> None:
    """Keep an owner's words with the library, wholly or not at all. Raises LibraryReadOnly, StoreError."""
    library.write_note(FILE_NAME, _toml(own))


def own_words_json(own: OwnWords) -> dict[str, Any]:
    """The words as plain JSON data."""
    return {
        "same": [list(group) for group in own.same],
        "light": list(own.light),
        "polarity": {"more_is_better": list(own.more_is_better), "less_is_better": list(own.less_is_better)},
    }


def own_words_text(own: OwnWords) -> str:
    """The words for a terminal, an entry a line."""
    lines = [f"same: {' = '.join(group)}" for group in own.same]
    lines += [f"light: {word}" for word in own.light]
    lines += [f"more is better: {phrase}" for phrase in own.more_is_better]
    lines += [f"less is better: {phrase}" for phrase in own.less_is_better]
    return "\n".join(lines)


def _with(words: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*words, *more)))


def _toml(own: OwnWords) -> str:
    """The words as TOML; a JSON text is a TOML text where every character can be printed."""

    def listed(phrases: Iterable[str]) -> str:
        return "[" + ", ".join(json.dumps(phrase, ensure_ascii=False) for phrase in phrases) + "]"

    groups = "".join(f"  {listed(group)},\n" for group in own.same)
    return (
        f"{_HEAD}same = [\n{groups}]\nlight = {listed(own.light)}\n\n[polarity]\n"
        f"more_is_better = {listed(own.more_is_better)}\nless_is_better = {listed(own.less_is_better)}\n"
    )
