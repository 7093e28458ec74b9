"""Reasons for a figure of a table: the paragraph about the same subject, and in it the sentences that give the cause.

A report explains its figures beside its tables: the paragraph names the row, or prints its figures again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.prose.causes import speaks_of_a_move
from assistant.prose.picking import Quote, announced, leans
from assistant.prose.ranking import KINDS, Place, Placer, SearchOf
from assistant.questions.cause_words import LATE, LATENESS, gives_reason
from assistant.questions.cues import COMPILED, Cue
from assistant.questions.expected import expected, figures
from assistant.questions.linking import Linker
from assistant.questions.needs import Linked
from assistant.questions.parts import clauses
from assistant.questions.question import Question, read_question
from assistant.questions.words import label_stems, stem
from assistant.readings import Reading
from corpus.document import ChunkKind, Passage, Sentence
from corpus.sentences import plain
from structured.engine import Result
from structured.units import Quantity, UnitKind

MOST_WORDS = 110
_N_PASSAGES = 50
_ENOUGH = 0.75  # what a paragraph must have for it: a subject that is named, or a figure that is printed again
_BESIDE = 0.3  # how much less a second paragraph may have and still be quoted too
_SOFT_CAUSE = re.compile(
    r"\b(?:after|following|when|since|for which|"
    r"(?<!such )as (?:a|the|more|fewer|many(?! as\b)|some|several|most|few|demand|\w+s)\b|"
    r"which ha(?:s|ve)|led|meant|because|caused?|delay(?:s|ed)?|late|closed|shut|stopped|opened|found|"
    r"withdr\w+|lost|broke|ended|relates?|could not|cannot|fail(?:s|ed|ure)|refus(?:ed|es|ing|als?)|shortages?|"
    r"lack(?:s|ed|ing)?|await\w*|"
    r"includ(?:es|ed|ing)|higher|lower|increased?|reduced|fewer|more|less|main(?:ly)?|largely|mostly|"
    r"predominantly)\b|\b(?:over|under|above|below|budget(?:ed)?|planned?|behind|ahead|more|less|fewer|late|short):\s",
    re.IGNORECASE,
)


_WAYS = frozenset({Cue.OVER, Cue.UNDER, Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN})
_GOES_THAT_WAY = 0.15
"""What speaks for a paragraph that says of the subject that it went the way that is asked about."""
_COMPARED = re.compile(r"\b(?:higher|lower|increased?|reduced|fewer|more|less)\b", re.IGNORECASE)
"""What may be a cause ("higher prices"), and most often only says which way a figure went."""
_WHAT_LIES_BEHIND = re.compile(
    r"\bwhat(?:'s| is| was| are| were) the (?:[\w-]+ ){0,2}?things? behind (?:it|this|that|them)\b|"
    r"\bwhat (?:happened|(?:was|is|has been) (?:going|happening)(?: on)?|went (?:on|wrong)|helped|changed|"
    r"lies behind|lay behind|is the (?:story|matter))\b|"
    r"\bwhat (?:was|is|were|did) (?:(?:most|much|the bulk|the rest|all) of )?(?:the |that |this |all )?"
    r"(?:extra )?(?:money|cash|it|overspend(?:ing)?|spending) (?:mainly |mostly |largely )?"
    r"(?:for|go (?:on|to)|gone (?:on|to)|spent on|used for)\b|\bexplanations?\b|\bhow come\b|\b(?:and|,) how\s*\?*$",
    re.IGNORECASE,
)


_HOW_ALONE = re.compile(r"\W*how\W*", re.IGNORECASE)


def asks_why(question: Question) -> bool:
    """Whether the question asks, beside its figure, for what lies behind it."""
    return question.has(Cue.WHY) or bool(_WHAT_LIES_BEHIND.search(question.text))


def figure_and_reason(question: Question) -> tuple[str, str] | None:
    """What a question asks for in figures and the part that asks for the reason; None where it asks for one of them.

    >>> figure_and_reason(read_question("Waste: how far over budget was it, and why?"))
    ('Waste: how far over budget was it', 'why?')
    """
    asked = clauses(question.text)
    why = [c for c in asked if asks_why(read_question(c)) or _HOW_ALONE.fullmatch(c)]
    if len(why) != 1 or len(asked) < 2:
        return None
    rest = ", ".join(c for c in asked if c is not why[0])
    return (rest, why[0]) if expected(rest).needs_figure else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the figure is of: its report and section, its rows' labels, the figures asked about, the rows' others.

    ``siblings`` are the labels of the table's other rows. ``late`` says that it is asked why it is behind its time,
    ``ways`` which way the question says that it went.
    """

    document_id: str
    section: tuple[str, ...]
    labels: tuple[str, ...]
    siblings: tuple[str, ...]
    figures: tuple[Quantity, ...]
    others: tuple[Quantity, ...]
    late: bool = False
    ways: frozenset[Cue] = frozenset()


