"""From a question to an answer: reading it, choosing the route, carrying it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Route
from assistant.answers.combining import combine, parts_of
from assistant.answers.finishing import Finishing, decline, half
from assistant.answers.prose_answers import ProseAnswers
from assistant.answers.refusals import Refusals
from assistant.answers.table_answers import TableAnswers
from assistant.answers.trail import Trail
from assistant.checking.yes_or_no import yes_or_no
from assistant.long_tables.answering import answer_from_rows
from assistant.prose.briefing import find_lines, topic_of
from assistant.prose.confidence import THRESHOLD
from assistant.prose.picking import Quote
from assistant.prose.quoting import write_quote
from assistant.prose.reasons import asks_why, figure_and_reason
from assistant.prose.rivals import as_one, other_figure
from assistant.questions import trust
from assistant.questions.choosing import place_named
from assistant.questions.conversation import Turn, take_turn, take_turns
from assistant.questions.cues import Cue
from assistant.questions.declining import reason_not_to_read, reason_to_decline
from assistant.questions.expected import LEAST, expected, fitness
from assistant.questions.pronouns import points_at_what_was_left_out, stands_for
from assistant.questions.question import Question
from assistant.questions.scope import Scope
from assistant.questions.suiting.movements import says_whether_it_moved
from assistant.questions.suiting.offer import SINGLE
from assistant.questions.suiting.verdict import is_withheld

PER_REPORT = re.compile(
    r"\b(?:each|both|two|either) (?:of the )?(?:two )?reports?\b|\bwhat does each\b"
    r"|\bthe (?:\w+ ){0,2}?(?:annual|quarterly) (?:report|one)\b.*\bthe (?:annual|quarterly) (?:report|one)\b",
    re.IGNORECASE,
)
SEVERAL_TRUST = 0.6
"""The share of the threshold that is enough when every figure that fits is given: rivals are what lowers the trust."""
NOT_OFFERED = "I did not offer that many to choose from. Please ask in full."
NO_REASON = "The reports give no reason for that, as far as I can tell."
NO_REASON_BESIDE = "The reports answer half of that: they give no reason, as far as I can tell."
NO_FIGURE = "The reports answer half of that: they give no such figure, as far as I can tell."
NO_OTHER_HALF = "The reports answer half of that, as far as I can tell."
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
        self.tables = TableAnswers(scope)
        self.prose = ProseAnswers(scope)
        self.refusals = Refusals(scope)
        self._finishing = Finishing(scope)
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
            return decline(asked, NOT_OFFERED)
        unread = reason_not_to_read(asked)
        if unread is not None:
            self.trail.note("It was not read: it is no question, or too long to be one.")
            return decline(asked, unread)
        question = self.scope.read(asked)
        reason = reason_to_decline(question, self.scope.linker.known)
        if reason is not None:
            self.trail.note("It was not looked up: instructions, opinions and other languages are declined.")
            return decline(asked, reason)
        turn = take_turns(asked, history, self.scope)
        self.trail.turns = [turn]
        if not turn.linked.needs:
            self.trail.note("No word of it says what it is about.")
            return decline(asked, "I could not find a question in that. Ask about something that the reports cover.")
        pointing = points_at_what_was_left_out(question)
        if pointing is None and not any(n.required for n in turn.linked.needs):
            pointing = stands_for(question)
        if pointing and turn.earlier is None:
            self.trail.note("It asks of something that it does not name, and nothing was talked of before.")
            text = f"I cannot tell what “{pointing}” stands for. Please name what you are asking about."
            return decline(asked, text, route=Route.CLARIFICATION)
        if question.has(Cue.BRIEF):
            lines = self._brief(turn.question)
            if lines is not None:
                self.trail.note("It asks for the lines of a briefing.")
                return lines
        answer = (
            self._two_figures(question)
            or self._in_parts(question, turn.earlier)
            or self._figure_and_reason(question, turn)
            or self._settled(turn)
        )
        if answer.route in {Route.REFUSAL, Route.CLARIFICATION} and not answer.figures:
            answer = self._each_part(question, turn.earlier) or answer
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
        other = other_figure(printed, self.prose.weigh(turn).found) if printed is not None else None
        if other is None:
            return None
        assert turn.reading is not None
        self.trail.turns = [turn]
        self.trail.note("It asks for both figures that the reports give for one thing: the table's and a sentence's.")
        wording = self._finishing.worder(turn.question).write(turn.reading, turn.result)
        write_quote(wording, Quote(main=other, sentences=(other,)))
        wording.warnings.append("The reports give more than one figure for this.")
        return self._finishing.finish(question, Route.BOTH, wording, turn.result.working)

    def _in_parts(self, question: Question, earlier: Turn | None) -> Answer | None:
        """The answer to a question that asks two things of the tables; None when it asks one, or either part fails."""
        parts = parts_of(question.text)
        if len(parts) < 2 or asks_why(question):
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
        return combine(question.asked, [self.tables.from_reading(first), self.tables.from_reading(second)])

    def _each_part(self, question: Question, earlier: Turn | None) -> Answer | None:
        """The answers to two parts of which each names what it asks of, where no one place answers both.

        Where only the first is, and surely, it is said of its half; the second may lean on what was not found.
        """
        parts = parts_of(question.text)
        if len(parts) < 2 or asks_why(question):
            return None
        first = take_turn(self.scope.read(parts[0]), earlier, self.scope)
        second = take_turn(self.scope.read(parts[1]), first, self.scope)
        turns = (first, second)
        if not all(any(n.required and not n.inherited for n in turn.linked.needs) for turn in turns):
            return None
        answers = [self._settled(turn) for turn in turns]
        found = [answer.route not in {Route.REFUSAL, Route.CLARIFICATION} for answer in answers]
        sure = answers[0].route is Route.RETRIEVAL or first.trusted >= SURE
        if not found[0] or not (found[1] or sure):
            return None
        self.trail.turns = list(turns)
        self.trail.note("No one place answers both of its parts; each was looked for by itself.")
        return combine(question.asked, answers) if found[1] else half(answers[0], NO_OTHER_HALF)

    def _figure_and_reason(self, question: Question, whole: Turn) -> Answer | None:
        """The figure with its reason, each found for itself, for a question that asks both; None for any other.

        Where one of the two is not found, the question is not answered, and what was found is said of its half.
        """
        parts = figure_and_reason(question)
        if parts is None:
            return None
        asked, why = parts
        turn = take_turn(self.scope.read(asked), whole.earlier, self.scope)
        figure = self._settled(turn)
        if figure.route is not Route.CALCULATION:
            told = self._settled(whole)
            return told if told.route is not Route.RETRIEVAL or _holds(asked, told) else half(told, NO_FIGURE)
        quotes = self.prose.reasons(whole, turn, whole.question) or self.prose.told_of(why, turn)
        self.trail.turns = [turn]
        self.trail.note("It asks for a figure and for what lies behind it; each was looked for by itself.")
        if not quotes:
            return half(figure, NO_REASON_BESIDE)
        return replace(combine(question.asked, [figure, self.prose.from_quotes(whole, quotes)]), route=Route.BOTH)

    def _settled(self, turn: Turn) -> Answer:
        note, needed = self.trail.note, trust.threshold()
        if turn.trusted >= needed and (choice := self.tables.which_table(turn)) is not None:
            note("It names what several tables have a row for, and does not say what of it is asked.")
            return choice
        if turn.result is not None and not self.tables.holds_what_is_asked(turn):
            turn = replace(turn, trusted=0.0)
            self.trail.turns = [turn]
            note("The best reading of the tables gives another kind of thing than what is asked; it is not trusted.")
        why = asks_why(turn.question)
        several = [] if why else self.tables.several(turn)
        enough = SEVERAL_TRUST if several and several[0][0].plan.operation in SINGLE else 1.0
        if several and turn.trusted >= needed * enough:
            note(f"{len(several)} readings of the tables fit alike, and print different figures.")
            return self.tables.from_several(turn.question, several)
        trusted = turn.trusted >= needed
        if why:
            note("It asks for a reason.")
            answer = self._with_reasons(turn)
            if answer is not None:
                return answer
            if turn.earlier is not None and not any(n.required for n in turn.linked.needs):
                if quotes := self.prose.told_with_its_reason(turn.earlier):
                    note("The sentence that answered before gives its reason too.")
                    return self.prose.from_quotes(turn, quotes)
                note("No sentence gives a reason for what was talked of.")
                return decline(turn.question.asked, NO_REASON)
        elif trusted and turn.trusted >= SURE and not (turn.result and is_withheld(turn.result)):
            note(f"The reading of a table is trusted at {turn.trusted:.2f}; from {SURE} on no sentence is looked at.")
            return self.tables.from_reading(turn)
        if not trusted and (totals := self.tables.overall(turn)) is not None:
            note("It asks what was over or under its plan, and names nothing that was.")
            return totals
        if not trusted and (choice := self.tables.of_what(turn)) is not None:
            note("It names a measure that many rows have, and none of them.")
            return choice
        prose = self.prose.weigh(turn)
        self.trail.prose = prose
        sure = prose.confidence >= THRESHOLD
        if sure and not self.prose.worked_or_told(turn, prose.quotes, prose.found):
            sure = False
            note("The sentences found do not hold the kind of thing that is asked, or do not speak of the subject.")
        if PER_REPORT.search(turn.question.text) and sure:
            note("It asks what each report says.")
            return self.prose.per_report(turn, prose)
        beside = f"trust {turn.trusted:.2f}, needed {needed}; the sentences {prose.confidence:.2f}, needed {THRESHOLD}"
        if trusted and (not sure or turn.trusted >= prose.confidence - MARGIN):
            note(f"A table answers better than the sentences ({beside}).")
            figure = self.tables.from_reading(turn)
            return half(figure, NO_REASON) if turn.question.has(Cue.WHY) and turn.earlier is None else figure
        if sure:
            note(f"The sentences answer better than a table ({beside}).")
            return self.prose.from_quotes(turn, prose.quotes)
        note(f"Neither a table nor a sentence is sure enough ({beside}).")
        return self.refusals.asked_back(turn, prose) or self.refusals.refused(turn, prose)

    def _with_reasons(self, turn: Turn) -> Answer | None:
        """The figure with what the report says of its cause; a bare "why?" is about the figure of the turn before."""
        about = turn
        if turn.earlier is not None and not any(n.required for n in turn.linked.needs):
            about = turn.earlier
        if about.reading is None or about.result is None or about.trusted < trust.threshold():
            return None
        quotes = self.prose.reasons(about, about, turn.question)
        if not quotes:
            return None
        if about is not turn or is_withheld(about.result):
            return self.prose.from_quotes(turn, quotes)
        wording = self._finishing.worder(turn.question).write(about.reading, about.result)
        for quote in quotes:
            write_quote(wording, quote)
        return self._finishing.finish(turn.question, Route.BOTH, wording, about.result.working)

    def _brief(self, question: Question) -> Answer | None:
        """The lines of a briefing, after the figure of the tables that the topic names, if there is one."""
        scope = self.scope
        lines = find_lines(question, scope.linker, scope.placer, scope.search)
        if not lines:
            return None
        turn = take_turn(topic_of(question, scope.linker).question, None, scope)
        wording = self._finishing.wording()
        working: Sequence[str] = ()
        if turn.reading is not None and turn.result is not None and turn.trusted >= trust.threshold():
            wording = self._finishing.worder(turn.question).write(turn.reading, turn.result)
            working = turn.result.working
        for line in lines:
            write_quote(wording, line)
        return self._finishing.finish(question, Route.BOTH if working else Route.RETRIEVAL, wording, working)


def _other_end(first: Question, second: Question) -> str | None:
    """The first question with the superlative of the second: "which has the most staff", "and which the fewest"."""
    if first.order_span is None or second.order_span is None or first.order is second.order:
        return None
    own = [t for t in second.tokens if not t.is_stop and not second.order_span[0] <= t.start < second.order_span[1]]
    if own:
        return None
    start, end = first.order_span
    return first.text[:start] + second.text[slice(*second.order_span)] + first.text[end:]


def _holds(asked: str, answer: Answer) -> bool:
    """Whether what was quoted holds a figure of the kind that is asked for."""
    wanted = expected(asked)
    return fitness(wanted, answer.text) >= LEAST.get(wanted.kind, 0.0)
