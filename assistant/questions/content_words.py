"""Content words: the words of a question that say what it is about, as needs, misspelt ones mended."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from assistant.questions.bodies_named import is_doer, is_name, is_owner, owns
from assistant.questions.catalogue import Catalogue
from assistant.questions.cue_words import CueWords
from assistant.questions.cues import PER_HEAD, SEVERAL, SO_LONG, Cue
from assistant.questions.glossary import Glossary
from assistant.questions.needs import EXACT, MENDED, RELATED, Need
from assistant.questions.phrases import Phrases
from assistant.questions.question import Question, is_a_stretch
from assistant.questions.spelling import nearest
from assistant.questions.words import KEPT, NUMBER_WORDS, STOP_WORDS, Token, stem
from corpus.word_vectors import is_common

_ROOT = 5  # letters
_NUMBER_OF = re.compile(r"\bnumbers?\b(?= of\b)", re.IGNORECASE)
"""What asks for a count, and names no column of "outcome numbers"."""
_CUE_WORDS = frozenset(Cue) - {Cue.MONEY}
_VERB = re.compile(r"^[a-z]{2,}ed$")
SEASONS = frozenset("spring summer autumn winter".split())  # noqa: SIM905 - readable as text
STOP_STEMS = frozenset(stem(w) for w in STOP_WORDS)


class ContentWords:
    """Reads the needs of questions by the words of one library."""

    def __init__(
        self,
        catalogue: Catalogue,
        glossary: Glossary,
        vocabulary: dict[str, str],
        cue_words: CueWords,
        phrases: Phrases,
        *,
        nameless: bool,
    ) -> None:
        """``vocabulary`` maps every word, lower case, to its stem; ``nameless`` says that the tables are bare ones."""
        self.catalogue = catalogue
        self.glossary = glossary
        self.vocabulary = vocabulary
        self.cue_words = cue_words
        self.phrases = phrases
        self.nameless = nameless
        self.known = frozenset(vocabulary.values())
        self._by_name = sorted(self.known)

    def needs(self, question: Question) -> tuple[tuple[Need, ...], dict[str, str]]:
        """The question's words as needs, misspelt ones mended; numbers of periods and thresholds are not among them."""
        skip = tuple((p.start, p.end) for p in question.periods)
        skip += tuple((t.start, t.end) for t in question.thresholds if not self.cue_words.in_labels(t))
        skip += (question.between_span,) if question.between_span else ()
        skip += tuple(m.span() for pattern in (SEVERAL, PER_HEAD, _NUMBER_OF) for m in pattern.finditer(question.text))
        skip += tuple((s, e) for s, e in question.spans(Cue.SHARE) if self.cue_words.only_asks(question.text[s:e]))
        if is_a_stretch(question.periods):  # how long it is from the first to the last goes without saying
            skip += tuple(m.span() for m in SO_LONG.finditer(question.text))
        soft = question.spans(*_CUE_WORDS) + tuple((s, e) for _, s, e in question.relatives)
        if question.order_span:
            soft = (*soft, question.order_span)
        kept = self._kept(question, skip, soft)
        mended: dict[str, str] = {}
        needs = []
        for index, (token, required) in enumerate(kept):
            variants = {token.stem: EXACT}
            joined = None
            idiom = next((i for i in question.idioms if _within(token, ((i.start, i.end),))), None)
            if token.stem not in self.known and not token.is_number and idiom is None:
                joined = self._joined(kept, index)
                if joined:
                    variants[joined] = EXACT
                elif (right := _mend(token, self.known, self.vocabulary)) is not None:
                    variants = {right: MENDED}
                    mended[token.text] = right
                    required = required and right not in self.glossary.light and right not in STOP_STEMS
                else:
                    variants |= dict.fromkeys(self._related(token.stem), RELATED)
            weight = max(self.catalogue.weight(v) * s for v, s in variants.items())
            if token.stem not in self.known and not mended.get(token.text) and _VERB.search(token.text) and not joined:
                weight, required = 0.3, False  # a verb that the library never uses says no subject of its own
            if token.text.lower() == "wide" and question.text[token.start - 1 : token.start] == "-":
                weight, required = 0.2, False  # "company-wide" says no more than the company
            if is_doer(token, question.text):
                weight, required = (
                    0.2,
                    False,
                )  # "what did the council spend": whose figures they are goes without saying
            if question.periods and token.text.lower() in SEASONS and token.stem not in self.catalogue.postings:
                weight, required = 0.3, False  # "this summer, July to September": the months say it
            owner = owns(token) and token.stem not in self.catalogue.frequency
            if self.nameless and (owner or not self._printed(token.stem)):
                if is_owner(token, [t for t, _ in kept[index + 1 :]], question.text):
                    weight, required = 0.2, False
                elif _VERB.search(token.text):
                    weight, required = 0.3, False
            if idiom is not None and not idiom.written:
                weight, required = 0.2, False
            if _within(token, soft) and token.stem not in self.catalogue.row_words:
                weight *= 0.4
            if token.stem in self.glossary.light:
                weight *= (
                    0.8
                    if token.stem in self.catalogue.telling
                    else 0.6
                    if token.stem in self.catalogue.row_words
                    else 0.4
                )
            needs.append(
                Need(
                    index=index,
                    token=token,
                    weight=weight,
                    required=required,
                    strict=required and is_name(token, question.text),
                    counts=required
                    or token.stem == "other"
                    or (token.stem in self.catalogue.telling and not _within(token, soft)),
                    inherited=False,
                    variants=variants,
                    idiom=idiom,
                )
            )
        return tuple(needs), mended

    def without_subject(self, needs: tuple[Need, ...]) -> tuple[Need, ...]:
        """The needs without those that bare tables do not print at all: what such a table is about stood in its title.

        Names and numbers stay needed.
        """
        return tuple(
            replace(n, required=False, counts=False, weight=0.2)
            if n.required and not n.strict and not any(self._printed(v) for v in n.variants)
            else n
            for n in needs
        )

    def _kept(
        self, question: Question, skip: tuple[tuple[int, int], ...], soft: tuple[tuple[int, int], ...]
    ) -> list[tuple[Token, bool]]:
        """The words that carry something, each with whether it must be explained.

        Those in ``skip`` are left out; those in ``soft`` (the words of a cue) need no explanation.
        """
        other_than = tuple(
            (s, e) for s, e in question.spans(Cue.EXCEPT) if question.text[s:e].lower().startswith("other")
        )
        times = (*skip, *((s, e) for _, s, e in question.relatives))
        kept: list[tuple[Token, bool]] = []
        words = question.tokens
        for i, token in enumerate(words):
            if _within(token, skip):
                continue
            if token.text.lower() == "over" and _opens(token, words[i + 1 : i + 2], times):
                continue  # "over the quarter" is none of "over a week"
            if token.is_stop or (len(token.text) == 1 and not token.is_number):
                following = words[i + 1].stem if i + 1 < len(words) else ""
                before = words[i - 1].stem if i else ""
                bigrams = self.catalogue.bigrams
                paired = (token.stem, following) in bigrams or (before, token.stem) in bigrams
                if (len(token.text) == 1 and paired and token.text.lower() != "a") or (
                    len(token.text) == 1
                    and token.text.isupper()
                    and i
                    and not question.text.isupper()
                    and token.text != "I"
                ):
                    kept.append((token, True))
                elif _opens(token, words[i + 1 : i + 2], times):
                    continue  # the "from" of "from 2022 to 2023" is none of "receipts from grants"
                elif token.text.lower() in KEPT and (
                    paired or (token.text.lower() == "other" and (_within(token, other_than) or self._tells(words, i)))
                ):
                    kept.append((token, False))
                continue
            if token.text.lower() in NUMBER_WORDS:
                following = words[i + 1].stem if i + 1 < len(words) else ""
                kept.append((token, (token.stem, following) in self.catalogue.bigrams))
                continue
            kept.append(
                (
                    token,
                    not _within(token, soft)
                    and not _within(token, question.excluded)
                    and token.stem not in self.glossary.light,
                )
            )
        return kept

    def _tells(self, words: tuple[Token, ...], index: int) -> bool:
        """Whether "other" names the rest of a kind ("other deferred income"), where rows of a table are so called."""
        following = words[index + 1 : index + 2]
        return "other" in self.catalogue.row_words and any(not t.is_stop and not t.is_number for t in following)

    def _joined(self, kept: list[tuple[Token, bool]], index: int) -> str | None:
        """The stem of a word joined with a neighbour, when the library has it so: "wraparound" for "wrap around"."""
        for j in (index + 1, index - 1):
            if 0 <= j < len(kept):
                a, b = (kept[index][0], kept[j][0]) if j > index else (kept[j][0], kept[index][0])
                joined = stem(a.text + b.text)
                if joined in self.known:
                    return joined
        return None

    def _related(self, one: str) -> list[str]:
        """The known stems of which one begins the other, both long enough for that to mean something."""
        if len(one) < _ROOT:
            return []
        found = [one[:end] for end in range(_ROOT, len(one)) if one[:end] in self.known]
        for other in self._by_name[bisect_left(self._by_name, one) :]:
            if not other.startswith(one):
                break
            found.append(other)
        return found

    def _printed(self, word: str) -> bool:
        """Whether the tables say a word, or what may stand for it."""
        others = (*self.glossary.same((word,)), *self.phrases.spelt_out(word))
        return any(all(w in self.catalogue.frequency for w in other) for other in ((word,), *others))


def _within(token: Token, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(token.start < end and start < token.end for start, end in spans)


def _opens(token: Token, following: tuple[Token, ...], spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether a little word stands before what is skipped, a period or a threshold."""
    return any(_within(t, spans) for t in following) and token.text.lower() in {"from", "between", "over"}


def _mend(token: Token, known: frozenset[str], words: dict[str, str]) -> str | None:
    """The known stem that a misspelt word most likely means, or None: a drone is not misspelt for what was done."""
    word = token.text.lower()
    if len(word) < 4 or not word.isalpha() or is_common(word):
        return None
    found = nearest(word, words.keys(), 82 if len(word) >= 8 else 84)
    return words[found] if found is not None and words[found] in known else None
