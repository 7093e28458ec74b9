"""The glossary: which words mean the same, which carry little, which way is good.

A data file, extended by a library's own.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.questions.words import label_stems, stem, tokens

_BUILT_IN = Path(__file__).with_name("glossary.toml")
_WAYS = ("more_is_better", "less_is_better")


class GlossaryError(AssistantError):
    """A glossary file is not of the form that the built-in one has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """Synonym groups by the stems of their phrases.

    ``alternatives`` maps the stems of a phrase to the stems of the phrases that may stand for it. ``light`` holds stems
    that a reading need not explain.
    """

    alternatives: dict[tuple[str, ...], tuple[tuple[str, ...], ...]]
    light: frozenset[str]
    more_is_better: tuple[tuple[str, ...], ...]
    less_is_better: tuple[tuple[str, ...], ...]
    longest: int
    words: frozenset[str]

    def same(self, phrase: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        """The stems of every phrase that may stand for this one (itself left out)."""
        return self.alternatives.get(phrase, ())

    def polarity(self, text: str) -> int:
        """1 where more is better, -1 where less is better, 0 where the words do not say."""
        have = _phrase_set(text)
        up = sum(phrase in have for phrase in self.more_is_better)
        down = sum(phrase in have for phrase in self.less_is_better)
        return (up > down) - (up < down)


def _phrase_set(text: str) -> set[tuple[str, ...]]:
    words = [stem(t.text) for t in tokens(text)]
    return {tuple(words[i : i + n]) for n in (1, 2, 3, 4) for i in range(len(words) - n + 1)}


def read_entries(text: str, name: str) -> dict[str, Any]:
    """What a glossary holds: ``same``, ``light``, ``polarity``. Raises GlossaryError when it is not of the form."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GlossaryError(f"the glossary {name} cannot be read: {error}") from error
    unknown = set(data) - {"same", "light", "polarity"}
    if unknown:
        raise GlossaryError(
            f"the glossary {name} has unknown entries: {', '.join(sorted(unknown))}; known: same, light, polarity"
        )
    same, polarity = data.get("same", []), data.get("polarity", {})
    if not isinstance(same, list) or not all(_is_texts(group) for group in same):
        raise GlossaryError(f"in the glossary {name}, each entry under 'same' must be a list of phrases")
    if not _is_texts(data.get("light", [])):
        raise GlossaryError(f"in the glossary {name}, 'light' must be a list of words")
    if not isinstance(polarity, dict):
        raise GlossaryError(f"in the glossary {name}, 'polarity' must be a table")
    for way, words in polarity.items():
        if way not in _WAYS:
            raise GlossaryError(f"the glossary {name} has an unknown polarity '{way}'; known: {', '.join(_WAYS)}")
        if not _is_texts(words):
            raise GlossaryError(f"in the glossary {name}, '{way}' must be a list of phrases")
    return data


def _read_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GlossaryError(f"the glossary {path.name} cannot be read: {error}") from error
    return read_entries(text, path.name)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def read_glossary(*extra: Path, own: dict[str, Any] | None = None) -> Glossary:
    """The built-in glossary with the given files' entries added, and those that `read_entries` gave.

    Raises GlossaryError when a file is not of the form.
    """
    same: list[list[str]] = []
    light: list[str] = []
    polarity: dict[str, list[str]] = {way: [] for way in _WAYS}
    for data in (*map(_read_file, (_BUILT_IN, *extra)), own or {}):
        same += data.get("same", [])
        light += data.get("light", [])
        for way, words in data.get("polarity", {}).items():
            polarity[way] += words
    table: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
    for group in same:
        phrases = list(dict.fromkeys(label_stems(phrase) for phrase in group))
        for phrase in phrases:
            table.setdefault(phrase, {}).update({other: None for other in phrases if other != phrase})
    return Glossary(
        alternatives={phrase: tuple(others) for phrase, others in table.items()},
        light=frozenset(stem(word) for word in light),
        more_is_better=tuple(tuple(stem(t.text) for t in tokens(w)) for w in polarity["more_is_better"]),
        less_is_better=tuple(tuple(stem(t.text) for t in tokens(w)) for w in polarity["less_is_better"]),
        longest=max((len(phrase) for phrase in table), default=1),
        words=frozenset(
            t.text.lower() for text in [*light, *(p for group in same for p in group)] for t in tokens(text)
        ),
    )


@lru_cache(maxsize=1)
def built_in() -> Glossary:
    """The glossary that every library has."""
    return read_glossary()
