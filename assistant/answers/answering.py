"""From a question to an answer: reading it, choosing the route, carrying it out, wording, citing, guarding."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import readings
from assistant.answers.answer import Answer, Route
from assistant.answers.citations import Citations
from assistant.answers.combining import combine, parts_of
from assistant.answers.guard import guard
from assistant.answers.suiting import OF_MANY, SINGLE, says_whether_it_moved, suits
from assistant.answers.trail import Prose, Trail
from assistant.answers.wording import Worder, Wording
from assistant.checking.yes_or_no import yes_or_no
from assistant.errors import AssistantError
from assistant.long_tables.answering import answer_from_rows
from assistant.prose.briefing import find_lines, topic_of
from assistant.prose.confidence import THRESHOLD, confident, ruled_out
from assistant.prose.definitions import defines, introduces
from assistant.prose.picking import Quote, pick, with_list
from assistant.prose.prose_sums import work_out, write_worked
from assistant.prose.quoting import write_quote
from assistant.prose.ranking import Found, find_evidence
from assistant.prose.reasons import asks_why, find_reasons, subject_of
from assistant.prose.rivals import as_one, other_figure
from assistant.prose.slices import named_figure
from assistant.questions import trust
from assistant.questions.choosing import place_named
from assistant.questions.conversation import Turn, shown_by, take_turn, take_turns
from assistant.questions.cues import Cue
from assistant.questions.declining import reason_not_to_read, reason_to_decline
from assistant.questions.expected import Kind, quote_suits
from assistant.questions.linking import Need
from assistant.questions.question import Question
from assistant.questions.scope import Scope
from assistant.questions.sheet import SOLID, merge
from assistant.questions.understanding import names
from assistant.questions.words import label_stems
from assistant.readings import Reading
from assistant.readings.pairs import is_bare_time
from corpus.document import Sentence
from corpus.sentences import plain
from structured.engine import Result, run
from structured.observations import MissingReason
from structured.plan import Operation

_log = logging.getLogger(__name__)
_STEPS = frozenset({Operation.DIFFERENCE, Operation.TREND, Operation.PERCENT_CHANGE})
_TOLD_OUTRIGHT = frozenset({Kind.COUNT, Kind.NAME, Kind.DATE})
"""Who, when, and how many of what: sentences that do not say it are no choices."""
_DEFINED = 0.9
"""How sure a sentence is that says what the name stands for that is asked of."""
_LOOKED_AT = 8
"""So many of the sentences found may introduce the list that is asked for."""
_IN_WORDS = (Cue.WHY, Cue.WHO, Cue.WHEN, Cue.WHERE, Cue.DEFINE, Cue.METHOD, Cue.BRIEF)
"""What asks for words, not for a figure of what is named."""
NAMED = 0.9
"""How much of a row's label the question must say for the row to be what it is about."""
PER_REPORT = re.compile(
    r"\b(?:each|both|two|either) (?:of the )?(?:two )?reports?\b|\bwhat does each\b"
    r"|\bthe (?:\w+ ){0,2}?(?:annual|quarterly) (?:report|one)\b.*\bthe (?:annual|quarterly) (?:report|one)\b",
    re.IGNORECASE,
)

TIE = 0.03
"""Readings whose scores are this close fit a question alike."""
SEVERAL_TRUST = 0.6
"""The share of the threshold that is enough when every figure that fits is given: rivals are what lowers the trust."""
MOST_SEVERAL = 4
"""Up to so many figures are all given; beyond, the user is asked which one is meant."""
SHORT = 2
"""A question of so many words of its own is asked back when the reports speak to it in several places."""
MOST_OPTIONS = 3
MOST_CHOICES = 8
OPTION_WORDS = 45
NEAR = 0.08
"""The confidence from which on a refusal points at what comes nearest."""
NOT_ANSWERED = "The reports do not answer that, as far as I can tell."
NOT_OFFERED = "I did not offer that many to choose from. Please ask in full."
NO_REASON = "The reports give no reason for that, as far as I can tell."
NOT_FOLLOWED = "The question was answered; the instruction beside it was not followed."
TELLING = 0.3
"""The weight from which on a word tells what a question is about; a quote must say one of them."""
MARGIN = 0.05
"""By how much quotes must be surer than a table's figure to be given instead of it."""
_YES_OR_NO = re.compile(r"(?:More than one figure fits\. )?(?:Yes|No)[:.]")
SURE = 0.9
"""The trust in a reading from which on no prose is looked at beside it."""


