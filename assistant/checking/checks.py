"""What the tables or the sentences say of one assertion of a claim."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers.answer import Verdict
from assistant.checking.patterns import Way
from assistant.questions.question import Question
from assistant.readings import Reading
from corpus.document import Sentence
from structured.engine import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCheck:
    """What one reading over a table says of one assertion.

    ``fit`` is the reading's score, ``said`` how much of the labels that it hangs on the claim says, ``full`` whether it
    says as good as all of them; ``member`` is what the row that a superlative names has, where another one is shown;
    ``others`` are the other rows of a list ("North, South and West all grew"); ``way`` is the direction that was
    tested, ``planned`` whether against what was planned; ``left`` is the weight of the subject's words that neither
    the cell's labels nor its table's titles say.
    """

    verdict: Verdict
    fit: float
    question: Question
    reading: Reading
    result: Result
    said: float = 1.0
    full: bool = True
    member: tuple[Reading, Result] | None = None
    others: tuple[tuple[Reading, Result], ...] = ()
    way: Way | None = None
    planned: bool = False
    left: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseCheck:
    """What sentences say of one assertion.

    ``fit`` is how surely they are about the claim's subject, ``own`` the share of the subject's weight that their own
    words explain, ``similarity`` their closeness in meaning; ``figure`` is the one of several that contradicts, as
    printed.
    """

    verdict: Verdict
    fit: float
    sentences: tuple[Sentence, ...]
    own: float
    similarity: float
    figure: str = ""

    @property
    def sure(self) -> bool:
        """Whether the sentences name the subject by themselves, or mean the very same."""
        return self.own >= 0.85 or (self.own >= 0.5 and self.similarity >= 0.75)


Check = TableCheck | ProseCheck
