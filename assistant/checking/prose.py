"""Claims held against sentences: amounts, directions, plans, and what is said of every one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.answer import Verdict
from assistant.checking.amounts import Amount, Role
from assistant.checking.bearing import counts_otherwise, holds_of_some
from assistant.checking.checks import ProseCheck
from assistant.checking.claim import Kind
from assistant.checking.comparing import compare
from assistant.checking.directions import at_both_times, each_went, said_to_move, went_in_a_row
from assistant.checking.evidence import Evidence, Sentences
from assistant.checking.fates import fate
from assistant.checking.figures import comparable
from assistant.checking.patterns import CLAUSES, DENIES_THERE_IS, EACH_TIME, EVERY, GAPS, MET, MISSED, OWN_BODY
from assistant.checking.said_figures import SaidFigures
from assistant.checking.said_plans import against_plan, set_and_came_about
from assistant.checking.sentences import COUNTERFACTUAL, GOES_ON, parts_in, parts_in_words, stated
from assistant.checking.superlatives import said_to_be
from assistant.questions.cues import SMALL
from assistant.questions.needs import Need
from assistant.questions.sides import SOLID
from assistant.questions.vague import ONE_SIDED, Bound
from assistant.questions.words import label_stems
from corpus.document import Sentence
from corpus.sentences import plain
from structured.units import COUNT, UnitKind

_MOST_SENTENCES = 8

_CLOSE, _CLOSER = 0.25, 0.08

_SAME = 0.75
"""How close in meaning a sentence has to be to bear out a statement without a figure."""

_FAILED = re.compile(r"\b(?:miss(?:ed|es)|fail(?:ed|s)|f[ae]ll(?:s|en)? short)\b", re.IGNORECASE)
"""Says that something was not reached, which words that it leaves light do not bear out."""
_DENYING = re.compile(r"no|not|never|nor|neither|none|hardly|without", re.IGNORECASE)

_ALL_BUT = re.compile(r"\b(?:all|every one) (?:but|except)\b|\b(?:nearly|almost) all\b", re.IGNORECASE)
_DONE = re.compile(r"\b[a-z]{3,}ed\b", re.IGNORECASE)

_ALL = 0.99

_MOSTLY = 0.5
"""How much of the subject a sentence has to say itself to bear out a bound ("more than half")."""

_SPOKEN_OF = 0.35
"""How much of the subject a sentence has to say itself to contradict its figure."""

_NAMES = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+")
_SOMETHING = 0.1
"""How much of the subject a sentence has to say itself to bear out a direction."""

_HALFWAY = 0.4
"""The same of a sentence that says every word of a claim that ranks, and lists what it ranks."""

_OF_WHOM = re.compile(r"\s*of (?:(?:the|all|our|its) )*(?:[\w'’+-]+ ?){1,2}", re.IGNORECASE)
_TELLING = 0.4
"""The weight of a word without which a share is of something else."""
_ALIKE = 0.5
"""How close in meaning a sentence has to be to contradict, or where a direction is all that is compared."""


class ProseChecker:
    """Tests one claim against the sentences that a search found."""

    def __init__(self, about: Sentences) -> None:
        """``about`` are the sentences."""
        self.claim = about.claim
        self.about = about
        self.figures = SaidFigures(about)

    def check(self, amount: Amount | None, among: frozenset[Sentence] = frozenset()) -> ProseCheck | None:
        """What the best sentences say of one amount of the claim, or of its direction when it states none.

        ``among`` are the sentences that bore out its amounts, where some did: they say which way it went.
        """
        if self.claim.kind is Kind.COMPARE and (amount is None or amount.quantity.unit.kind is not UnitKind.RATIO):
            return compare(self.about)
        telling = amount is not None and amount.bound is Bound.EXACT
        first: ProseCheck | None = None
        least: set[int] = set()
        ranks = self.claim.kind is Kind.RANK
        about = [
            e
            for e in self.about.evidence
            if self.about.accepts(e)
            and (amount is not None or e.similarity >= _ALIKE or (ranks and e.own >= _ALL and e.similarity >= _HALFWAY))
        ]
        about.sort(key=lambda e: not self.about.is_said_over(e.sentence))
        for evidence in [e for e in about if not among or e.sentence in among][:_MOST_SENTENCES]:
            if first is not None and evidence.score < first.fit - (_CLOSE if telling else _CLOSER):
                break
            verdict, sentences = self._judge(evidence, amount)
            if self.about.is_said_over(evidence.sentence):
                verdict, sentences = Verdict.SUPPORTED, (evidence.sentence,)  # the report says it in these very words
            plainly = self.claim.kind is Kind.STATEMENT or (self.claim.none and amount is None)
            if plainly and evidence.similarity < (_ALIKE if self._says_nothing_else(evidence) else _SAME):
                continue
            if verdict is Verdict.SUPPORTED and amount is not None and self._is_said_beside(evidence, amount):
                continue
            if amount is None and verdict is Verdict.SUPPORTED and evidence.own < _SOMETHING:
                continue  # another sentence under the same heading
            bounded = amount is not None and amount.bound in ONE_SIDED
            if bounded and verdict is Verdict.SUPPORTED and evidence.own < _MOSTLY:
                continue  # a bound is met by many a figure
            enough = (_ALIKE if evidence.own < 0.85 else _ALIKE - 0.05) + (0.0 if amount is not None else 0.03)
            if evidence.own >= _ALL and amount is not None and len(self.about.linked.required()) > 1:
                enough = _ALIKE - 0.12
            if verdict is None or (verdict is Verdict.CONTRADICTED and evidence.similarity < enough):
                continue
            if verdict is Verdict.CONTRADICTED and amount is not None and not self._speaks_of_it(evidence, sentences):
                continue
            if verdict is Verdict.CONTRADICTED and amount is not None and self._is_of_another_view(amount, sentences):
                continue
            check = ProseCheck(
                verdict=verdict,
                fit=evidence.score,
                sentences=sentences,
                own=evidence.own,
                similarity=evidence.similarity,
                figure=self.figures.deciding(sentences, amount) if verdict is Verdict.CONTRADICTED else "",
            )
            left = {n.index for n in self.about.left(evidence)}
            if first is None:
                first, least = check, left
            if verdict is Verdict.SUPPORTED and (not least < left):
                return check
        return first

    def _speaks_of_it(self, evidence: Evidence, sentences: Sequence[Sentence]) -> bool:
        """Whether sentences say enough of the subject themselves for another figure of theirs to be meant.

        What only the heading or the sentences beside them say is not enough: a name has to be said in them, or its last
        word with "the": "the Board".
        """
        if GOES_ON.match(plain(evidence.sentence.text)):
            return True  # "this" stands for what the sentence before names
        linked = self.about.linked
        told = " ".join(f"{s.lead_in} {s.text}" for s in sentences)
        short = (
            n for n in _NAMES.findall(self.claim.asked) if re.search(rf"\b[Tt]he {re.escape(n.split()[-1])}\b", told)
        )
        said = self.about.cover(" ".join((told, *short)))
        names = (n for n in linked.needs if n.required and n.strict and n.index not in linked.names)
        return evidence.own >= _SPOKEN_OF and all(said.get(n.index, 0.0) >= SOLID for n in names)

    def _is_of_another_view(self, amount: Amount, sentences: Sequence[Sentence]) -> bool:
        """Whether sentences leave out what a share is said to think or do: "43 % are content" where trust is claimed.

        What it is a share of may be said before them.
        """
        if amount.quantity.unit.kind is not UnitKind.PERCENT or amount.role is not Role.LEVEL:
            return False
        said = self.about.cover(" ".join(f"{s.lead_in} {s.text} {' '.join(s.locator.section[-1:])}" for s in sentences))
        whole = _OF_WHOM.match(self.claim.text, amount.end)
        those = set(label_stems(whole.group())) if whole is not None else set()
        return any(
            said.get(n.index, 0.0) < SOLID and n.weight >= _TELLING and not n.strict and n.token.stem not in those
            for n in self.about.linked.required()
        )

    def _says_nothing_else(self, evidence: Evidence) -> bool:
        """Whether a sentence says all the words of the claim, and no other that counts, or tells what became of it."""
        claimed, text = set(label_stems(self.claim.asked)), plain(evidence.sentence.text)
        whole = evidence.own >= _ALL and set(label_stems(text)) <= claimed
        return whole or (self.claim.kind is Kind.STATEMENT and fate(self.about, text) is not None)

    def _is_said_beside(self, evidence: Evidence, amount: Amount) -> bool:
        """Whether a sentence next to this one says a word of the subject that this one leaves out, and another figure.

        "63 % are satisfied. Of those who came by the page, 33 % are": 63 % is not the figure of those.
        """
        own = self.about.cover(f"{evidence.sentence.lead_in} {evidence.sentence.text}")
        needs = self.about.linked.needs
        for near in self.about.beside(evidence.sentence):
            text = plain(near.text)
            more = any(
                s >= SOLID and needs[i].required and own.get(i, 0.0) < SOLID for i, s in self.about.cover(text).items()
            )
            if more and self.figures.verdict(text, amount) is Verdict.CONTRADICTED:
                return True
        return False

    def beside(
        self, document_id: str, row: tuple[str, ...], others: Sequence[str], amount: Amount
    ) -> ProseCheck | None:
        """A sentence under a heading that is nearly a table row's name, and that gives another figure than the claim.

        ``others`` are the table's other rows: a heading that names one of them is about that one.
        """
        if not row:
            return None
        label = set(label_stems(row[-1]))
        for evidence in self.about.evidence:
            section = evidence.sentence.locator.section
            if evidence.sentence.locator.document_id != document_id or not section or section[-1] in others:
                continue
            title = set(label_stems(section[-1]))
            if len(label & title) * 3 < 2 * max(len(label), len(title)) or len(label & title) < 2:
                continue
            text = plain(evidence.sentence.text)
            alike = [i for i in stated(text) if self.figures.is_alike(amount, i)]
            if alike and all(self.figures.one(amount, i, text) is Verdict.CONTRADICTED for i in alike):
                return ProseCheck(
                    verdict=Verdict.CONTRADICTED,
                    fit=evidence.score,
                    sentences=(evidence.sentence,),
                    own=evidence.own,
                    similarity=evidence.similarity,
                )
        return None

    def _judge(self, evidence: Evidence, amount: Amount | None) -> tuple[Verdict | None, tuple[Sentence, ...]]:
        sentence = evidence.sentence
        document = sentence.locator.document_id
        verdict = self._verdict(plain(sentence.text), plain(sentence.lead_in), amount, document)
        if verdict is not None:
            return verdict, (sentence,)
        after = self.about.going_on(sentence)
        if after is not None and not self._is_qualified(plain(sentence.text), amount):
            verdict = self._verdict(plain(after.text), plain(sentence.lead_in), amount, document)
        return verdict, (sentence, after) if after is not None else (sentence,)

    def _verdict(self, text: str, lead: str, amount: Amount | None, document: str) -> Verdict | None:
        if COUNTERFACTUAL.search(text) and not COUNTERFACTUAL.search(self.claim.text):
            return None
        if not self.about.period_suits(f"{lead} {text}", document) or self.about.is_of_another(text):
            return None
        if counts_otherwise(self.claim.text, self.claim.left_out, f"{lead} {text}"):
            return None
        if (self.claim.each_time or EVERY.search(self.claim.text)) and holds_of_some(text):
            return None
        if self.claim.kind is Kind.EVERY or (amount is not None and amount.every):
            verdict = self._all_of(text, amount)
            return self._says_so(text) if verdict is None and amount is None and self.claim.none else verdict
        if self._is_qualified(text, amount):
            return None
        if amount is not None:
            of_one_time = self.claim.bounds_each_time(amount) and not EACH_TIME.search(text)
            return None if of_one_time else self.figures.verdict(text, amount)
        if self.claim.amounts and not any(
            comparable(a.quantity, s.amount.quantity) for a in self.claim.amounts for s in stated(text)
        ):
            return None
        if self.claim.kind is Kind.RANK:
            return said_to_be(self.about, text)
        if self.claim.kind is Kind.STATEMENT and (became := fate(self.about, text)) is not None:
            return became
        if self.claim.kind is Kind.PLAN and self.about.is_general():
            return None  # a sentence on one service says nothing of the whole
        if self.claim.kind is Kind.PLAN and (planned := set_and_came_about(self.about, text)) is not None:
            return planned
        if self.claim.kind is Kind.PLAN:
            return against_plan(self.about, text)
        if self.claim.kind is Kind.CHANGE:
            if GAPS.search(lead) and not GAPS.search(self.claim.text):
                return None
            if (apart := at_both_times(self.about, text)) is not None:
                return apart
            whole = f"{lead} {text}"
            if self.about.intended(lead) or not self.about.covers_its_time(whole, document):
                return None
            if self.claim.run is not None:
                return went_in_a_row(self.about, text, self.claim.run)
            return said_to_move(self.about, text)
        return self._says_so(text) if self.claim.kind is Kind.STATEMENT else None

    def _is_qualified(self, text: str, amount: Amount | None) -> bool:
        """Whether a text is of a measure of the subject, or leaves it out; the figure of a level tells by itself."""
        if amount is not None and amount.role is not Role.CHANGE:
            return False
        return self.about.is_qualified(text, amount.quantity.unit.kind if amount is not None else None)

    def _all_of(self, text: str, amount: Amount | None) -> Verdict | None:
        """What is said of every one, held against a part and its whole, or against a share."""
        none = self.claim.none
        if self.claim.out_of is not None:
            return self._so_many(text)
        if not none and (said := self._says_all_did(text, amount)) is not None:
            return said
        parts = parts_in(text)
        if parts is None and self._says_all(text, self.about.linked.required()):
            parts = parts_in_words(text)
        if parts is not None and (
            amount is None
            or amount.quantity.unit.kind is not UnitKind.COUNT
            or not amount.quantity.value
            or amount.quantity.value == parts[1]
        ):
            return Verdict.of(parts[0] == (0 if none else parts[1]))
        if amount is None:
            return each_went(self.about, text)
        if amount.quantity.unit.kind is UnitKind.PERCENT:
            return self.figures.verdict(text, amount)
        counted = [i for i in stated(text) if i.amount.quantity.unit.kind is UnitKind.COUNT]
        own = set(label_stems(self.claim.text))
        counted.sort(key=lambda i: -len(own & set(label_stems(i.clause))))
        if not counted or not any(i.amount.quantity.value == amount.quantity.value for i in counted):
            return None
        best = counted[0]
        if best.amount.quantity.value == amount.quantity.value and re.search(r"\ball\b(?! but\b)", best.clause):
            return Verdict.SUPPORTED
        return Verdict.CONTRADICTED if best.amount.quantity.value < amount.quantity.value else None

    def _so_many(self, text: str) -> Verdict | None:
        """So many of so many, held against a sentence that counts both ("of the 20, 6 are green and 4 red")."""
        assert self.claim.out_of is not None
        m = self.claim.out_of.m
        counts = {int(i.amount.quantity.value) for i in stated(text) if i.amount.quantity.unit == COUNT}
        kind = label_stems(self.claim.counts)
        said = [n.token for n in self.about.linked.needs if not n.token.is_stop and n.token.stem not in kind]
        word = self.claim.rated or self.claim.grade or (said[-1].text if said else "")
        own = re.search(
            rf"(?<![\d.,])\b(?P<n>\d+|{'|'.join(SMALL)})(?: [\w-]+){{0,2}}? {re.escape(word)}\b", text, re.IGNORECASE
        )
        parts = parts_in(text)
        whole = m if m is not None else int(parts[1]) if parts is not None else None
        named = bool(kind) and kind[-1] in label_stems(text) and len(counts) > 1
        listed = self.claim.out_of.n is not None and named
        if not word or own is None or not (listed or whole in counts):
            return None
        part = int(own["n"]) if own["n"].isdigit() else SMALL[own["n"].lower()]
        right = self.claim.out_of.is_right(part, whole or 0)
        return Verdict.of(right != self.claim.negated)

    def _says_all_did(self, text: str, amount: Amount | None) -> Verdict | None:
        """What one clause of a text with "all" and the word that the claim ends on says: "all", or "all but two"."""
        clauses = [c for c in CLAUSES.split(_ALL_BUT.sub("all-but", text)) if re.search(r"\ball\b", c, re.IGNORECASE)]
        needs = self.about.linked.required()
        if len(clauses) != 1 or not needs:
            return None
        said = {i for i, s in self.about.cover(clauses[0]).items() if s >= SOLID}
        if "all-but" in clauses[0]:
            done = {m.group().lower() for m in _DONE.finditer(clauses[0])}
            alike = done & {m.group().lower() for m in _DONE.finditer(self.claim.text)}
            return Verdict.CONTRADICTED if alike and amount is not None else None
        if needs[-1].index not in said or sum(n.index in said for n in needs) < 2:
            return None
        if amount is None and not self._tells_the_same(clauses[0]):
            return None
        counted = amount is not None and amount.quantity.unit.kind is not UnitKind.PERCENT
        figures = [i.amount.quantity.value for i in stated(clauses[0])]
        right = not counted or (amount is not None and amount.quantity.value in figures)
        return Verdict.SUPPORTED if right else None

    def _tells_the_same(self, clause: str) -> bool:
        """Whether a clause says of all what the claim says of each: that a target was met, or missed."""
        if self.claim.way is not None and self.claim.met is None:
            return False  # which way each went, the words that it moved have to tell
        told = {met for met, pattern in ((True, MET), (False, MISSED)) if pattern.search(clause)}
        return self.claim.met is None or told == {self.claim.met}

    def _says_so(self, text: str) -> Verdict | None:
        """A statement without a figure is borne out only where a sentence says it in its own words."""
        covers = self.about.cover(text)
        needs = [
            n
            for n in self.about.linked.needs
            if n.weight > 0.1
            and not _DENYING.fullmatch(n.token.text)
            and (n.required or not OWN_BODY.match(n.token.text))
        ]
        said = all(covers.get(n.index, 0.0) >= SOLID for n in needs)
        failed = _FAILED.search(self.claim.text) is not None and _FAILED.search(text) is None
        if not said or failed or self.about.intended(text):
            return None
        denied = DENIES_THERE_IS.search(self.claim.text) is not None
        if (DENIES_THERE_IS.search(text) is not None) == denied:
            return Verdict.SUPPORTED
        clauses = [c for c in CLAUSES.split(text) if self._says_all(c, needs)]
        if len(clauses) != 1 or (DENIES_THERE_IS.search(clauses[0]) is not None) == denied:
            return None  # what is denied is something else
        return Verdict.CONTRADICTED

    def _says_all(self, clause: str, needs: Sequence[Need]) -> bool:
        covers = self.about.cover(clause)
        return all(covers.get(n.index, 0.0) >= SOLID for n in needs)