class Answerer:
    """Answers questions over one scope. Holds nothing between questions but the trail of the one last answered."""

    def __init__(self, scope: Scope) -> None:
        """Answer from ``scope`` and nothing else."""
        self.scope = scope
        self.trail = Trail()

    def answer(self, asked: str, history: Sequence[str] = ()) -> Answer:
        """The answer to a question, with the user's earlier turns, oldest first.

        Long tables are asked where the reports' own tables give no figure.
        """
        self.trail = Trail()
        answer = self._from_reports(asked, history)
        if not self.scope.long_tables or answer.route in {Route.CALCULATION, Route.BOTH}:
            return answer
        from_rows = answer_from_rows(asked, self.scope.long_tables, self.scope.glossary, history)
        if from_rows is None or (from_rows.route is not Route.CALCULATION and answer.route is Route.RETRIEVAL):
            return answer
        self.trail.note("The rows of a long table were asked.")
        return from_rows

    def _from_reports(self, asked: str, history: Sequence[str]) -> Answer:
        if history and place_named(asked) is not None:
            self.trail.note("It names a place among several things, but so many were not offered.")
            return _decline(asked, NOT_OFFERED)
        unread = reason_not_to_read(asked)
        if unread is not None:
            self.trail.note("It was not read: it is no question, or too long to be one.")
            return _decline(asked, unread)
        question = self.scope.read(asked)
        reason = reason_to_decline(question, self.scope.linker.known)
        if reason is not None:
            self.trail.note("It was not looked up: instructions, opinions and other languages are declined.")
            return _decline(asked, reason)
        turn = take_turns(asked, history, self.scope)
        self.trail.turns = [turn]
        if not turn.linked.needs:
            self.trail.note("No word of it says what it is about.")
            return _decline(asked, "I could not find a question in that. Ask about something that the reports cover.")
        if question.has(Cue.BRIEF):
            lines = self._brief(turn.question)
            if lines is not None:
                self.trail.note("It asks for the lines of a briefing.")
                return lines
        answer = self._two_figures(question) or self._in_parts(question, turn.earlier) or self._settled(turn)
        told = answer.route is Route.CALCULATION and says_whether_it_moved(question)
        if question.yes_no and turn.earlier is None and not told and not _YES_OR_NO.match(answer.text):
            settled = yes_or_no(asked, self.scope)
            if settled is not None:
                self.trail.note("It asks for a yes or a no: what it asks about was checked as a claim.")
                return settled
        return answer

    # -- choosing ---------------------------------------------------------------------------------------------------

    def _two_figures(self, question: Question) -> Answer | None:
        """A table's figure beside the sentence that gives another, for a question that asks for both."""
        once = as_one(question.asked)
        if once is None:
            return None
        turn = take_turn(self.scope.read(once), None, self.scope)
        if turn.result is None or len(turn.result.values) != 1 or turn.trusted < trust.threshold():
            return None
        printed = turn.result.values[0].quantity
        other = other_figure(printed, self._prose(turn).found) if printed is not None else None
        if other is None:
            return None
        assert turn.reading is not None
        self.trail.turns = [turn]
        self.trail.note("It asks for both figures that the reports give for one thing: the table's and a sentence's.")
        wording = self._worder(turn.question).write(turn.reading, turn.result)
        write_quote(wording, Quote(main=other, sentences=(other,)))
        wording.warnings.append("The reports give more than one figure for this.")
        return self._finish(question, Route.BOTH, wording, turn.result.working)

    def _in_parts(self, question: Question, earlier: Turn | None) -> Answer | None:
        """The answer to a question that asks two things of the tables; None when it asks one, or either part fails."""
        parts = parts_of(question.text)
        if len(parts) < 2 or question.has(Cue.WHY):
            return None
        first = take_turn(self.scope.read(parts[0]), earlier, self.scope)
        if (other := _other_end(first.question, self.scope.read(parts[1]))) is not None:
            second = take_turn(self.scope.read(other), earlier, self.scope)
        else:
            second = take_turn(self.scope.read(parts[1]), first, self.scope)
        if not any(n.required for n in second.linked.needs):
            return None
        if any(turn.trusted < trust.threshold() for turn in (first, second)):
            return None
        self.trail.turns = [first, second]
        self.trail.note("It asks two things of the tables; each was read by itself.")
        return combine(question.asked, [self._from_table(first), self._from_table(second)])

    def _settled(self, turn: Turn) -> Answer:
        note, needed = self.trail.note, trust.threshold()
        if turn.result is not None and not self._holds_what_is_asked(turn):
            turn = replace(turn, trusted=0.0)
            self.trail.turns = [turn]
            note("The best reading of the tables gives another kind of thing than what is asked; it is not trusted.")
        why = asks_why(turn.question)
        several = [] if why else self._several(turn)
        enough = SEVERAL_TRUST if several and several[0][0].plan.operation in SINGLE else 1.0
        if several and turn.trusted >= needed * enough:
            note(f"{len(several)} readings of the tables fit alike, and print different figures.")
            return self._from_several(turn.question, several)
        trusted = turn.trusted >= needed
        if why:
            note("It asks for a reason.")
            answer = self._with_reasons(turn)
            if answer is not None:
                return answer
            if turn.earlier is not None and not any(n.required for n in turn.linked.needs):
                note("No sentence gives a reason for what was talked of.")
                return _decline(turn.question.asked, NO_REASON)
        elif trusted and turn.trusted >= SURE and not (turn.result and _is_withheld(turn.result)):
            note(f"The reading of a table is trusted at {turn.trusted:.2f}; from {SURE} on no sentence is looked at.")
            return self._from_table(turn)
        prose = self._prose(turn)
        self.trail.prose = prose
        sure = prose.confidence >= THRESHOLD
        if sure and not self._worked_or_told(turn, prose.quotes):
            sure = False
            note("The sentences found do not hold the kind of thing that is asked, or do not speak of the subject.")
        if PER_REPORT.search(turn.question.text) and sure:
            note("It asks what each report says.")
            return self._per_report(turn, prose)
        beside = f"trust {turn.trusted:.2f}, needed {needed}; the sentences {prose.confidence:.2f}, needed {THRESHOLD}"
        if trusted and (not sure or turn.trusted >= prose.confidence - MARGIN):
            note(f"A table answers better than the sentences ({beside}).")
            return self._from_table(turn)
        if sure:
            note(f"The sentences answer better than a table ({beside}).")
            return self._from_prose(turn.question, prose.quotes)
        note(f"Neither a table nor a sentence is sure enough ({beside}).")
        return self._asked_back(turn, prose) or self._refused(turn, prose)

    def _worked_or_told(self, turn: Turn, quotes: Sequence[Quote]) -> bool:
        """Whether quotes speak of the subject and hold what is asked, or it can be worked out from them."""
        told = " ".join(sentence.text for quote in quotes for sentence in quote.sentences)
        told_of = self.scope.linker.cover(turn.linked, frozenset(label_stems(told)))
        telling = {n.index for n in turn.linked.needs if n.required or n.weight >= TELLING}
        if telling and telling.isdisjoint(told_of):
            return False
        if self._passes_over(turn, quotes):
            return False
        return quote_suits(turn.question, told) or work_out(turn.question, quotes) is not None

    def _passes_over(self, turn: Turn, quotes: Sequence[Quote]) -> bool:
        """Whether quotes and their headings leave out a name that the question says in full and a table has a row for.

        What a sentence says of all the roads is no answer about those of one village.
        """
        if turn.question.has(*_IN_WORDS) or turn.earlier is not None:
            return False
        said = " ".join(part for q in quotes for s in q.sentences for part in (s.text, s.lead_in, *s.locator.section))
        told_of = self.scope.linker.cover(turn.linked, frozenset(label_stems(said)))
        for reading in (*turn.understanding.readings[:1], *turn.understanding.partial[:2]):
            if reading.row_recall < NAMED or len(reading.rows) != 1:
                continue
            labels = reading.entry.rows[reading.rows[0]][-1:]
            named = merge(*(m.covers for i in labels if (m := turn.linked.matches.get(i))))
            if any(turn.linked.needs[i].required and s >= SOLID > told_of.get(i, 0.0) for i, s in named.items()):
                return True
        return False

    def _holds_what_is_asked(self, turn: Turn) -> bool:
        """Whether the table's figures are of the kind that the question asks for: not a name, not a way of counting."""
        assert turn.reading is not None
        assert turn.result is not None
        if _is_withheld(turn.result):
            return True  # it says that there is no such figure to be had
        return suits(turn.question, turn.reading, turn.result, (e.frame for e in self.scope.catalogue.entries))

    def _several(self, turn: Turn) -> list[tuple[Reading, Result]]:
        """Readings as good as the best that print something else: figures that the question fits alike, best first.

        Empty when the best stands alone.
        """
        best, result = turn.reading, turn.result
        if best is None or result is None or best.plan.operation not in SINGLE | _STEPS:
            return []
        alike = SINGLE if best.plan.operation in SINGLE else {best.plan.operation}
        shown = shown_by(self.scope)
        found = [(best, result)]
        printed = {shown(best)}
        near = [r for r in turn.understanding.readings[:14] if r.score >= best.score - TIE]
        for reading in (*near, *readings.siblings(best, turn.linked)):
            if reading.plan.operation not in alike:
                continue
            text = shown(reading)
            if text and text not in printed:
                printed.add(text)
                found.append((reading, run(reading.plan, self.scope.catalogue.observation)))
        return found if len(found) > 1 else []

    def _prose(self, turn: Turn) -> Prose:
        scope = self.scope
        context = turn.earlier.question.text if turn.earlier is not None else ""
        found = find_evidence(turn.question, turn.linked, scope.linker, scope.placer, scope.search, context=context)
        quotes = pick(found, scope.placer)
        sure = confident(turn.question, turn.linked, scope.linker, found, quotes, scope.placer, trusted=turn.trusted)
        told = (with_list(e.sentence, scope.placer) for one in found for e in one.ranked[:_LOOKED_AT])
        introduced = next((q for q in told if introduces(turn.question, q.main.text, len(q.sentences) - 1)), None)
        if introduced is not None:
            quotes, sure = (introduced,), _DEFINED
        elif quotes and defines(turn.question, quotes[0].main.text):
            sure = max(sure, _DEFINED)
        out = ruled_out(turn.question, turn.linked, scope.linker, found, quotes)
        return Prose(found=found, quotes=quotes, confidence=0.0 if out else sure, nearness=sure)

    # -- routes -----------------------------------------------------------------------------------------------------

    def _from_table(self, turn: Turn) -> Answer:
        assert turn.reading is not None and turn.result is not None
        if not turn.result.values and _is_withheld(turn.result):
            wording = self._worder(turn.question).write_withheld(turn.reading, turn.result)
            return replace(self._finish(turn.question, Route.REFUSAL, wording, ()), route=Route.REFUSAL)
        untold = _is_untold(turn)
        wording = self._worder(turn.question).write(turn.reading, turn.result, titled=untold)
        answer = self._finish(turn.question, Route.CALCULATION, wording, turn.result.working)
        values = turn.result.values
        if values and all(
            v.quantity is None and v.sources[0].missing not in (None, MissingReason.LIMIT) for v in values
        ):
            return replace(answer, route=Route.REFUSAL)  # the place is there, but nothing is printed in it
        return answer

    def _from_several(self, question: Question, several: list[tuple[Reading, Result]]) -> Answer:
        """Each of the figures that fit, named, when they are few; the choice between them otherwise."""
        worder = self._worder(question)
        titled = len({r.entry.index for r, _ in several}) > 1
        about_one = len({(r.entry.index, r.rows) for r, _ in several}) == 1
        if len(several) <= MOST_SEVERAL + 2 * about_one:
            worder.wording.parts.append("More than one figure fits.")
            working: list[str] = []
            for reading, result in several:
                worder.write(reading, result, titled=titled)
                working += result.working
            return self._finish(question, Route.CALCULATION, worder.wording, working)
        offered = several[:MOST_CHOICES]
        choices = tuple(worder.choice(reading, result, titled=titled) for reading, result in offered)
        worder.write_choices(offered, choices)
        return replace(self._finish(question, Route.CLARIFICATION, worder.wording, ()), choices=choices)

    def _from_prose(self, question: Question, quotes: Sequence[Quote]) -> Answer:
        wording = Wording(citations=Citations(self.scope.quotable_of))
        worked = work_out(question, quotes)
        if worked is not None:
            write_worked(wording, worked)
        for quote in quotes:
            write_quote(wording, quote)
        return self._finish(question, Route.RETRIEVAL, wording, [worked.working] if worked else ())

    def _with_reasons(self, turn: Turn) -> Answer | None:
        """The figure with what the report says of its cause; a bare "why?" is about the figure of the turn before."""
        scope = self.scope
        about = turn
        if turn.earlier is not None and not any(n.required for n in turn.linked.needs):
            about = turn.earlier
        if about.reading is None or about.result is None or about.trusted < trust.threshold():
            return None
        subject = subject_of(about.reading, about.result)
        quotes = find_reasons(about.question, about.linked, scope.linker, subject, scope.placer, scope.search)
        if not quotes:
            return None
        if about is not turn or _is_withheld(about.result):
            return self._from_prose(turn.question, quotes)
        wording = self._worder(turn.question).write(about.reading, about.result)
        for quote in quotes:
            write_quote(wording, quote)
        return self._finish(turn.question, Route.BOTH, wording, about.result.working)

    def _per_report(self, turn: Turn, prose: Prose) -> Answer:
        """What each report says: the best quote from each, the reports in their order."""
        chosen: list[Quote] = []
        first = prose.found[0]
        for document in self.scope.documents:
            own = tuple(e for e in first.ranked if e.sentence.locator.document_id == document.id)
            if own:
                chosen += pick([Found(part=first.part, ranked=own[:1])], self.scope.placer)
        wording = Wording(citations=Citations(self.scope.quotable_of))
        self._name_figures(wording, turn, chosen)
        for quote in chosen or prose.quotes:
            write_quote(wording, quote)
        return self._finish(turn.question, Route.RETRIEVAL, wording, ())

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

    def _brief(self, question: Question) -> Answer | None:
        """The lines of a briefing, after the figure of the tables that the topic names, if there is one."""
        scope = self.scope
        lines = find_lines(question, scope.linker, scope.placer, scope.search)
        if not lines:
            return None
        turn = take_turn(topic_of(question, scope.linker).question, None, scope)
        wording = Wording(citations=Citations(scope.quotable_of))
        working: Sequence[str] = ()
        if turn.reading is not None and turn.result is not None and turn.trusted >= trust.threshold():
            wording = self._worder(turn.question).write(turn.reading, turn.result)
            working = turn.result.working
        for line in lines:
            write_quote(wording, line)
        return self._finish(question, Route.BOTH if working else Route.RETRIEVAL, wording, working)

    def _asked_back(self, turn: Turn, prose: Prose) -> Answer | None:
        """What the reports say in each place, to choose from, for a question of a word or two with several places."""
        required = [n for n in turn.linked.needs if n.required]
        if len(required) > SHORT or turn.question.periods or not prose.found:
            return None
        if all(n.token.is_number for n in required):
            return None
        least = 0.8 if prose.found[0].part.expected.kind in _TOLD_OUTRIGHT else 0.0
        options: list[Sentence] = []
        for evidence in prose.found[0].ranked[:20]:
            sentence = evidence.sentence
            long = len(sentence.text.split()) > OPTION_WORDS
            unfit = evidence.own < 0.8 or evidence.fitness < least
            if unfit or long or any(_alike(sentence, other) for other in options):
                continue
            options.append(sentence)
        if len(options) < 2:
            return None
        wording = Wording(citations=Citations(self.scope.quotable_of))
        wording.parts.append("I am not sure which is meant. The reports say:")
        for sentence in options[:MOST_OPTIONS]:
            write_quote(wording, with_list(sentence, self.scope.placer))
        answer = self._finish(turn.question, Route.CLARIFICATION, wording, ())
        asked = turn.question.asked.strip().rstrip("?")
        sections = dict.fromkeys(s.locator.section[-1] for s in options[:MOST_OPTIONS] if s.locator.section)
        return replace(answer, choices=tuple(f"{asked} – {section}?" for section in sections))

    def _refused(self, turn: Turn, prose: Prose) -> Answer:
        """What is not in the reports, named as far as it can be."""
        missing: Sequence[Need] = ()
        if turn.understanding.partial:
            missing = turn.understanding.partial[0].unexplained
        best = next((f.ranked[0] for f in prose.found if f.ranked), None)
        if best is not None and best.unexplained and (not missing or len(best.unexplained) < len(missing)):
            missing = best.unexplained
        nearest = self._nearest(prose) if best is not None and prose.nearness >= NEAR else []
        named = names([need for need in missing if not self._said(need, turn, nearest)])
        text = f"The reports do not answer that: I found nothing on {named} that does." if named else NOT_ANSWERED
        citations = Citations(self.scope.quotable_of)
        if nearest:
            marks = [f"“{_heading(sentence)}” [{citations.quote(sentence.locator)}]" for sentence in nearest]
            text += f" The nearest that they say stands under {' and '.join(marks)}."
        return replace(_decline(turn.question.asked, text), citations=citations.all())

    def _nearest(self, prose: Prose) -> list[Sentence]:
        """The sentences that come nearest to an answer, each of another place, best first."""
        chosen: list[Sentence] = []
        for evidence in prose.found[0].ranked[:12]:
            if not any(_alike(evidence.sentence, other) for other in chosen):
                chosen.append(evidence.sentence)
        return chosen[:MOST_OPTIONS]

    def _said(self, need: Need, turn: Turn, sentences: Sequence[Sentence]) -> bool:
        """Whether a word of the question stands in these sentences: what is shown cannot be said not to be there."""
        stems = {stem for s in sentences for stem in label_stems(f"{s.lead_in} {s.text}")}
        return self.scope.linker.cover(turn.linked, stems).get(need.index, 0.0) >= SOLID

    # -- finishing --------------------------------------------------------------------------------------------------

    def _worder(self, question: Question) -> Worder:
        return Worder(question, self.scope.glossary, Citations(self.scope.quotable_of))

    def _finish(self, question: Question, route: Route, wording: Wording, working: Sequence[str]) -> Answer:
        answer = Answer(
            question=question.asked,
            route=route,
            text=wording.text(),
            figures=tuple(wording.figures),
            working=tuple(working),
            citations=wording.citations.all(),
            warnings=(*wording.warnings, *([NOT_FOLLOWED] if question.unfollowed else ())),
            compared=wording.compared,
        )
        try:
            guard(answer, wording.labels, self.scope.quotable_of)
        except AssistantError as error:
            _log.error("the guard stopped an answer to %r: %s", question.asked, error)
            text = "I found figures on that but could not back every one of them, so I leave them out."
            return _decline(question.asked, text)
        return answer


