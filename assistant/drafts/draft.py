"""A draft and what came of checking it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from assistant.answers.answer import Answer


class DraftFormat(StrEnum):
    """How a draft is written."""

    WORD = "word"
    MARKDOWN = "markdown"
    TEXT = "text"


class Mark(StrEnum):
    """What the reports say of a sentence."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"
    """They speak of its subject and say neither this nor the contrary."""
    NEEDS_SOURCE = "needs_source"
    """They do not speak of its subject: the figure has to come from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSentence:
    """A sentence of a draft. ``text`` stands at ``start:end`` of the draft's ``part``-th paragraph.

    Of a text or Markdown draft the whole source is one part. ``place`` says where it stands in words; ``lead_in`` is
    what introduces its list; ``heading`` the heading that it stands under.
    """

    text: str
    part: int
    start: int
    end: int
    place: str
    lead_in: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as read. ``data`` are the file's bytes; ``notes`` say what was left out or taken as it was."""

    name: str
    format: DraftFormat
    data: bytes
    sentences: tuple[DraftSentence, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSentence:
    """A sentence that states a checkable fact, with its mark and the evidence.

    ``read_as`` is the statement that was checked where it is not the sentence itself ("It fell" as "Complaints fell");
    ``correction`` the sentence as the reports bear it out, '' where none could be made.
    """

    sentence: DraftSentence
    mark: Mark
    answer: Answer
    read_as: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCheck:
    """What came of checking a draft. ``n_sentences`` counts all of its sentences, those that state nothing included."""

    name: str
    n_sentences: int
    sentences: tuple[CheckedSentence, ...]
    notes: tuple[str, ...] = ()

    def count(self, mark: Mark) -> int:
        """How many sentences bear a mark."""
        return Counter(s.mark for s in self.sentences)[mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment to be set at ``start:end`` of the ``part``-th paragraph of a Word draft."""

    part: int
    start: int
    end: int
    text: str