def subject_of(reading: Reading, result: Result, question: Question) -> Subject:
    """The subject of a table's figure: asked about are what was worked out and what it was worked out from.

    ``question`` is the one that asks why.
    """
    frame = reading.entry.frame
    rows = {o.row for o in result.operands}
    labels = dict.fromkeys(label for o in result.operands for label in o.row_path[-2:])
    asked = [*(v.quantity for v in result.values), *(o.quantity for o in result.operands)]
    printed = [reading.entry.cells[place].quantity for place in reading.entry.cells if place[0] in rows]
    return Subject(
        document_id=frame.document_id,
        section=(*frame.section, frame.title),
        labels=tuple(labels),
        siblings=tuple({row.path[-1] for row in frame.rows if row.index not in rows and row.path} - labels.keys()),
        figures=tuple(q for q in asked if q),
        others=tuple(q for q in printed if q and q not in asked),
        late=bool({t.stem for t in question.tokens} & LATENESS),
        ways=frozenset(cue for cue in _WAYS if question.has(cue)),
    )


def find_reasons(
    question: Question, linked: Linked, linker: Linker, subject: Subject, placer: Placer, search: SearchOf
) -> tuple[Quote, ...]:
    """The sentences that say why, best paragraph first; empty when no paragraph is about the subject."""
    named = read_question(" ".join(subject.labels))
    needs, _ = linker.needs(named)
    topic = linker.link(
        tuple(replace(need, required=True) for need in needs)
    )  # no word of a name says less than others
    passages: list[Passage] = [
        *search(question.text, KINDS, _N_PASSAGES),
        *search(f"{named.text} due to", KINDS, _N_PASSAGES),
    ]
    judged = sorted(
        ((_worth(block, near, linked, topic, linker, subject), block) for block, near in _blocks(passages, placer)),
        key=lambda item: (-round(item[0], 6), item[1][0].locator.document_id, item[1][0].locator.start),
    )
    chosen: list[Quote] = []
    left = MOST_WORDS
    seen: set[str] = set()
    for worth, block in judged[:6]:
        if worth < _ENOUGH or worth < judged[0][0] - _BESIDE or len(chosen) == 2:
            break
        text = " ".join(s.text for s in block)
        if not _speaks_to(block, linked, topic, linker, subject):
            continue
        if chosen and not (
            gives_reason(text) and (_share(text, topic, linker) >= 0.5 or _printed_again(text, subject.figures))
        ):
            continue
        quote = _cause(block, linked, topic, linker, subject, left)
        if quote is not None and _is_only_a_cause(quote.main.text, topic, linker, subject):
            continue
        if quote is not None and _is_a_mere_note(quote, subject, placer):
            continue
        if quote is not None and (_is_of_a_sibling(quote, topic, linker, subject) or _only_says_so(quote, subject)):
            continue
        text = plain(quote.main.text).casefold() if quote else ""
        if quote is not None and text not in seen:
            seen.add(text)
            chosen.append(quote)
            left -= quote.n_words
    return tuple(chosen)


