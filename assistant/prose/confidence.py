"""How sure the picked quotes make us that they answer the question: a logistic model over what speaks for them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.prose.fitted import WEIGHTS
from assistant.prose.gates import lacks_what_is_asked
from assistant.prose.nearness import nearness
from assistant.prose.picking import Quote, leans
from assistant.prose.prose_sums import work_out
from assistant.prose.ranking import FEATURES, Evidence, Found, Placer, scaled
from assistant.prose.side_by_side import said_of
from assistant.questions.cues import Cue
from assistant.questions.expected import FURTHER, LEAST, Kind, expected, fitness
from assistant.questions.linking import Linker
from assistant.questions.needs import Linked, Need
from assistant.questions.outline import is_total_label
from assistant.questions.question import Question
from assistant.questions.sides import SOLID, merge
from assistant.questions.words import label_stems, stem, tokens
from corpus.word_vectors import nearest
from structured.periods import MONTH, Period, find_periods

ANSWER_FEATURES = (
    "similarity",
    "window",
    "words",
    "score",
    "lead",
    "peak",
    "agree",
    "own",
    "coverage",
    "union",
    "unexplained",
    "unknown",
    "names",
    "split",
    "head",
    "fitness",
    "unfit",
    "adjacent",
    "density",
    "period_clash",
    "period_unmet",
    "n_required",
    "few",
    "computes",
    "table",
    "worked",
    "near",
    "least_near",
    "few_near",
    "far",
)
THRESHOLD = WEIGHTS.threshold
"""The confidence from which on quotes may be given as the answer."""

_HEAD = re.compile(
    r"\b(?:what|which)(?:'s| is| was| are| were)? (?:the |"
    r"an? )?((?:[\w'-]+ ){0,4}?[\w'-]+?)(?='s\b| (?:of|for|in|at|on|to|by|from|with|per|among|across|during|"
    r"vary|did|do|does|has|have|had|is|was|are|were|will|would)\b|[?,.]|$)",
    re.IGNORECASE,
)
MOST_LOST = 0.3
"""The share of a question's weight that quotes may leave unsaid where two figures are held against each other."""
COUNTS = 0.4
"""The fitness below which a sentence has no count at all."""
TELLING = 0.6
"""The weight from which on a word that may stay unsaid elsewhere tells what is counted."""
FAR = 0.25
"""How near in meaning no word that is said may come for a word of the question to be left out."""
ELSEWHERE = 0.22
"""How near in meaning no word that is said may come to two words of the question for quotes to be of something else."""
NEAR = 0.4
"""How near in meaning a word that is said must come to a word of the question to stand for it."""
_MORE_OR_LESS = frozenset(stem(word) for word in ("more", "fewer", "less", "short", "extra", "further", "other", "new"))
_OF_TWO = (Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.SHARE, Cue.RATIO)
_TWO_SIDES = re.compile(
    r"\bcompar(?:e|ed|ing|es) (?:with|to|against)\b|\bversus\b|\bvs\b|"
    r"^(?:who|which|what)\b[^?]*\b(?:more|less|fewer|\w{2,}er|better|worse)\b[^?]*, [^?,]+ or [^?]+",
    re.IGNORECASE,
)
"""Two things held against each other: one run of sentences must speak of both."""
_OF_WHAT = re.compile(
    r"\bhow many [a-z]+ of (?!(?:the|its|their|our|these|those|them|all)\b)([a-z'-]+)\b", re.IGNORECASE
)
_WHERE_AND_WHEN = re.compile(
    r"^.*?(?=\bhow many\b)|\b(?:in|at|on|for|from|by|to|with|during|among|after|before|since|between|into|near)\b"
    r"(?:(?!\b(?:did|do|does|was|were|is|are|has|have|had|who|that|which)\b)[^,;?])*",
    re.IGNORECASE,
)
"""The stretches of a question that say where or when, and what comes before it asks."""
_SUPERLATIVE = re.compile(
    r"\b(?:\w{2,}est|most(?! of\b)|mostly|chiefly|(?<!at )least|worst|record|maximum|minimum|top)\b", re.IGNORECASE
)
_THAN = re.compile(r"\s+than\b", re.IGNORECASE)
"""What makes "better" hold two things against each other, not rank many."""
_SAY_ABOUT = re.compile(
    r"\b(?:say|says|said|think|thinks|thought|f[io]nd|found|report(?:ed)?|tell|told) (?:\w+ )?about "
    r"(?P<thing>(?:(?!\b(?:in|at|on|of|for|from|with|since|during|when)\b)[^?,;])+)",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(
    r"\bfor (?:the |all |any )?(?:\w+ )?(?:people|those|anyone|everyone|men|women|children|families|residents)\b",
    re.IGNORECASE,
)
_PREFACE = re.compile(r"[^?]*[.!]\s+(?=[^.!?]*\?)")
"""What is told before a question is asked: "My van broke down. Who repairs vans?"."""
_ADD_UP = re.compile(
    r"\W*(?:(?:please|can you|could you) )*(?:add(?:ing)? (?:up|together)|sum|total up)\b", re.IGNORECASE
)
_AVERAGE = re.compile(r"\b(?:averag\w*|mean|median|typical\w*)\b", re.IGNORECASE)
_WHO = re.compile(r"(?:^|[,;:.?-]\s*|\band )who (?:\w+ly )?([a-z]+)", re.IGNORECASE)
_WHO_IS = re.compile(
    r"(?:^|[,;:.?-]\s*|\band )who(?:'s| is| are| was| were) "
    r"(?P<role>(?:(?!(?:of|for|at|by|with|to|that|who)\b)[\w-]+ ?)+)",
    re.IGNORECASE,
)
"""What somebody is who is asked for: "who is the *keeper in charge* of …"."""
_BY_SOMEBODY = re.compile(
    r"\b(?:responsible|accountable|answerable) for\b|"
    rf"\b(?:by|under) (?!\w+ing\b|(?:the end|then|now|law|hand|this|that|{MONTH})\b)(?:the |an? |our |its )?[a-z]",
    re.IGNORECASE,
)
_BEING = frozenset({"act", "serv", "work", "get", "got", "make", "made", "do", "did", "go", "went"})
_COMPUTED = (Cue.MEAN, Cue.SUM, Cue.SHARE, Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.TREND, Cue.RATIO, Cue.GAP)
_AT = {name: i for i, name in enumerate(FEATURES)}


def confident(
    question: Question,
    linked: Linked,
    linker: Linker,
    found: Sequence[Found],
    quotes: Sequence[Quote],
    placer: Placer,
    *,
    trusted: float = 0.0,
) -> float:
    """The probability, from 0 to 1, that the quotes answer the question; 0 when there are none.

    What ``ruled_out`` says is not looked at here.
    ``trusted`` is how far the best reading over tables is trusted: what a table answers, prose seldom does.
    """
    if not quotes:
        return 0.0
    values = answer_features(question, linked, linker, found, quotes, placer, trusted)
    total = WEIGHTS.bias + sum(
        WEIGHTS.answering[name] * value for name, value in zip(ANSWER_FEATURES, values, strict=True)
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def ruled_out(
    question: Question, linked: Linked, linker: Linker, found: Sequence[Found], quotes: Sequence[Quote]
) -> bool:
    """Whether the quotes cannot answer, however near they are."""
    told = " ".join(s.text for q in quotes for s in q.sentences)
    if not quotes or (_ranks(question) and not _SUPERLATIVE.search(told)):
        return True  # what is the most or the least is for tables to work out, unless a sentence says it
    if question.has(Cue.MEAN) and not _AVERAGE.search(told):
        return True
    if not _says_who(question, quotes, linked, linker) or any(_is_not_the_one(f, quotes, linker) for f in found):
        return True
    if work_out(question, quotes, said_of(linked, linker)) is None:
        if _ADD_UP.match(question.text):
            return True  # no sentence adds up what is told to be added up
        if lacks_what_is_asked(question, quotes, linker.catalogue.periods):
            return True
        joint = _TWO_SIDES.search(question.text)
        if (joint or _is_of_two(question)) and not question.has(Cue.WHY, Cue.METHOD):
            together = [[quote] for quote in quotes] if joint else [quotes]
            measured = joint.start() or joint.end() if joint else 0
            if not any(_speak_of_all(question, those, linked, linker, measured) for those in together):
                return True  # what is worked out of two things is told by a sentence that speaks of both
    if any(_counts_other(f, quotes, linked, linker) for f in found if f.ranked):
        return True
    if len(found) > 1 and any(_lacks_its_figure(f, quotes) for f in found):
        return True
    kind = found[0].part.expected.kind if len(found) == 1 else None
    headless = kind is Kind.MEANING and bool(_headless(question, linked, _said(quotes, linked, linker)))
    if (kind is Kind.ANYTHING or headless) and _is_elsewhere(question.text, quotes, linked, linker):
        return True
    if _is_about_another(question, quotes, linked, linker):
        return True
    if expected(question.text).kind is Kind.REASON and _explains_another(question, quotes, linked, linker):
        return True
    return (
        len(found) == 1
        and found[0].part.expected.kind is Kind.COUNT
        and _leaves_out(question, found[0], quotes, linked, linker)
    )


def _ranks(question: Question) -> bool:
    """Whether it is asked what is the most or the least; "was that better than it should be?" ranks nothing."""
    span = question.order_span
    return question.order is not None and not (question.yes_no and span and _THAN.match(question.text, span[1]))


def _is_of_two(question: Question) -> bool:
    """Whether what is asked for is worked out of two things; "and how many more are awaited?" counts one."""
    further = [m.span() for m in FURTHER.finditer(question.text)]
    return any(not any(start <= at < end for start, end in further) for at, _ in question.spans(*_OF_TWO))


def answer_features(
    question: Question,
    linked: Linked,
    linker: Linker,
    found: Sequence[Found],
    quotes: Sequence[Quote],
    placer: Placer,
    trusted: float,
) -> tuple[float, ...]:
    """What speaks for and against the quotes, in the order of ``ANSWER_FEATURES``."""
    tops = [(f, f.ranked[0]) for f in found if f.ranked]
    best = [e for _, e in tops]
    needs = [n for n in linked.needs if n.required] or list(linked.needs)
    total = sum(n.weight for n in needs) or 1.0
    said = _said(quotes, linked, linker)
    mains = {e.sentence.locator for e in best}
    first = [q for q in quotes if q.main.locator in mains] or list(quotes[:1])
    around = merge(_said(first, linked, linker), *(scaled(_around(q, linked, linker, placer), 0.8) for q in first))
    left = [n for n in needs if said.get(n.index, 0.0) < SOLID]
    lost = [n for n in needs if around.get(n.index, 0.0) < SOLID]
    unmet = _unmet(question, quotes, linker)
    near = [nearness(f.part.linked, _cover(e.sentence.text, f.part.linked, linker), e) for f, e in tops]
    return (
        max(e.similarity for e in best),
        _most(best, "window"),
        _most(best, "words"),
        max(e.score for e in best),
        _lead(tops[0][0]),
        _peak(tops[0][0]),
        float(max(tops[0][0].ranked, key=lambda e: e.similarity) is tops[0][1]),
        _mean([e.own for e in best]),
        _mean([e.coverage for e in best]),
        sum(n.weight * said.get(n.index, 0.0) for n in needs) / total,
        sum(n.weight for n in left) / total,
        sum(n.weight for n in needs if _unknown(n, linked, linker)) / total,
        float(min(2, sum(n.strict for n in lost))),
        float(any(set(n.variants) & WEIGHTS.splits for n in left)),
        _headless(question, linked, around),
        min(e.fitness for e in best),
        float(any(e.fitness < 0.3 and f.part.expected.needs_figure for f, e in tops)),
        _most(best, "adjacent"),
        _most(best, "density"),
        _most(best, "period_clash"),
        unmet,
        math.log(1 + len(needs)),
        float(len(needs) <= 1),
        float(
            question.has(*_COMPUTED)
            or question.order is not None
            or bool(question.thresholds)
            or question.between is not None
        ),
        trusted,
        float(work_out(question, quotes, said_of(linked, linker)) is not None),
        min(n.mean for n in near),
        min(n.least for n in near),
        min(n.few for n in near),
        max(n.far for n in near),
    )


def _most(best: Sequence[Evidence], name: str) -> float:
    return max(e.features[_AT[name]] for e in best)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _lead(found: Found) -> float:
    """How far the best sentence is ahead of the next one of another paragraph."""
    first = found.ranked[0]
    for other in found.ranked[1:]:
        if (other.sentence.locator.document_id, other.sentence.block) != (
            first.sentence.locator.document_id,
            first.sentence.block,
        ):
            return min(3.0, first.score - other.score)
    return 3.0


def _peak(found: Found) -> float:
    """How far the best sentence stands out in meaning from the ten nearest."""
    near = sorted((e.similarity for e in found.ranked), reverse=True)[:10]
    return found.ranked[0].similarity - _mean(near)


def _said(quotes: Sequence[Quote], linked: Linked, linker: Linker) -> dict[int, float]:
    """How well all that is quoted, with its headings, explains each word."""
    covers = [scaled(linked.names, 0.6)]
    for quote in quotes:
        for sentence in quote.sentences:
            covers.append(_cover(f"{sentence.lead_in} {sentence.text}", linked, linker))
            covers.append(scaled(_cover(" ".join(sentence.locator.section), linked, linker), 0.8))
            covers.append(scaled(_cover(sentence.locator.document_id.replace("-", " "), linked, linker), 0.6))
    return merge(*covers)


def _around(quote: Quote, linked: Linked, linker: Linker, placer: Placer) -> dict[int, float]:
    """How well the paragraphs beside a quote explain each word."""
    place = placer(quote.main.locator)
    if place is None:
        return {}
    here = place.sentences[place.position]
    near = [
        s.text
        for s in place.sentences[max(0, place.position - 4) : place.position + 4]
        if s.locator.section == here.locator.section and abs(s.block - here.block) <= 1
    ]
    return _cover(" ".join([place.title, *near]), linked, linker)


def _cover(text: str, linked: Linked, linker: Linker) -> dict[int, float]:
    return linker.cover(linked, set(label_stems(text)))


def _unknown(need: Need, linked: Linked, linker: Linker) -> bool:
    """Whether the library has neither the word nor anything that stands for it."""
    frequency = linker.catalogue.frequency
    if any(v in frequency for v in need.variants):
        return False
    return not any(
        need.index in covered and all(w in frequency for w in other) for covered, other, _ in linked.alternatives
    )


def _unmet(question: Question, quotes: Sequence[Quote], linker: Linker) -> float:
    """The share of the periods asked for that neither the quotes nor the reports they come from are about."""
    asked = question.named_periods
    if not asked:
        return 0.0
    have: list[Period] = []
    for quote in quotes:
        report = linker.catalogue.periods.get(quote.main.locator.document_id)
        if report is None:
            return 0.0
        have.append(report)
        for sentence in quote.sentences:
            text = " ".join((*sentence.locator.section, sentence.lead_in, sentence.text))
            have += [m.period for m in find_periods(text) if isinstance(m.period, Period)]
    return sum(not any(a.first <= b.last and b.first <= a.last for b in have) for a in asked) / len(asked)


def _says_who(question: Question, quotes: Sequence[Quote], linked: Linked, linker: Linker) -> bool:
    """Whether the quotes say what "who *chairs* …" asks of somebody; true where nothing of the kind is asked.

    Where that need not be said ("who carried out …", "who helped …"), it must be said that somebody did it ("by …").
    """
    asked = {stem(word) for word in _WHO.findall(question.text)} - _BEING
    needs = [n for n in linked.needs if n.token.stem in asked and not n.token.is_stop]
    said = _said(quotes, linked, linker)
    if not needs or any(said.get(n.index, 0.0) >= SOLID for n in needs):
        return True
    told = " ".join(s.text for q in quotes for s in q.sentences)
    return not any(n.required for n in needs) and bool(_BY_SOMEBODY.search(told))


def _is_not_the_one(found: Found, quotes: Sequence[Quote], linker: Linker) -> bool:
    """Whether it is asked who is something, and what is quoted of that neither says nor comes near to what it is.

    That two bodies paid for a programme does not tell who is "the keeper in charge" of it.
    """
    asked = _WHO_IS.search(found.part.text)
    if asked is None or not found.ranked:
        return False
    told = [q for q in quotes if q.main.locator == found.ranked[0].sentence.locator] or list(quotes[:1])
    roles = {stem(t.text) for t in tokens(asked["role"]) if not t.is_stop}
    needs = [n for n in found.part.linked.needs if n.token.stem in roles]
    said, words = _said(told, found.part.linked, linker), _words(told)
    if not needs or any(said.get(n.index, 0.0) >= SOLID or nearest(n.token.text, words) >= NEAR for n in needs):
        return False
    return not any(_BY_SOMEBODY.search(s.text) for q in told for s in q.sentences)


def _speak_of_all(question: Question, quotes: Sequence[Quote], linked: Linked, linker: Linker, measured: int) -> bool:
    """Whether quotes speak of nearly all that a question asks of, and of an average where it asks for one.

    What stands before ``measured`` says what is held against each other of two sides: what is not said of that must at
    least be near in meaning to what is.
    """
    if question.has(Cue.MEAN) and not _AVERAGE.search(" ".join(s.text for q in quotes for s in q.sentences)):
        return False
    said = _said(quotes, linked, linker)
    asked = [n for n in linked.needs if n.required and not n.inherited and n.index not in linked.names]
    lost = [n for n in asked if said.get(n.index, 0.0) < SOLID]
    most = MOST_LOST * sum(n.weight for n in asked)
    words = _words(quotes)
    near = {n.index: nearest(n.token.text, words) for n in lost}
    if any(n.token.start < measured and near[n.index] < FAR for n in lost):
        return False
    return not any(n.strict for n in lost) and sum(n.weight for n in lost if near[n.index] < NEAR) <= most


def _counts_other(found: Found, quotes: Sequence[Quote], linked: Linked, linker: Linker) -> bool:
    """Whether no sentence for "how many *widgets*" has a count and speaks of widgets: its number counts others."""
    counted = found.part.expected.counted
    if found.part.expected.kind is not Kind.COUNT or not counted or counted[0] == stem("times"):
        return False
    quoted = {s.locator for q in quotes for s in q.sentences}
    if max((e.fitness for e in found.ranked if e.sentence.locator in quoted), default=1.0) < COUNTS:
        return True
    of_what = _OF_WHAT.search(found.part.text)
    things = {*counted, *((stem(of_what[1].lower()),) if of_what else ())}
    asked = [n.index for n in linked.needs if n.token.stem in things]
    main = found.ranked[0].sentence
    quote = next((q for q in quotes if q.main.locator == main.locator), None)
    near = quote.sentences if quote is not None else (main,)
    for at, sentence in enumerate(near):
        if fitness(found.part.expected, sentence.text) < COUNTS:
            continue
        before = near[at - 1].text if at and leans(sentence.text) else ""
        text = " ".join((*sentence.locator.section, sentence.lead_in, before, sentence.text))
        said = _cover(text, linked, linker)
        told = [said.get(i, 0.0) >= SOLID for i in asked]
        if all(told) if of_what else not told or any(told):
            return False
    return True


def _lacks_its_figure(found: Found, quotes: Sequence[Quote]) -> bool:
    """Whether a part of a question asks for a figure and no sentence that is quoted has one of its kind."""
    wanted = found.part.expected
    least = LEAST.get(wanted.kind, 0.0)
    return wanted.needs_figure and all(fitness(wanted, s.text) < least for q in quotes for s in q.sentences)


def _is_elsewhere(text: str, quotes: Sequence[Quote], linked: Linked, linker: Linker) -> bool:
    """Whether two words that a question must have told, or more, are neither said nor near in meaning to what is.

    For what asks for no kind of thing that an answer could be known by, or for a thing that is nowhere said. What is
    told before it is asked only says what it is about.
    """
    said, words = _said(quotes, linked, linker), _words(quotes)
    preface = _PREFACE.match(text)
    lost = (
        n
        for n in linked.needs
        if n.required
        and not n.inherited
        and n.token.start >= (preface.end() if preface else 0)
        and said.get(n.index, 0.0) < SOLID
        and text[n.token.start - 1] != "-"
    )
    return sum(nearest(n.token.text, words) < ELSEWHERE for n in lost) > 1


def _is_about_another(question: Question, quotes: Sequence[Quote], linked: Linked, linker: Linker) -> bool:
    """Whether it is asked what somebody says about a thing, and the word for it is neither said nor near to what is.

    What is said about "the council's schools" is said of schools.
    """
    about = _SAY_ABOUT.search(question.text)
    if about is None:
        return False
    said, words = _said(quotes, linked, linker), _words(quotes)
    things = [n for n in linked.needs if n.required and about.start("thing") <= n.token.start < about.end("thing")]
    return bool(things) and said.get(things[-1].index, 0.0) < SOLID and nearest(things[-1].token.text, words) < NEAR


def is_of_no_such_kind(found: Sequence[Found], quotes: Sequence[Quote], linked: Linked, linker: Linker) -> bool:
    """Whether somebody is asked for with a thing that is quoted, and with a word before it that no report has.

    Who runs the workshop need not be who runs the "pottery workshop"; whom it is for may be said in any words.
    """
    if not found or found[0].part.expected.kind is not Kind.NAME:
        return False
    said = _said(quotes, linked, linker)
    whom = _FOR_WHOM.search(found[0].part.text)
    asked = (n for n in linked.needs if not n.inherited and not (whom and n.token.start > whom.start()))
    for kind, thing in pairwise(asked):
        if thing.token.start - kind.token.end != 1 or not (kind.required and thing.required):
            continue
        only_the_thing = said.get(kind.index, 0.0) < SOLID <= said.get(thing.index, 0.0)
        if only_the_thing and _unknown(kind, linked, linker):
            return True
    return False


def _explains_another(question: Question, quotes: Sequence[Quote], linked: Linked, linker: Linker) -> bool:
    """Whether a name that the question says stands in the quotes, but not with a sentence that may give a cause.

    That fires spread after a dry spring is no cause of the one at Long Bank that is told of beside it.
    """
    wanted = expected(question.text)
    named: set[int] = set()
    explained: list[set[int]] = []
    for quote in quotes:
        for at, sentence in enumerate(quote.sentences):
            before = quote.sentences[at - 1].text if at else ""
            told = " ".join((*sentence.locator.section, sentence.lead_in, before, sentence.text))
            said = _cover(told, linked, linker)
            names = {n.index for n in linked.needs if n.strict and said.get(n.index, 0.0) >= SOLID}
            named |= names
            if fitness(wanted, sentence.text) >= LEAST[Kind.REASON]:
                explained.append(names)
    return not any(named <= names for names in explained)


def _leaves_out(question: Question, found: Found, quotes: Sequence[Quote], linked: Linked, linker: Linker) -> bool:
    """Whether nothing near in meaning is said of what qualifies the things counted, or of what they did.

    "How many *planning* appeals were *lost*" is not told by how many appeals there are. Where and when is left to
    what is fitted.
    """
    said = _said(quotes, linked, linker)
    words = _words(quotes)
    counted = set(found.part.expected.counted) - _MORE_OR_LESS
    telling = (
        n
        for n in linked.needs
        if not n.inherited
        and (n.required or n.weight >= TELLING or n.token.stem in counted)
        and not (n.token.is_number or is_total_label(n.token.text))
    )
    inside = [m.span() for m in _WHERE_AND_WHEN.finditer(question.text)]
    return any(
        said.get(n.index, 0.0) < SOLID
        and not any(start <= n.token.start < end for start, end in inside)
        and nearest(n.token.text, words) < FAR
        for n in telling
    )


def _words(quotes: Sequence[Quote]) -> list[str]:
    """The words of quotes and of the headings and lines that lead to them."""
    texts = (" ".join((*s.locator.section, s.lead_in, s.text)) for q in quotes for s in q.sentences)
    return [t.text for text in texts for t in tokens(text)]


def _headless(question: Question, linked: Linked, said: dict[int, float]) -> float:
    """Whether the very thing asked for ("what is the *salary* of …", "how many *widgets* …") is nowhere near."""
    match = _HEAD.search(question.text)
    if match is None:
        return 0.0
    heads = [stem(t.text) for t in tokens(match.group(1)) if not t.is_stop][-1:]
    return float(any(n.token.stem in heads and n.required and said.get(n.index, 0.0) < SOLID for n in linked.needs))
