"""Linking a question's words to the catalogue: which label explains which word, and how well.

A word may be explained as it stands, by its stem, by an equivalent of the glossary or an acronym of the library, or by
a mended spelling. Nothing here chooses a reading; it says what could be meant by each word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.questions.catalogue import Catalogue
from assistant.questions.cues import PER_HEAD, SEVERAL, Comparator, Cue
from assistant.questions.glossary import Glossary
from assistant.questions.matches import Match, Matches
from assistant.questions.promise import Promises
from assistant.questions.question import Question, Span, Threshold
from assistant.questions.spelling import nearest
from assistant.questions.words import KEPT, NUMBER_WORDS, STOP_WORDS, Token, label_stems, stem
from structured.units import UnitKind

EXACT, ACRONYM, MENDED, SYNONYM, RELATED = 1.0, 0.97, 0.93, 0.88, 0.7

# Cues whose words also carry subject now and then ("cost", "rates", "share"): they may match a label but need not.
_NAMEABLE = frozenset({Cue.MEAN, Cue.SUM, Cue.SHARE, Cue.IMPROVE, Cue.WORSEN, Cue.RISE, Cue.FALL})
_WORDS = re.compile(r"[^\W\d_][\w’'-]*")
_WAYS = {Comparator.BELOW: "less|under|fewer|below|within", Comparator.ABOVE: "more|over|greater|above"}
_OVER_SEVERAL = re.compile(
    r"\b(?:across|over|all|each|every|between|among|overall|per|both|two|three|four|five|six|seven|eight|of the)\b",
    re.IGNORECASE,
)
_ROOT = 5  # letters
_NUMBER_OF = re.compile(r"\bnumbers?\b(?= of\b)", re.IGNORECASE)
"""What asks for a count, and names no column of "outcome numbers"."""
_CUE_WORDS = frozenset(Cue) - {Cue.MONEY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One word of the question that a reading has to account for.

    ``weight`` is what explaining it is worth; a word that is not ``required`` may stay unexplained (a cue, a light
    word, a word inherited from an earlier turn). A ``strict`` word (a name, an acronym, a number) must be explained; of
    the others a small part may be left over. What ``counts`` in choosing are the required words and those that tell
    rows apart. ``variants`` are the stems that may stand for it, with how well they do.
    """

    index: int
    token: Token
    weight: float
    required: bool
    strict: bool
    counts: bool
    inherited: bool
    variants: dict[str, float]


@dataclass(slots=True)
class Linked:
    """A question's needs and, for each label that shares a word with it, the match.

    ``names`` are the needs that name the reports' own running names; ``nameless`` says that the tables are bare ones.
    """

    needs: tuple[Need, ...]
    matches: Matches
    mended: dict[str, str]
    alternatives: list[tuple[tuple[int, ...], tuple[str, ...], float]]
    names: dict[int, float]
    nameless: bool = False

    def required(self) -> tuple[Need, ...]:
        """The needs that must be explained."""
        return tuple(n for n in self.needs if n.required)


SEASONS = frozenset("spring summer autumn winter".split())  # noqa: SIM905 - readable as text
_OWNERS = frozenset(
    "airline airlines airways company companies group corporation firm inc plc ltd limited".split()  # noqa: SIM905 - readable as text
)
_BODIES = _OWNERS | frozenset(
    "council authority trust service force board department ministry agency operator organisation charity".split()  # noqa: SIM905 - readable as text
)
_CREWS = re.compile(r"staff|crews|teams|workers|employees|colleagues|\w+icers")
_ACTED = re.compile(
    r"^(?:get|reach|arrive|attend|respond|answer|pick up|deal|handle|visit|go|come|turn up)\b", re.IGNORECASE
)
_DID_THE = re.compile(r"\b(?:did|does|do|has|have|had|will) (?:the|this|that|our)$", re.IGNORECASE)
_DID = re.compile(r"\b(?:did|does|do|has|have|had|will)(?: (?:the|this|that|our))?$", re.IGNORECASE)
_VERB = re.compile(r"^[a-z]{2,}ed$")