def _speaks_to(block: tuple[Sentence, ...], linked: Linked, topic: Linked, linker: Linker, subject: Subject) -> bool:
    """Whether a paragraph may hold the reason: it goes on from the figure, or has a cause of what was asked.

    A paragraph that only has the place in common has neither.
    """
    text = _without_lateness(" ".join(s.text for s in block), subject)
    again = _printed_again(text, subject.figures)
    if not _tells_a_cause(text):
        return bool(again) and len(block) > 1
    asked = _share(text, linked, linker) >= 0.4
    if gives_reason(text):
        return bool(again) or asked or _share(text, topic, linker) >= _HALF_NAMED
    every = replace(linked, needs=tuple(replace(need, required=True) for need in linked.needs))
    return bool(again) or (asked and _share(text, every, linker) >= _A_THIRD)


def _tells_a_cause(text: str) -> bool:
    """Whether a text gives a reason, or has words that mostly go with one; that something is lower is none."""
    return gives_reason(text) or bool(_SOFT_CAUSE.search(_COMPARED.sub(" ", text)))


def _only_says_so(quote: Quote, subject: Subject) -> bool:
    """Whether a quote has no word of a cause, and does not go on from the figure: it only says again what is asked."""
    text = _without_lateness(" ".join(s.text for s in quote.sentences), subject)
    goes_on = len(quote.sentences) > 1 and _printed_again(text, subject.figures)
    return not goes_on and not _tells_a_cause(text)


def _is_a_mere_note(quote: Quote, subject: Subject, placer: Placer) -> bool:
    """Whether a quote is the note of a table, and neither gives a reason outright nor speaks of the figure.

    It tells what the table's words mean.
    """
    place, text = placer(quote.main.locator), " ".join(s.text for s in quote.sentences)
    in_notes = place is not None and quote.main.block in place.notes
    return in_notes and not gives_reason(text) and not _printed_again(text, subject.figures)


def _without_lateness(text: str, subject: Subject) -> str:
    """A text without its words for a delay, where a delay is what is asked about: it is no cause of itself."""
    return LATE.sub(" ", text) if subject.late else text


def _blocks(passages: Iterable[Passage], placer: Placer) -> list[tuple[tuple[Sentence, ...], float]]:
    """The paragraphs of the sentences found, each once, with the closest similarity among its sentences."""
    found: dict[tuple[str, int], tuple[tuple[Sentence, ...], float]] = {}
    for passage in passages:
        place = placer(passage.chunk.locator) if passage.chunk.kind is ChunkKind.SENTENCE else None
        if place is None:
            continue
        here = place.sentences[place.position]
        key = (here.locator.document_id, here.block)
        block, similarity = found.get(key, ((), 0.0))
        found[key] = (block or _paragraph(place), max(similarity, passage.similarity))
    return list(found.values())


def _paragraph(place: Place) -> tuple[Sentence, ...]:
    """The sentences of a paragraph."""
    block = place.sentences[place.position].block
    first = last = place.position
    while first > 0 and place.sentences[first - 1].block == block:
        first -= 1
    while last + 1 < len(place.sentences) and place.sentences[last + 1].block == block:
        last += 1
    return tuple(place.sentences[first : last + 1])


def _share(text: str, linked: Linked, linker: Linker) -> float:
    """The share of the words' weight that a text explains."""
    covers = linker.cover(linked, set(label_stems(text)))
    needs = [n for n in linked.needs if n.required] or list(linked.needs)
    total = sum(n.weight for n in needs)
    return sum(n.weight * covers.get(n.index, 0.0) for n in needs) / total if total else 0.0


