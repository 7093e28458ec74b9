"""Refusals: what is said where neither a table nor a sentence is sure enough, and what is asked back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Route
from assistant.answers.citations import Citations
from assistant.answers.finishing import Finishing, decline
from assistant.answers.prose_answers import names_said, with_place
from assistant.answers.trail import Prose
from assistant.prose.picking import with_list
from assistant.prose.quoting import write_quote
from assistant.prose.rules import only_lays_down
from assistant.questions.conversation import Turn
from assistant.questions.cues import Relative
from assistant.questions.expected import Kind
from assistant.questions.needs import Need
from assistant.questions.scope import Scope
from assistant.questions.sides import SOLID
from assistant.questions.understanding import names
from assistant.questions.words import label_stems
from corpus.document import Sentence
from corpus.sentences import plain

_TOLD_OUTRIGHT = frozenset({Kind.COUNT, Kind.NAME, Kind.DATE})
"""Who, when, and how many of what: sentences that do not say it are no choices."""
SHORT = 2
"""A question of so many words of its own is asked back when the reports speak to it in several places."""
MOST_OPTIONS = 3
OPTION_WORDS = 45
NEAR = 0.08
"""The confidence from which on a refusal points at what comes nearest."""
NOT_ANSWERED = "The reports do not answer that, as far as I can tell."


class Refusals:
    """Refusals and questions back, over one scope."""

    def __init__(self, scope: Scope) -> None:
        """Say what is missing in ``scope`` and nothing else."""
        self.scope = scope
        self._finishing = Finishing(scope)

    def asked_back(self, turn: Turn, prose: Prose) -> Answer | None:
        """What the reports say in each place, to choose from, for a question of a word or two with several places."""
        required = [n for n in turn.linked.needs if n.required]
        if len(required) > SHORT or turn.question.periods or not prose.found:
            return None
        if any(relative is Relative.NEXT for relative, _, _ in turn.question.relatives):
            return None  # what was is no choice of what is to be
        if all(n.token.is_number for n in required):
            return None
        least = 0.8 if prose.found[0].part.expected.kind in _TOLD_OUTRIGHT else 0.0
        names = names_said(turn, prose.found)
        options: list[Sentence] = []
        for evidence in prose.found[0].ranked[:20]:
            sentence = evidence.sentence
            long = len(sentence.text.split()) > OPTION_WORDS
            unfit = evidence.own < 0.8 or evidence.fitness < least
            unfit = unfit or not all(name.is_said(with_place(sentence)) for name in names)
            unfit = unfit or only_lays_down(turn.question, sentence.text)
            if unfit or long or any(_alike(sentence, other) for other in options):
                continue
            options.append(sentence)
        if len(options) < 2:
            return None
        wording = self._finishing.wording()
        wording.parts.append("I am not sure which is meant. The reports say:")
        for sentence in options[:MOST_OPTIONS]:
            write_quote(wording, with_list(sentence, self.scope.placer))
        answer = self._finishing.finish(turn.question, Route.CLARIFICATION, wording, ())
        asked = turn.question.asked.strip().rstrip("?")
        sections = dict.fromkeys(s.locator.section[-1] for s in options[:MOST_OPTIONS] if s.locator.section)
        return replace(answer, choices=tuple(f"{asked} – {section}?" for section in sections))

    def refused(self, turn: Turn, prose: Prose) -> Answer:
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
        return replace(decline(turn.question.asked, text), citations=citations.all())

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


def _heading(sentence: Sentence) -> str:
    """The heading that a sentence stands under."""
    return sentence.locator.section[-1] if sentence.locator.section else "the beginning"


def _alike(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences stand in one place of a report, or say the same."""
    here, there = one.locator, other.locator
    same_place = here.document_id == there.document_id and here.section[:2] == there.section[:2]
    return same_place or plain(one.text).casefold() == plain(other.text).casefold()
