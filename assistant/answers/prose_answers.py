"""Prose answers: what the sentences of the reports say to a question, and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Route
from assistant.answers.finishing import Finishing
from assistant.answers.trail import Prose
from assistant.answers.wording import Wording
from assistant.prose.confidence import THRESHOLD, confident, is_of_no_such_kind, ruled_out
from assistant.prose.definitions import defines, introduces, says_what_counts, spells_out
from assistant.prose.entries import headed, is_entry_of_its_time
from assistant.prose.movements import MOVED, said_to_have_moved, says_it_moved
from assistant.prose.picking import MOST_QUOTES, Quote, pick, with_list
from assistant.prose.prose_sums import work_out, write_worked
from assistant.prose.quoting import write_quote
from assistant.prose.ranking import Found, find_evidence
from assistant.prose.reasons import find_reasons, size, subject_of
from assistant.prose.side_by_side import said_of
from assistant.prose.slices import named_figure
from assistant.prose.spans import is_of_its_own_time, of_one_time
from assistant.questions import trust
from assistant.questions.cause_words import gives_reason
from assistant.questions.conversation import Turn, take_turn
from assistant.questions.cues import Cue
from assistant.questions.expected import LEAST, expected, figures, fitness, quote_suits
from assistant.questions.in_its_place import in_its_place
from assistant.questions.needs import TELLING
from assistant.questions.proper_names import ProperName, names_in_full
from assistant.questions.question import Question
from assistant.questions.scope import Scope
from assistant.questions.sides import SOLID, merge
from assistant.questions.words import label_stems
from corpus.document import Sentence
from corpus.sentences import plain
from structured.units import Quantity, UnitKind

_DEFINED = 0.9
"""How sure a sentence is that says what the name stands for that is asked of."""
_LOOKED_AT = 8
"""So many of the sentences found may introduce the list that is asked for."""
_NEXT_BEST = 6
"""So many of the sentences found may answer where the best is ruled out …"""
_NOT_FAR = 3.5
"""… if they have no more than this less than the best."""
_IN_WORDS = (Cue.WHY, Cue.WHO, Cue.WHEN, Cue.WHERE, Cue.DEFINE, Cue.METHOD, Cue.BRIEF)
"""What asks for words, not for a figure of what is named."""
_ASKS_ANEW = re.compile(r"\b(?:what|why|how|who\w*|where|when|which)\b(?! about\b)", re.IGNORECASE)
_BEFORE_THAT = re.compile(
    r"\b(?:before|until|prior to|up to) (?:that|then|this|now)\b|\bbefore\W*$|\b(?:beforehand|previously|already)\b",
    re.IGNORECASE,
)
"""What asks for a figure of the time before what was told."""
_EARLIER = re.compile(r"\b(?:already|previous(?:ly)?|before|earlier|originally|until then|had been)\b", re.IGNORECASE)
NAMED = 0.9
"""How much of a row's label the question must say for the row to be what it is about."""