def _worth(
    block: tuple[Sentence, ...],
    similarity: float,
    linked: Linked,
    topic: Linked,
    linker: Linker,
    subject: Subject,
) -> float:
    """How much speaks for a paragraph being about the subject and saying why."""
    text = " ".join(s.text for s in block)
    place = block[0].locator
    named = max(
        _share(text, topic, linker), 0.8 * _share(" ".join((block[0].lead_in, *place.section[-1:])), topic, linker)
    )
    asked = _share(" ".join((text, block[0].lead_in, *place.section[-2:])), linked, linker)
    again = min(2.0, _printed_again(text, subject.figures) + 0.4 * _printed_again(text, subject.others))
    same = place.document_id == subject.document_id
    depth = (
        sum(a == b for a, b in zip(place.section, subject.section, strict=False)) / max(1, len(subject.section))
        if same
        else 0.0
    )
    told = _without_lateness(text, subject)
    went = any(_share(s.text, topic, linker) >= _HALF_NAMED and _went_so(s.text, subject) for s in block)
    cause = 0.4 if gives_reason(told) else 0.2 if _SOFT_CAUSE.search(told) else -0.3
    if named < 0.4 and not again and asked < 0.6:
        return 0.0
    return (
        0.7 * named
        + 0.4 * asked
        + 0.35 * again
        + 0.1 * same
        + 0.2 * depth
        + cause
        + 0.4 * similarity
        + (_GOES_THAT_WAY if went else 0.0)
        - (0.15 if named < 0.3 else 0.0)
    )


def _went_so(text: str, subject: Subject) -> bool:
    """Whether a text says of something that it went the way that is asked about."""
    return any(cue in subject.ways and pattern.search(text) for cue, pattern in COMPILED)


def _printed_again(text: str, wanted: Sequence[Quantity]) -> int:
    """How many of the figures a text prints again; bare small numbers tell nothing."""
    have = {size(m.quantity) for m in figures(text)}
    telling = {
        size(q)
        for q in wanted
        if (q.unit.kind in {UnitKind.MONEY, UnitKind.PERCENT, UnitKind.POINTS} and q.value) or abs(q.value) >= 100
    }
    return len(have & telling)


def size(quantity: Quantity) -> tuple[str, str]:
    """The kind and the size of a quantity, by which it is known where it is printed again."""
    kind = UnitKind.PERCENT if quantity.unit.kind is UnitKind.POINTS else quantity.unit.kind
    return kind.value, str((abs(quantity.value) * quantity.unit.scale).normalize())


def _cause(
    block: tuple[Sentence, ...], linked: Linked, topic: Linked, linker: Linker, subject: Subject, left: int
) -> Quote | None:
    """The sentences of a paragraph that give the cause, with the one before when they only point at its subject."""
    own = [
        at
        for at, sentence in enumerate(block)
        if _share(sentence.text, topic, linker) >= 0.5 or _printed_again(sentence.text, subject.figures)
    ]
    if not own:  # the question's own words for it: "car imports" where the row is "Trade cars"
        shares = [_share(sentence.text, linked, linker) for sentence in block]
        own = [at for at, share in enumerate(shares) if share >= _SAID_BY and share == max(shares)]

    def weight(at: int) -> float:
        text = block[at].text
        before = block[at - 1].text if at else ""
        about = max(_share(text, topic, linker), 0.9 * _share(before, topic, linker) if leans(text) else 0.0)
        printed = min(1, _printed_again(text, subject.figures)) or (
            0.8 * min(1, _printed_again(before, subject.figures)) if leans(text) else 0.0
        )
        cause = 1.0 * gives_reason(text) + 0.3 * bool(_SOFT_CAUSE.search(text))
        follows = at - 1 in own or speaks_of_a_move(text)
        if own and at not in own and (not follows or _names_a_sibling(text, subject)):
            cause *= 0.2  # why something else in the paragraph is as it is
        return cause + 0.5 * about + 0.4 * printed - 0.01 * at

    order = sorted(range(len(block)), key=lambda at: (-round(weight(at), 6), at))
    main = order[0]
    kept = {main}
    n_words = len(block[main].text.split()) + len(block[main].lead_in.split())
    if n_words > left and left < MOST_WORDS:
        return None
    wanted = [main - 1] if main and (leans(block[main].text) or speaks_of_a_move(block[main].text)) else []
    told = len(announced(block, main))
    wanted += range(main + 1, main + 1 + told)
    if not told and not _tells_a_cause(block[main].text):
        wanted += [at for at in (main + 1,) if at < len(block) and not _names_a_sibling(block[at].text, subject)]
    wanted += [
        at for at in order[1:] if gives_reason(block[at].text) and _about(block, at, main, topic, linker, subject)
    ]
    for at in wanted:
        if 0 <= at < len(block) and at not in kept and n_words + len(block[at].text.split()) <= min(left, 90):
            kept.add(at)
            n_words += len(block[at].text.split())
    return Quote(main=block[main], sentences=tuple(block[at] for at in sorted(kept)))