def _within(token: Token, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(token.start < end and start < token.end for start, end in spans)


def _opens(token: Token, following: tuple[Token, ...], spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether a little word stands before what is skipped, a period or a threshold."""
    return any(_within(t, spans) for t in following) and token.text.lower() in {"from", "between", "over"}


def _owns(token: Token) -> bool:
    """Whether a word only says that a name is that of a company."""
    return token.text.lower().removesuffix("'s") in _OWNERS


def _is_name(token: Token, text: str) -> bool:
    """Whether a word is a number, an acronym, or capitalised within its sentence; all capitals all over say nothing."""
    if token.is_number:
        return True
    if not token.text[0].isupper() or text.isupper():
        return False
    before = text[: token.start].rstrip()
    return (token.text.isupper() and len(token.text) > 1) or (bool(before) and before[-1] not in ".?!:;")


def _mend(token: Token, known: frozenset[str], words: dict[str, str]) -> str | None:
    """The known stem that a misspelt word most likely means, or None."""
    word = token.text.lower()
    if len(word) < 5 or not word.isalpha():
        return None
    found = nearest(word, words.keys(), 82 if len(word) >= 8 else 84)
    return words[found] if found is not None and words[found] in known else None


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
        self.known = frozenset(vocabulary.values())
        self._by_name = sorted(self.known)
        self._worths: dict[str, float] = {}
        self._longest = max([glossary.longest, *(len(p) for p in catalogue.alternatives)], default=1)

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
    def _initials(self) -> tuple[str, ...]:
        """The first letters of the words of each label."""
        return tuple("".join(p[0].lower()[:1] for p in _WORDS.findall(label.text)) for label in self.catalogue.labels)

    @cached_property
    def spelt(self) -> dict[str, str]:
        """A word for each stem that the library says."""
        frequency = self.catalogue.frequency
        return {stem: word for word, stem in reversed(self.vocabulary.items()) if stem in frequency}

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

    def needs(self, question: Question) -> tuple[tuple[Need, ...], dict[str, str]]:
        """The question's words as needs, misspelt ones mended; numbers of periods and thresholds are not among them."""
        skip = tuple((p.start, p.end) for p in question.periods)
        skip += tuple((t.start, t.end) for t in question.thresholds if not self.in_labels(t))
        skip += (question.between_span,) if question.between_span else ()
        skip += tuple(m.span() for pattern in (SEVERAL, PER_HEAD, _NUMBER_OF) for m in pattern.finditer(question.text))
        skip += tuple((s, e) for s, e in question.spans(Cue.SHARE) if self._only_asks(question.text[s:e]))
        soft = question.spans(*_CUE_WORDS) + tuple((s, e) for _, s, e in question.relatives)
        if question.order_span:
            soft = (*soft, question.order_span)
        kept = self._kept(question, skip, soft)
        mended: dict[str, str] = {}
        needs = []
        for index, (token, required) in enumerate(kept):
            variants = {token.stem: EXACT}
            joined = None
            if token.stem not in self.known and not token.is_number:
                joined = self._joined(kept, index)
                if joined:
                    variants[joined] = EXACT
                elif (right := _mend(token, self.known, self.vocabulary)) is not None:
                    variants = {right: MENDED}
                    mended[token.text] = right
                    required = required and right not in self.glossary.light and right not in _STOP_STEMS
                else:
                    variants |= dict.fromkeys(self._related(token.stem), RELATED)
            weight = max(self.catalogue.weight(v) * s for v, s in variants.items())
            if token.stem not in self.known and not mended.get(token.text) and _VERB.search(token.text) and not joined:
                weight, required = 0.3, False  # a verb that the library never uses says no subject of its own
            if self._is_subject(token, question.text):
                weight, required = (
                    0.2,
                    False,
                )  # "what did the council spend": whose figures they are goes without saying
            if question.periods and token.text.lower() in SEASONS and token.stem not in self.catalogue.postings:
                weight, required = 0.3, False  # "this summer, July to September": the months say it
            owner = _owns(token) and token.stem not in self.catalogue.frequency
            if self.nameless and (owner or not self._printed(token.stem)):
                if self._is_owner(kept, index, question.text):
                    weight, required = 0.2, False
                elif _VERB.search(token.text):
                    weight, required = 0.3, False
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
                    strict=required and _is_name(token, question.text),
                    counts=required
                    or token.stem == "other"
                    or (token.stem in self.catalogue.telling and not _within(token, soft)),
                    inherited=False,
                    variants=variants,
                )
            )
        return tuple(needs), mended

    def _only_asks(self, cue: str) -> bool:
        """Whether a cue's word is of no label, though one like it may be: "share" where a row is "Shared houses"."""
        word = cue.lower().removesuffix("s")
        labels = (self.catalogue.labels[i].text for i in self.catalogue.postings.get(stem(word), ()))
        return word == "share" and not any(re.search(rf"\b{word}s?\b", text, re.IGNORECASE) for text in labels)

    def _is_subject(self, token: Token, text: str) -> bool:
        """Whether a word only says that the body whose reports these are, or its people, did what is asked for."""
        before, word = text[: token.start].rstrip(), token.text.lower()
        acted = _CREWS.fullmatch(word) and _ACTED.match(text[token.end :].lstrip())
        return (word in _BODIES and bool(_DID_THE.search(before))) or bool(acted and _DID.search(before))

    def _printed(self, word: str) -> bool:
        """Whether the tables say a word, or what may stand for it."""
        others = (*self.glossary.same((word,)), *self._spelt_out(word))
        return any(all(w in self.catalogue.frequency for w in other) for other in ((word,), *others))

    def _is_owner(self, kept: list[tuple[Token, bool]], index: int, text: str) -> bool:
        """Whether a word that bare tables do not hold is a part of the name of whose they are."""
        token = kept[index][0]
        named = not token.is_number and (_is_name(token, text) or token.text[0].isupper())
        return named or _owns(token) or any(_owns(t) for t, _ in kept[index + 1 : index + 2])

    def _spelt_out(self, word: str) -> tuple[tuple[str, ...], ...]:
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

    def own_cues(self, question: Question) -> Question:
        """The question without the cues that are words of a label: "Leasehold improvements" speaks of no improvement.

        A mean stays one where something to take it over is named.
        """
        several = len(question.periods) > 1 or bool(_OVER_SEVERAL.search(question.text))

        def named(span: Span) -> bool:
            if span.cue not in _NAMEABLE or (span.cue is Cue.MEAN and several):
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
        number = f"{threshold.quantity.value:f}"
        way = _WAYS.get(threshold.comparator)
        named = (self.catalogue.labels[i].text for i in self.catalogue.postings.get(number, ()))
        heading = re.compile(rf"\b(?:{way})\s+(?:than\s+)?{number}\b", re.IGNORECASE)
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

    def _joined(self, kept: list[tuple[Token, bool]], index: int) -> str | None:
        """The stem of a word joined with a neighbour, when the library has it so: "wraparound" for "wrap around"."""
        for j in (index + 1, index - 1):
            if 0 <= j < len(kept):
                a, b = (kept[index][0], kept[j][0]) if j > index else (kept[j][0], kept[index][0])
                joined = stem(a.text + b.text)
                if joined in self.known:
                    return joined
        return None

    def link(self, needs: tuple[Need, ...], mended: dict[str, str] | None = None) -> Linked:
        """Every label that shares a word with the needs, in any of the ways that count."""
        alternatives = self._phrases(needs)
        touched: set[int] = set()
        for need in needs:
            for variant in need.variants:
                touched.update(self.catalogue.postings.get(variant, ()))
        for _, other, _ in alternatives:
            sets = [set(self.catalogue.postings.get(word, ())) for word in other]
            if all(sets):
                touched.update(set.intersection(*sets))
        names = self._cover(self.catalogue.names, needs, alternatives)[0]
        return Linked(
            needs=needs,
            matches=Matches(touched, lambda label: self._match(label, needs, alternatives)),
            mended=mended or {},
            alternatives=alternatives,
            names=names,
            nameless=self.nameless,
        )

    def _phrases(self, needs: tuple[Need, ...]) -> list[tuple[tuple[int, ...], tuple[str, ...], float]]:
        """The phrases that may stand for stretches of the question: (needs covered, stems of the phrase, strength)."""
        found = []
        for start in range(len(needs)):
            for length in range(1, min(self._longest, len(needs) - start) + 1):
                run = needs[start : start + length]
                if run[-1].inherited != run[0].inherited:
                    break
                phrase = tuple(next(iter(n.variants)) for n in run)
                covered = tuple(n.index for n in run)
                found += [(covered, other, ACRONYM) for other in self.catalogue.alternatives.get(phrase, ())]
                if length == 1 and run[0].token.text.rstrip("s").isupper():
                    found += [(covered, other, ACRONYM) for other in self._spelt_out(phrase[0])]
                for other in self.glossary.same(phrase):
                    found.append((covered, other, SYNONYM))
                    # an acronym of what the glossary gives: "ASB" beside "anti-social behaviour"
                    found += [(covered, third, SYNONYM) for third in self.catalogue.alternatives.get(other, ())]
        return found

    def cover(self, linked: Linked, words: AbstractSet[str]) -> dict[int, float]:
        """How well a text with these stems explains each need."""
        return self._cover(words, linked.needs, linked.alternatives)[0]

    def _match(
        self, label_id: int, needs: tuple[Need, ...], alternatives: list[tuple[tuple[int, ...], tuple[str, ...], float]]
    ) -> Match | None:
        label = self.catalogue.labels[label_id]
        covers, said = self._cover(set(label.stems), needs, alternatives)
        if not covers:
            return None
        recall = self._recall(label.stems, said)
        short = max((self._recall(name, said) for name in label.short), default=0.0)
        recall = max(recall, 0.95 * short)
        head = [w for w in label.head if w not in _STOP_STEMS | _AMOUNTS and w not in self.glossary.light]
        rest = "other" not in said and recall < 0.9 and bool(_THE_REST.search(label.text))
        denied = any(w not in said for w in label.stems if w in _DENIALS)
        headless = rest or denied or (bool(head) and not any(w in said for w in head) and short < _SHORT)
        return Match(label=label_id, covers=covers, recall=min(1.0, recall), headless=headless)

    def _recall(self, words: tuple[str, ...], said: dict[str, float]) -> float:
        total = sum(self._worth(w) for w in words)
        return sum(self._worth(w) * said.get(w, 0.0) for w in words) / total if total else 0.0

    def _cover(
        self,
        words: AbstractSet[str],
        needs: tuple[Need, ...],
        alternatives: list[tuple[tuple[int, ...], tuple[str, ...], float]],
    ) -> tuple[dict[int, float], dict[str, float]]:
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


_SHORT = 0.4
"""What must be said of the name that a label gives for short, for the label to be about what is said."""
_KEPT_STEMS = frozenset(stem(w) for w in KEPT)
_STOP_STEMS = frozenset(stem(w) for w in STOP_WORDS)
_THE_REST = re.compile(r"^\s*other\s+\w|\w(?<!\band)\s+other\s*$", re.IGNORECASE)
_DENIALS = frozenset(stem(w) for w in ("without", "non", "not", "excluding", "except"))
_AMOUNTS = frozenset(stem(w) for w in ("volume", "incidence", "frequency", "use", "type", "kind", "cost"))
"""Heads of labels that only say how much there is of what follows, as the glossary's light words do."""