class ProseAnswers:
    """Answers from the sentences of reports, over one scope."""

    def __init__(self, scope: Scope) -> None:
        """Answer from ``scope`` and nothing else."""
        self.scope = scope
        self._finishing = Finishing(scope)

    def weigh(self, turn: Turn) -> Prose:
        """What the sentences have to say, and how sure of it we are; what only names another thing is asked in full."""
        asked = in_its_place(turn)
        if asked is not None:
            whole = self._weighed(take_turn(self.scope.read(asked), None, self.scope))
            if whole.quotes and not self._strays(turn, whole.quotes):
                return whole
        return self._weighed(turn)

    def _weighed(self, turn: Turn) -> Prose:
        """What the sentences have to say to a turn by itself."""
        scope = self.scope
        context = turn.earlier.question.text if turn.earlier is not None else ""
        found = find_evidence(turn.question, turn.linked, scope.linker, scope.placer, scope.search, context=context)
        outright = self._moved(turn) or self._outright(turn, found) or self._of_the_amount(turn, found)
        if outright:
            return Prose(found=found, quotes=outright, confidence=_DEFINED, nearness=_DEFINED)
        best = self._judged(turn, found)
        if best.confidence:
            return best
        for again in _with_others_first(found):
            other = self._judged(turn, again)
            if work_out(turn.question, other.quotes, said_of(turn.linked, scope.linker)) is not None:
                continue  # nothing is worked out of what is not the best
            before = best.quotes and self._says_it_again(turn, best.quotes) and _tells_of_before(other, best)
            sure = (other.confidence >= THRESHOLD or before) and self.worked_or_told(turn, other.quotes[:1], again)
            if sure and not ruled_out(turn.question, turn.linked, scope.linker, again, other.quotes[:1]):
                return replace(other, confidence=max(other.confidence, THRESHOLD))  # it answers by itself
        return best

    def _judged(self, turn: Turn, found: tuple[Found, ...]) -> Prose:
        """What the sentences found have to say, the best first, and how sure of it we are."""
        scope = self.scope
        quotes = self._named(turn, self._with_others_moved(turn, found, pick(found, scope.placer)))
        texts = [plain(" ".join(sentence.text for sentence in quote.sentences)) for quote in quotes]
        quotes = tuple(quotes[i] for i in of_one_time(turn.question, texts))
        sure = confident(turn.question, turn.linked, scope.linker, found, quotes, scope.placer, trusted=turn.trusted)
        if quotes and defines(turn.question, quotes[0].main.text):
            sure = max(sure, _DEFINED)
        out = (
            ruled_out(turn.question, turn.linked, scope.linker, found, quotes)
            or is_of_no_such_kind(found, quotes, turn.linked, scope.linker)
            or self._strays(turn, quotes)
            or self._says_it_again(turn, quotes)
        )
        return Prose(found=found, quotes=quotes, confidence=0.0 if out else sure, nearness=sure)

    def _with_others_moved(self, turn: Turn, found: Sequence[Found], quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        """The quotes; where one word names what moved, others that say as much of it follow: "worry" has kinds."""
        named = [n for n in turn.linked.needs if n.required]
        if len(found) > 1 or len(named) != 1 or not turn.question.has(*MOVED):
            return tuple(quotes)
        if work_out(turn.question, quotes, said_of(turn.linked, self.scope.linker)) is not None:
            return tuple(quotes)
        first = found[0].ranked[:1]
        others = [
            e
            for e in found[0].ranked[1:_LOOKED_AT]
            if (e.own, e.fitness) >= (1.0, first[0].fitness) and first[0].own >= 1.0
            if e.score >= first[0].score - _NOT_FAR and says_it_moved(turn.question, e.sentence.text)
        ]
        told = {s.locator for quote in quotes for s in quote.sentences}
        fresh = (Quote(main=e.sentence, sentences=(e.sentence,)) for e in others if e.sentence.locator not in told)
        return (*quotes, *fresh)[: max(MOST_QUOTES, len(quotes))]

    def _named(self, turn: Turn, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        """The quotes, the first after the sentence before it in its paragraph where that alone says the names."""
        if not quotes or (place := self.scope.placer(quotes[0].sentences[0].locator)) is None or not place.position:
            return tuple(quotes)
        before = place.sentences[place.position - 1]
        if not is_beside(before, quotes[0].main):
            return tuple(quotes)

        def names(*sentences: Sentence) -> set[int]:
            said = self.scope.linker.cover(turn.linked, frozenset(label_stems(" ".join(map(with_place, sentences)))))
            return {n.index for n in turn.linked.needs if n.strict and said.get(n.index, 0.0) >= SOLID}

        asked = {n.index for n in turn.linked.needs if n.strict}
        lost = asked - names(*(sentence for quote in quotes for sentence in quote.sentences))
        if not lost or not lost <= names(before):
            return tuple(quotes)
        first = replace(quotes[0], sentences=(before, *quotes[0].sentences))
        return (first, *(q for q in quotes[1:] if before not in q.sentences))

    def _strays(self, turn: Turn, quotes: Sequence[Quote]) -> bool:
        """Whether a turn asks for a figure like the one before, of another thing ("and Mill Street?"), and the best
        quote has no such figure or does not speak of that thing.
        """
        if not quotes or turn.earlier is None or _ASKS_ANEW.search(turn.question.text):
            return False
        wanted = expected(in_its_place(turn.earlier) or turn.earlier.question.text)
        if not wanted.needs_figure:
            return False
        sentences = quotes[0].sentences
        said = self.scope.linker.cover(turn.linked, frozenset(label_stems(" ".join(map(with_place, sentences)))))
        own = [n.index for n in turn.linked.needs if n.required and not n.inherited]
        told = " ".join(sentence.text for sentence in sentences)
        if own and said.get(own[-1], 0.0) < SOLID:
            return True
        placed = {quotes[0].main.locator.document_id: " ".join(map(with_place, sentences))}
        if not own and turn.question.has(*MOVED) and not says_it_moved(turn.question, told):
            return True
        if not own and is_of_its_own_time(turn.question, placed, self.scope.linker.catalogue.periods, wholly=True):
            return True
        return fitness(wanted, told) < LEAST.get(wanted.kind, 0.0)

    def _says_it_again(self, turn: Turn, quotes: Sequence[Quote]) -> bool:
        """Whether what was before is asked for, and the best quote has no such figure but the one told already."""
        if turn.earlier is None or not quotes or not _BEFORE_THAT.search(turn.question.text):
            return False
        told = self._told(turn.earlier)
        kinds = {q.unit.kind for q in told}
        again = {size(m.quantity) for m in figures(quotes[0].main.text) if m.quantity.unit.kind in kinds}
        return bool(again) and again <= {size(q) for q in told}

    def _told(self, turn: Turn) -> list[Quantity]:
        """The figures that a turn was answered with."""
        if turn.result is not None and turn.trusted >= trust.threshold():
            return [v.quantity for v in turn.result.values if v.quantity is not None]
        prose = self.weigh(turn)
        return [m.quantity for m in figures(prose.quotes[0].main.text)] if prose.confidence >= THRESHOLD else []

    def _moved(self, turn: Turn) -> tuple[Quote, ...]:
        """What says how the figure moved that was told the turn before, where nothing else is asked."""
        earlier, scope = turn.earlier, self.scope
        own = any(n.required and not n.inherited for n in turn.linked.needs)
        if earlier is None or own or not turn.question.has(*MOVED):
            return ()
        found = find_evidence(earlier.question, earlier.linked, scope.linker, scope.placer, scope.search)
        moved = said_to_have_moved(turn.question, self._told(earlier), found[0].ranked[:_LOOKED_AT], scope.placer)
        return (moved,) if moved is not None else ()

    def _outright(self, turn: Turn, found: Sequence[Found]) -> tuple[Quote, ...]:
        """What introduces just so many things as are asked for, or says what counts as one, or spells its name out.

        Of a list by time it is the entry of the time that is asked about.
        """
        placer, linker = self.scope.placer, self.scope.linker
        for one in found:
            for e in one.ranked[:_LOOKED_AT]:
                quote = with_list(e.sentence, placer)
                if is_entry_of_its_time(turn.question, e, placer):
                    return (quote,)
                if introduces(turn.question, quote.main.text, len(quote.sentences) - 1):
                    return (quote,)
                if says_what_counts(turn.question, turn.linked, linker, quote.main.text):
                    beside = (b for b in one.ranked[:_LOOKED_AT] if b is not e and is_beside(b.sentence, e.sentence))
                    return pick([replace(one, ranked=(e, *beside))], placer)
                if spells_out(turn.question, quote.main.text):
                    return (quote,)
        return ()

    def _of_the_amount(self, turn: Turn, found: Sequence[Found]) -> tuple[Quote, ...]:
        """What tells of the amount of money that alone says what is asked about, as in "what was the £3m for"."""
        amounts = [m for m in figures(turn.question.text) if m.quantity.unit.kind is UnitKind.MONEY]
        if len(amounts) != 1 or len(found) != 1 or turn.earlier is not None:
            return ()
        own = [n for n in turn.linked.needs if n.required]
        if not own or not all(amounts[0].start <= n.token.start < amounts[0].end for n in own):
            return ()
        printed = size(amounts[0].quantity)
        telling = [e for e in found[0].ranked if printed in {size(m.quantity) for m in figures(e.sentence.text)}]
        quotes = [pick([replace(found[0], ranked=(e,))], self.scope.placer)[0] for e in telling[: MOST_QUOTES + 1]]
        return tuple(quotes) if len(quotes) <= MOST_QUOTES else ()

    def worked_or_told(self, turn: Turn, quotes: Sequence[Quote], found: Sequence[Found]) -> bool:
        """Whether quotes speak of the subject and hold what is asked, or it can be worked out from them."""
        if says_what_counts(turn.question, turn.linked, self.scope.linker, quotes[0].main.text):
            return True
        told = " ".join(sentence.text for quote in quotes for sentence in quote.sentences)
        of_a_list = any(headed(quote.main) for quote in quotes)  # whose heading alone says what it is of
        placed = " ".join(with_place(quote.main) for quote in quotes) if of_a_list else ""
        told_of = self.scope.linker.cover(turn.linked, frozenset(label_stems(f"{told} {placed}")))
        moves = [*turn.question.spans(*MOVED)]  # the words for a movement or a rank are no subject
        if turn.question.order_span is not None:
            moves.append(turn.question.order_span)
        telling = {
            n.index
            for n in turn.linked.needs
            if n.required or (n.weight >= TELLING and not any(s <= n.token.start < e for s, e in moves))
        }
        if not any(n.required and not n.inherited for n in turn.linked.needs):
            telling |= {
                n.index for n in turn.linked.needs if n.inherited
            }  # "how long has it run?" is of what was named
        if telling and telling.isdisjoint(told_of):
            return False
        if self._passes_over(turn, quotes, found):
            return False
        return (
            quote_suits(turn.question, told)
            or work_out(turn.question, quotes, said_of(turn.linked, self.scope.linker)) is not None
        )

    def _passes_over(self, turn: Turn, quotes: Sequence[Quote], found: Sequence[Found]) -> bool:
        """Whether quotes and their headings leave out a name that the question says in full.

        One of several words with capitals ("Waste Reduction Board" of a waste budget), or one that a table has a row
        for: what a sentence says of all the roads is no answer about those of one village.
        """
        if turn.question.has(*_IN_WORDS) or turn.earlier is not None:
            return False
        said = " ".join(with_place(sentence) for quote in quotes for sentence in quote.sentences)
        told_of = self.scope.linker.cover(turn.linked, frozenset(label_stems(said)))
        if not all(name.is_said(said) for name in names_said(turn, found)):
            return True
        for reading in (*turn.understanding.readings[:1], *turn.understanding.partial[:2]):
            if reading.row_recall < NAMED or len(reading.rows) != 1:
                continue
            labels = reading.entry.rows[reading.rows[0]][-1:]
            named = merge(*(m.covers for i in labels if (m := turn.linked.matches.get(i))))
            if any(turn.linked.needs[i].required and s >= SOLID > told_of.get(i, 0.0) for i, s in named.items()):
                return True
        return False

    def told_of(self, why: str, earlier: Turn) -> tuple[Quote, ...]:
        """What the reports say to the part of a question that asks why, where it has words of its own."""
        turn = take_turn(self.scope.read(why), earlier, self.scope)
        if not any(n.required and not n.inherited for n in turn.linked.needs):
            return ()
        prose = self.weigh(replace(turn, trusted=0.0))  # no table tells why
        return prose.quotes if prose.confidence >= THRESHOLD else ()

    def told_with_its_reason(self, earlier: Turn) -> tuple[Quote, ...]:
        """What answered a turn from sentences, where its first sentence says why; none where a table answered."""
        if earlier.trusted >= trust.threshold():
            return ()
        prose = self.weigh(earlier)
        if prose.confidence < THRESHOLD or not gives_reason(plain(prose.quotes[0].main.text)):
            return ()
        return prose.quotes[:1]

    def reasons(self, asked: Turn, about: Turn, why: Question) -> tuple[Quote, ...]:
        """What the reports say of the cause of a turn's figure, by the words of what was asked; ``why`` asks for it."""
        if about.reading is None or about.result is None:
            return ()
        subject, scope = subject_of(about.reading, about.result, why), self.scope
        return find_reasons(asked.question, asked.linked, scope.linker, subject, scope.placer, scope.search)

    def from_quotes(self, turn: Turn, quotes: Sequence[Quote]) -> Answer:
        """The quotes, after what can be worked out from them."""
        wording = self._finishing.wording()
        worked = work_out(turn.question, quotes, said_of(turn.linked, self.scope.linker))
        if worked is not None:
            write_worked(wording, worked)
        if worked is not None and worked.quote is not None:
            quotes = (worked.quote, *(q for q in quotes if q is not worked.quote))
        for quote in quotes:
            write_quote(wording, quote)
        return self._finishing.finish(turn.question, Route.RETRIEVAL, wording, [worked.working] if worked else ())

    def per_report(self, turn: Turn, prose: Prose) -> Answer:
        """What each report says: the best quote from each, the reports in their order."""
        chosen: list[Quote] = []
        first = prose.found[0]
        for document in self.scope.documents:
            own = tuple(e for e in first.ranked if e.sentence.locator.document_id == document.id)
            if own:
                chosen += pick([Found(part=first.part, ranked=own[:1])], self.scope.placer)
        wording = self._finishing.wording()
        self._name_figures(wording, turn, chosen)
        for quote in chosen or prose.quotes:
            write_quote(wording, quote)
        return self._finishing.finish(turn.question, Route.RETRIEVAL, wording, ())

    def _name_figures(self, wording: Wording, turn: Turn, quotes: Sequence[Quote]) -> None:
        """First the very words of each report that give the figure, where long sentences follow."""
        found = [(q.main, s) for q in quotes if (s := named_figure(plain(q.main.text), turn.linked.needs)) is not None]
        if len(found) < 2 or len(found) < len(quotes):
            return
        for sentence, (words, mention) in found:
            n = wording.citations.quote(sentence.locator)
            title = wording.label(self.scope.quotable_of(sentence.locator.document_id).title)
            wording.parts.append(f"{title}: “{words}” [{n}].")
            wording.labels.append(words)
            wording.figure(mention.quantity, "quoted", n, derived=False)


def _tells_of_before(other: Prose, told: Prose) -> bool:
    """Whether a quote of the same paragraph tells of the time before what was told: "it has already had £2m"."""
    beside = is_beside(other.quotes[0].main, told.quotes[0].main)
    return other.confidence > 0 and beside and bool(_EARLIER.search(other.quotes[0].main.text))


def _with_others_first(found: Sequence[Found]) -> Iterator[tuple[Found, ...]]:
    """What was found for a question that asks once, with each of the next best sentences first in turn."""
    if len(found) != 1:
        return
    ranked = found[0].ranked
    for at, evidence in enumerate(ranked[1:_NEXT_BEST], start=1):
        if evidence.score >= ranked[0].score - _NOT_FAR:
            yield (replace(found[0], ranked=(evidence, *ranked[:at], *ranked[at + 1 :])),)


def names_said(turn: Turn, found: Sequence[Found]) -> tuple[ProperName, ...]:
    """The names that a question says in full."""
    return names_in_full(
        turn.linked, turn.question, [e.sentence.text for one in found for e in one.ranked[:_LOOKED_AT]]
    )


def with_place(sentence: Sentence) -> str:
    """A sentence with what leads it in and the headings that it stands under."""
    return " ".join((sentence.text, sentence.lead_in, *sentence.locator.section))


def is_beside(sentence: Sentence, other: Sentence) -> bool:
    """Whether two sentences stand in one paragraph."""
    return (sentence.locator.document_id, sentence.block) == (other.locator.document_id, other.block)