def _other_end(first: Question, second: Question) -> str | None:
    """The first question with the superlative of the second: "which has the most staff", "and which the fewest"."""
    if first.order_span is None or second.order_span is None or first.order is second.order:
        return None
    own = [t for t in second.tokens if not t.is_stop and not second.order_span[0] <= t.start < second.order_span[1]]
    if own:
        return None
    start, end = first.order_span
    return first.text[:start] + second.text[slice(*second.order_span)] + first.text[end:]


def _is_withheld(result: Result) -> bool:
    """Whether the report withholds what was asked for: the cell itself, or one that the calculation needs."""
    if result.values:
        return all(value.quantity is None and value.sources[0].is_withheld for value in result.values)
    return bool(result.left_out) and result.plan.operation not in OF_MANY


def _is_untold(turn: Turn) -> bool:
    """Whether neither the question nor a cell's labels say what it measures: "North: 91% (31 March)".

    The title of a table tells it whose columns are times and whose figures are all of one unit.
    """
    assert turn.reading is not None
    entry = turn.reading.entry
    columns = [entry.frame.columns[c] for c in turn.reading.columns]
    if turn.reading.plan.operation is not Operation.LOOKUP or not all(is_bare_time(c.path) and c.unit for c in columns):
        return False
    title = turn.linked.matches.get(entry.context[0][0]) if entry.frame.title and entry.context else None
    return title is None or not any(turn.linked.needs[i].weight >= TELLING for i in title.covers)


def _heading(sentence: Sentence) -> str:
    """The heading that a sentence stands under."""
    return sentence.locator.section[-1] if sentence.locator.section else "the beginning"


def _alike(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences stand in one place of a report, or say the same."""
    here, there = one.locator, other.locator
    same_place = here.document_id == there.document_id and here.section[:2] == there.section[:2]
    return same_place or plain(one.text).casefold() == plain(other.text).casefold()


def _decline(question: str, text: str, *, route: Route = Route.REFUSAL, choices: Sequence[str] = ()) -> Answer:
    return Answer(question=question, route=route, text=text, choices=tuple(choices))