def _is_only_a_cause(text: str, topic: Linked, linker: Linker, subject: Subject) -> bool:
    """Whether a sentence has its subject only as the cause of something else: "The list fell after cleaners came".

    Not where it goes on from the sentence before, or prints the figure again.
    """
    joint = _BECAUSE.search(text)
    if joint is None or leans(text) or _printed_again(text, subject.figures):
        return False
    effect, cause = text[: joint.start()], text[joint.end() :]
    if len(effect.split()) < _FEW_WORDS or speaks_of_a_move(effect):
        return False  # "Following delays in the survey, …": what it opens with, it is about
    return not _share(effect, topic, linker) and _share(cause, topic, linker) > 0


def _is_of_a_sibling(quote: Quote, topic: Linked, linker: Linker, subject: Subject) -> bool:
    """Whether a quote says why another row of the table is as it is: it names that one, and not the subject."""
    place = quote.main.locator
    told = " ".join((*(s.text for s in quote.sentences), quote.main.lead_in, *place.section[-1:]))
    if _share(told, topic, linker) >= _HALF_NAMED or _printed_again(told, subject.figures):
        return False
    if _names_a_sibling(quote.main.text, subject):
        return True
    whose = _WHOSE.match(quote.main.text)
    return whose is not None and stem(whose.group(1).lower()) in _own_names(subject)


def _names_a_sibling(text: str, subject: Subject) -> bool:
    """Whether a text says the whole label of another row of the table."""
    said = set(label_stems(text))
    return any(words and words <= said for words in (set(label_stems(label)) for label in subject.siblings))


def _own_names(subject: Subject) -> frozenset[str]:
    """The words that stand in the label of one other row each, and in none of the subject's: the "Riverside" depot."""
    counted = Counter(word for label in subject.siblings for word in set(label_stems(label)))
    return frozenset(word for word, n in counted.items() if n == 1) - set(label_stems(" ".join(subject.labels)))


_WHOSE = re.compile(r"(?:[\d.]+ )?(?:The )?([A-Z][\w-]+)['’]s\b")
"""What a sentence that begins with it is about: "Riverside's costs"."""
_HALF_NAMED = 0.5
_A_THIRD = 0.33
"""The share of all the words of the question that a paragraph without an outright cause must say."""
_SAID_BY = 0.3
"""The share of the question that a sentence must say to be the one of its paragraph that is about the subject."""
_FEW_WORDS = 3
_BECAUSE = re.compile(
    r"\b(?:because|after|since|due to|owing to|thanks to|as a result of|following|(?:caused|driven) (?:\w+ )?by)\b",
    re.IGNORECASE,
)


def _about(block: tuple[Sentence, ...], at: int, main: int, topic: Linked, linker: Linker, subject: Subject) -> bool:
    """Whether another sentence of the paragraph is about the subject too, or goes on from the main one."""
    text = block[at].text
    if _share(text, topic, linker) >= 0.5 or _printed_again(text, subject.figures):
        return True
    return at == main + 1 and not _names_a_sibling(text, subject)
