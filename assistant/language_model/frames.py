"""The model's wording as a frame for facts: what may stand in it, and filling it in.

A frame is function words, words of the question that say nothing of a figure, and placeholders. Where anything else is
in it, all of it is discarded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.citations import Citations
from assistant.answers.wording import Wording
from assistant.errors import ModelReplyInvalid
from assistant.language_model.facts import Fact, write
from assistant.questions.question import Question
from assistant.questions.words import NUMBER_WORDS, label_stems, tokens
from structured.observations import Grid

MAX_FRAME = 400
"""Characters."""
FUNCTION_WORDS = frozenset(
    """a an and as at be by for from had has have in is it its of on or that the their there these this those to was
    were which with respectively report reports table tables figure figures printed shows show shown gives give given
    says say came comes come stood stands amounted answer""".split()  # noqa: SIM905 - readable as text
)
"""Words that say nothing of a figure, whatever stands beside them."""
CHARGED = frozenset(
    """about above all almost always approximately around average below best better between both bigger change changed
    changes compared cut decline declined decrease decreased deteriorated difference different double doubled down
    drop dropped each equal every exactly exceeded fall fallen falling fell few fewer gain gained good greater grew
    grow growth half halved high higher highest improve improved increase increased just largest last least less lost
    lot low lower lowest many may might more most much must nearly neither never next no nobody none nor not nothing
    once only over part peak per percent percentage quarter record reduced reduction rise risen rising rose same share
    should shrank significant similar slightly smaller some soared soon third thirds though through total treble
    tripled twice under unless until up us we without will worse worsened worst would zero""".split()  # noqa: SIM905
)
"""Words that say something of a figure: they may not come from the model, not even out of the question."""

_PLACEHOLDER = re.compile(r"\{([fc])([1-9]\d?)\}")
_PLAIN = re.compile(r"[A-Za-zÀ-ɏ ,.;:'’()&/-]*")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")


def allowed_words(question: Question, facts: Sequence[Fact]) -> frozenset[str]:
    """The words, lower case, that a frame for these facts may hold."""
    cued = tuple((span.start, span.end) for span in question.cues)
    if question.order_span:
        cued = (*cued, question.order_span)
    own = {
        part.lower()
        for token in tokens(question.text)
        if not token.is_number and not any(token.start < end and start < token.end for start, end in cued)
        for part in _WORD.findall(token.text)
    }
    labels: list[set[str]] = [set(label_stems(fact.label)) for fact in facts]
    # A word that tells one fact from another could put the figure of one to the name of the other.
    telling = {stem for label in labels for stem in label if not all(stem in other for other in labels)}
    own |= {word.lower() for fact in facts for word in _WORD.findall(fact.label)}
    own = {word for word in own if not set(label_stems(word)) & telling}
    return frozenset((FUNCTION_WORDS | own) - CHARGED - NUMBER_WORDS)


def fill(
    frame: str,
    question: Question,
    facts: Sequence[Fact],
    citations: Citations,
    grids: dict[tuple[str, int], Grid],
    *,
    whole: bool = True,
) -> Wording:
    """The frame with its facts in their places, each with its label and source.

    Raises ModelReplyInvalid for a frame that holds anything of its own, or leaves a fact out; one that is not the
    ``whole`` may have facts still to come.
    """
    frame = " ".join(frame.split())
    bare = _PLACEHOLDER.sub(" ", frame)
    if len(frame) > MAX_FRAME or not _PLAIN.fullmatch(bare):
        raise ModelReplyInvalid("the language model's wording holds more than words and placeholders")
    allowed = allowed_words(question, facts)
    strange = [word for word in _WORD.findall(bare) if word.lower() not in allowed]
    if strange:
        raise ModelReplyInvalid(f"the language model's wording brings in {len(strange)} words of its own")
    used = [int(number) for kind, number in _PLACEHOLDER.findall(frame) if kind == "f"]
    known = range(1, len(facts) + 1)
    if sorted(used) != list(known) and (whole or len(set(used)) < len(used) or not set(used) <= set(known)):
        raise ModelReplyInvalid("the language model's wording does not state each fact once")
    wording = Wording(citations=citations)
    written = {number: write(facts[number - 1], wording, grids, label_first=False) for number in used}
    n_citations = len(citations.all())

    def placed(match: re.Match[str]) -> str:
        number = int(match[2])
        if match[1] == "f":
            return written[number]
        if number > n_citations:
            raise ModelReplyInvalid("the language model's wording points at a citation that is not there")
        return f"[{number}]"

    wording.parts.append(_PLACEHOLDER.sub(placed, frame))
    return wording
