"""A question as read off its words alone: its content words, and the cues that say what is asked.

Knows English, not the library: which report, table or sentence is meant is found in ``understanding.py``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from assistant.questions.cues import (
    AFTER,
    BEFORE,
    CODE,
    COMPILED,
    EXCEPT,
    EXCLUDED,
    INSTRUCTION,
    MORE_OR_LESS,
    NOT_THIS,
    OPINION,
    ORDERS,
    OVER_SO_MANY,
    PLACE,
    POLITE,
    RANK_NUMBER,
    RELATIVES,
    SEPARATOR,
    SMALL,
    SO_LONG,
    WHICH_ONE,
    YES_NO,
    Comparator,
    Cue,
    Order,
    Relative,
    small_number,
)
from assistant.questions.idioms import Idiom, built_in_idioms
from assistant.questions.spelling import mend_asking
from assistant.questions.words import Token, fold, tokens
from structured.periods import MONTH, PartialPeriod, Period, PeriodKind, find_periods, parse_period
from structured.units import PERCENT, Quantity, QuantityMention, find_quantities


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A comparison with a number that the question names; ``called`` a bound is "above the appetite of 12"."""

    comparator: Comparator
    quantity: Quantity
    start: int
    end: int
    called: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPeriod:
    """A period that the question names.

    ``partial`` is set instead of ``period`` for "Q3" without a year, ``months`` for "October to December" without one.
    """

    period: Period | None
    partial: PartialPeriod | None
    start: int
    end: int
    months: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A cue and where it was read."""

    cue: Cue
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question's own words, cleaned of courtesy and code, with what they say about the task.

    ``tokens`` are all its words, ``idioms`` those meant as a whole; ``text`` is what they stand in. ``excluded`` are
    the stretches that it sets aside ("other than …"), ``left_out`` the stems of their words, ``separators`` the words
    that may stand between two things compared. ``instruction`` and ``opinion`` are reasons to decline before any
    search; ``unfollowed`` says that an instruction stood beside a question, which alone is read.
    """

    asked: str
    text: str
    tokens: tuple[Token, ...]
    idioms: tuple[Idiom, ...]
    cues: tuple[Span, ...]
    periods: tuple[AskedPeriod, ...]
    relatives: tuple[tuple[Relative, int, int], ...]
    thresholds: tuple[Threshold, ...]
    between: tuple[Quantity, Quantity] | None
    between_span: tuple[int, int] | None
    order: Order | None
    order_span: tuple[int, int] | None
    limit: int
    place: int
    yes_no: bool
    excluded: tuple[tuple[int, int], ...]
    left_out: frozenset[str]
    separators: tuple[tuple[int, int], ...]
    instruction: bool
    opinion: bool
    unfollowed: bool
    _read: frozenset[Cue] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note which cues were read: the readings ask for them by the thousand."""
        object.__setattr__(self, "_read", frozenset(span.cue for span in self.cues))

    def has(self, *cues: Cue) -> bool:
        """Whether any of these cues was read."""
        return not self._read.isdisjoint(cues)

    @property
    def named_periods(self) -> tuple[Period, ...]:
        """The periods that are named in full, in order."""
        return tuple(p.period for p in self.periods if p.period is not None)

    @property
    def times_said(self) -> tuple[tuple[int, int], ...]:
        """Where it names a time: its periods, then those that it names by another ("last year")."""
        return (*((p.start, p.end) for p in self.periods), *((start, end) for _, start, end in self.relatives))

    def spans(self, *cues: Cue) -> tuple[tuple[int, int], ...]:
        """Where these cues were read."""
        return tuple((s.start, s.end) for s in self.cues if s.cue in cues)


_LONG = {
    "yr": "year", "yrs": "years", "qtr": "quarter", "qtrs": "quarters", "mth": "month", "mths": "months", "wk": "week",
    "wks": "weeks", "hrs": "hours", "mins": "minutes", "secs": "seconds", "ppl": "people", "avg": "average",
    "govt": "government", "gov't": "government", "dept": "department", "depts": "departments", "approx": "roughly",
    "b4": "before", "cant": "can't", "dont": "don't", "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't",
    "i.e.": "so", "e.g.": "like",
    "wasnt": "wasn't", "hasnt": "hasn't", "havent": "haven't", "werent": "weren't", "arent": "aren't",
}  # fmt: skip
_SHORT = re.compile(rf"(?<![\w'.])(?:{'|'.join(map(re.escape, _LONG))})(?![\w'])", re.IGNORECASE)
"""What people type in haste, written out."""
_NUMBERED = {word: f"Q{n}" for n in range(1, 5) for word in (str(n), *(w for w, m in SMALL.items() if m == n))}
_NUMBER = rf"(?:{'|'.join(_NUMBERED)})"
_QUARTERS = re.compile(rf"\b(?:the )?quarters ({_NUMBER}(?:, {_NUMBER})* (?:and|to|&) {_NUMBER})\b", re.IGNORECASE)
"""Several quarters by their numbers: "quarters 1 and 2"."""
_NO_APOSTROPHE = re.compile(r"\b(what|how|where|who|when)s\b", re.IGNORECASE)


def _question_beside(asked: str) -> str:
    """The questions among the sentences of a text that also holds instructions; all of it where there are not both.

    Whether one should worry is left out too, where something else is asked.

    What is put to the program itself ("what do you promise?") is part of the instruction.
    """
    if not INSTRUCTION.search(asked):
        rest = _FEARS.sub(" and ", asked)
        return rest if _ASKS_AT_ALL.search(rest) else asked
    sentences = _SENTENCE_END.split(asked)
    kept = [s for s in sentences if _ASKS.match(s) and not INSTRUCTION.search(s) and not _YOU.search(s)]
    if not kept:
        return asked
    told = [s[m.start : m.end] for s in sentences if s not in kept for m in find_periods(s)]
    question = " ".join(_THEN.sub("", s).strip() for s in kept)
    return _THAT_TIME.sub(f"in {told[0]}", question) if len(set(told)) == 1 else question


_FEARS = re.compile(
    r"[,;]?\s*(?:\b(?:and|but|so)\s+)?\bshould (?:i|we|people|residents|anyone) be "
    r"(?:worried|concerned|alarmed|pleased|happy)(?: (?:about|by) (?:it|this|that))?\s*,?\s*"
    r"(?:\bor\b(?= (?:is|was|are|what|why|how)\b)|(?=[?.]|$))",
    re.IGNORECASE,
)
"""What asks, beside a question on the reports, how one should feel about its answer."""
_ASKS_AT_ALL = re.compile(r"\b(?:how|what|why|which|who|when)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.?!;])\s+|\n+")
_THEN = re.compile(
    r"^\s*(?:(?:and|but|so|now|then|next|finally|lastly|afterwards|besides|anyway|also|again|then again|by the way|"
    r"please|tell me|(?:after|with|having done) (?:that|this|which)(?: done)?),? )+",
    re.IGNORECASE,
)
"""What leads from one thing that is asked to the next."""
_ASKS = re.compile(
    rf"(?:{_THEN.pattern})?\s*"
    r"(?:who|what|when|where|which|why|how|did|does|do|is|are|was|were|has|have)\b[^?]*\?",
    re.IGNORECASE,
)
_THAT_TIME = re.compile(r"\b(?:in |for )?that (?:same )?(?:year|quarter|month)\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|yourself)\b", re.IGNORECASE)


_BETWEEN_MONTHS = re.compile(rf"\bbetween ({MONTH}(?: (?:19|20)\d\d)?) and ({MONTH})\b", re.IGNORECASE)
_TWO_TIMES = re.compile(
    r"\b(?:chang|differ|ris[ei]|rose|f[ae]ll|increas|decreas|reduc|drop|declin|gr[eo]w|gain|los[et]|move|moving|improv|worse"
    r"|compar|(?:go|goes|gone|went|is|are|was|were|been) (?:up|down)|more|fewer|less|higher|lower|better|gap)\w*",
    re.IGNORECASE,
)
"""What holds one time against another, so that two months are two times and no stretch."""


_NON = re.compile(r"\bnon-(?=(?:disabled|members?|smokers?|graduates?|white|residents?|users?)\b)", re.IGNORECASE)
"""What tables head by "Not"."""


def _clean(asked: str) -> str:
    text = (
        asked.replace("’", "'")
        .replace("‘", "'")
        .replace("“", '"')
        .replace("”", '"')
        .replace("\u00a0", " ")
        .replace("–", "-")
        .replace("—", " - ")
    )
    text = _NO_APOSTROPHE.sub(r"\1's", text)
    text = _NOT.sub(r"\1n't", text)
    text = _NON.sub("not ", text)
    text = _SHORT.sub(lambda match: _LONG[match[0].lower()], text)
    text = _QUARTERS.sub(lambda m: re.sub(rf"\b{_NUMBER}\b", lambda n: _NUMBERED[n[0].lower()], m[1], flags=re.I), text)
    if not _TWO_TIMES.search(text):
        text = _BETWEEN_MONTHS.sub(r"in \1 to \2", text)
    text = _APART.sub(r"\1 and ", text)
    text = _SET_ASIDE.sub(lambda m: f"leaving out {(m[1] or m[2]).strip()}", text)
    text = _THEIR.sub(" their", text)
    text = _DAY_NAMED.sub(lambda m: _DAYS[m[1].lower()], text)
    text = _END_OF_MONTH.sub(_last_day, text)
    without_code = CODE.sub(" ", text)
    without_code = NOT_THIS.sub(" ", without_code)
    without_courtesy = POLITE.sub(" ", without_code)
    text = without_courtesy if tokens(without_courtesy) else without_code
    return re.sub(r"\s+", " ", text).strip(" ,;-")


_APART = re.compile(r"\b(how (?:many|much) [^?,]{0,40}?separate[sd]? [^?,]{1,60}?) from ", re.IGNORECASE)
_NOT = re.compile(r"\b(did|does|is|are|was|were|has|have|had|could|would|should)nt\b", re.IGNORECASE)
_SET_ASIDE = re.compile(
    r"^((?!(?:leav|sett|putt)ing\b)(?:[\w'&-]+ ){1,4}?)aside(?=,)|"
    r"\b(?:leave|leaving|taking|keeping) ((?:(?!(?:to|part|time)\b)[\w'&-]+ ){1,4}?)(?:out|aside)\b(?! of\b)",
    re.IGNORECASE,
)
"""What is set aside by words on either side of it: "vans aside, …", "leaving vans out"."""
_THEIR = re.compile(
    r"(?<=\b(?:with|into|upon)) there(?= (?!(?:is|are|was|were|has|have|had|will|would|can|be|to|and|or|for)\b)[a-z])|"
    r"(?<=\bover) there(?= (?:[a-z]+ )?(?:budgets?|targets?|plans?|limits?|quotas?|forecasts?|estimates?)\b)",
    re.IGNORECASE,
)
"""What is heard as "their"."""
_DAYS = {"eve": "31 December", "day": "1 January"}
_DAY_NAMED = re.compile(r"\bnew year'?s'? (eve|day)\b", re.IGNORECASE)
_END_OF_MONTH = re.compile(rf"\b(?:the )?end (?:of )?({MONTH})\b(?! ?(?:19|20)\d\d)", re.IGNORECASE)


def _last_day(match: re.Match[str]) -> str:
    """The last day of a month that is named without a year, as it is in most years."""
    month = parse_period(f"{match[1]} {_ANY_YEAR}")
    return match[0] if month is None else f"{month.last.day} {month.last:%B}"


_ANY_YEAR = 2001
_HAPPENED = re.compile(r"\bhappen(?:ed|ing|s)?\b", re.IGNORECASE)
_WITHIN = re.compile(r"(?:in|over) the (?:past |last )?year", re.IGNORECASE)
_MOVEMENTS = frozenset({Cue.RISE, Cue.FALL, Cue.IMPROVE, Cue.WORSEN, Cue.CHANGE})


def capitals_tell(text: str) -> bool:
    """Whether capitals tell names: not in a text that has them all over."""
    words = [w for w in text.split() if w[0].isalpha()]
    return sum(w[0].isupper() for w in words) * 2 <= len(words) + 2


def _in_name(text: str, start: int, end: int) -> bool:
    """Whether a word is part of a capitalised name ("Waste Reduction Board"); a text all in capitals says nothing."""
    if not text[start].isupper() or not start or text[start:end].isupper():
        return False
    near = [*text[:start].split()[-1:], *text[end:].split()[:1]]
    return capitals_tell(text) and any(w[0].isupper() for w in near)


def _in_idiom(span: Span, idioms: tuple[Idiom, ...]) -> bool:
    """Whether what would be a rise or a fall is part of an idiom that is neither: nothing rises in "hung up"."""
    return span.cue in {Cue.RISE, Cue.FALL} and any(
        i.start <= span.start and span.end <= i.end and (i.start, i.end) != (span.start, span.end) and not i.moves
        for i in idioms
    )


_BOUND = re.compile(
    r"(?:\b(?:the|its|their|our|any|an?) )?(?:\b[\w'-]+ )?"
    r"\b(?:appetite|tolerance|threshold|limit|ceiling|cap|benchmark|cut-off)(?: (?:score|level))?(?: of|\W*)\s*$",
    re.IGNORECASE,
)
"""What a number is the bound of, before it: "above the appetite of 12", "over the limit (20)"."""


_AGED = re.compile(
    r"\b(?:people|persons?|those|children|adults|men|women|boys|girls|patients|drivers|riders|residents|"
    r"pupils|students|tenants|customers|users|staff|employees|workers|volunteers|members|leavers|"
    r"joiners|recruits)\b[^?]{0,60}?\b(?:were|are|was|is|who|aged)\s+(?:under|over|below|above)\s+$",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"\s*(?:years?(?: old| of age)?\b)?\s*(?:$|[?.,;)]|(?:and|or|in|at|when|on|by|during|for)\b)", re.IGNORECASE
)
"""What surrounds the age of people ("how many riders were under 21?"), which is no bound on how many there are."""


_A_PART = re.compile(
    r"(?<=\bthan )(?:half|(?P<n>an?|one|two|three|four)[ -](?P<part>third|quarter|fifth|tenth)s?)\b"
    r"(?! (?:of\b|an?\b|the\b|all\b|as\b|hours?\b|million|billion|thousand))",
    re.IGNORECASE,
)
"""A part of a whole that stands by itself as a bound: "which groups are more than half women?"."""
_NTHS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}


def _parts(text: str) -> list[QuantityMention]:
    """The parts of a whole that a text gives as bounds, in per cent."""
    found = []
    for match in _A_PART.finditer(text):
        n = 1 if not match["n"] or match["n"].lower() in {"a", "an"} else small_number(match["n"])
        value = Decimal(100 * n) / (_NTHS[match["part"].lower()] if match["part"] else 2)
        quantity = Quantity(value=value, unit=PERCENT, decimals=0)
        found.append(QuantityMention(start=match.start(), end=match.end(), quantity=quantity, printed=match[0]))
    return found


def _thresholds(
    text: str, taken: list[tuple[int, int]]
) -> tuple[tuple[Threshold, ...], tuple[Quantity, Quantity] | None, tuple[int, int] | None]:
    found: list[Threshold] = []
    mentions = [
        m for m in (*find_quantities(text), *_parts(text)) if not any(m.start < e and s < m.end for s, e in taken)
    ]
    between, span = None, None
    for index, mention in enumerate(mentions):
        before, after = text[: mention.start], text[mention.end :]
        bound = _BOUND.search(before)
        if bound is not None:
            before = before[: bound.start()]
        if (
            index + 1 < len(mentions)
            and re.search(r"\bbetween\s+$", before, re.IGNORECASE)
            and re.fullmatch(r"\s+(?:and|to)\s+", text[mention.end : mentions[index + 1].start])
        ):
            between = (mention.quantity, mentions[index + 1].quantity)
            span = (mention.start, mentions[index + 1].end)
        comparator = next((c for c, p in AFTER if p.search(after)), None) or next(
            (c for c, p in BEFORE if p.search(before)), None
        )
        if comparator and not (_AGED.search(before) and _OLD.match(after)):
            start = bound.start() if bound is not None else mention.start
            found.append(
                Threshold(
                    comparator=comparator,
                    quantity=mention.quantity,
                    start=start,
                    end=mention.end,
                    called=bound is not None,
                )
            )
    return tuple(found), between, span


_BARE_RANGE = re.compile(rf"\b({MONTH})\s*(?:-|to|through)\s*({MONTH})\b(?!\s*\d)", re.IGNORECASE)
_OF_YEAR = r"(?:(?P<fiscal>FY ?|(?:financial|fiscal) year )?(?P<year>\d{4}[-/]\d{2,4}|\d{2}[-/]\d{2}|\d{4}))"
_QUARTER_WORDS = re.compile(
    r"\b(first|second|third|fourth|last|final)(?: and (first|second|third|fourth|last|final))? quarters? (?:of |in )?"
    rf"(?=(?:the )?{_OF_YEAR})",
    re.IGNORECASE,
)
_MONTHS_OF = re.compile(
    rf"\b(first|last|final) (three|six|3|6) months (?:of|in) (?:the year )?{_OF_YEAR}(?!\d)", re.IGNORECASE
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}


def _periods(text: str) -> tuple[AskedPeriod, ...]:
    """The periods that a question names.

    "2020-21 to 2023-24" names two, the ends of a stretch; so do two quarters of a year.
    """
    found: list[AskedPeriod] = []
    for match in _QUARTER_WORDS.finditer(text):
        for word in filter(None, match.group(1, 2)):
            period = parse_period(f"Q{_NTH[word.lower()]} {_year_of(match)}")
            if period is not None:
                found.append(AskedPeriod(period=period, partial=None, start=match.start(), end=match.end("year")))
    for match in _MONTHS_OF.finditer(text):
        last = match.group(1).lower() != "first"
        part = f"Q{4 if last else 1}" if match.group(2).lower() in {"three", "3"} else f"H{2 if last else 1}"
        period = parse_period(f"{part} {_year_of(match)}")
        if period is not None:
            found.append(AskedPeriod(period=period, partial=None, start=match.start(), end=match.end()))
    for match in _BARE_RANGE.finditer(text):
        found.append(
            AskedPeriod(
                period=None,
                partial=None,
                start=match.start(),
                end=match.end(),
                months=f"{match.group(1)} to {match.group(2)}",
            )
        )
    for mention in find_periods(text):
        if any(mention.start < a.end and a.start < mention.end for a in found):
            continue
        if mention.period is None:
            found.append(AskedPeriod(period=None, partial=mention.partial, start=mention.start, end=mention.end))
            continue
        is_change = _BETWEEN.search(text[: mention.start]) is not None and _moves(text)
        ends = _two_ends(text[mention.start : mention.end], is_change=is_change)
        for period in ends or (mention.period,):
            found.append(AskedPeriod(period=period, partial=None, start=mention.start, end=mention.end))
    return tuple(sorted(found, key=lambda a: a.start))


def _year_of(match: re.Match[str]) -> str:
    """The year that a part of it is asked of, with "FY" before it where the words say that it is a financial one."""
    return f"{'FY ' if match['fiscal'] else ''}{match['year']}"


_YEARS_APART = re.compile(r"(?:19|20)\d\d\s?-\s?(?:19|20)\d\d")


_BETWEEN = re.compile(r"\b(?:between|from)\s+$", re.IGNORECASE)


def _moves(text: str) -> bool:
    """Whether a text speaks of a change."""
    return any(cue in _MOVEMENTS | {Cue.DIFFERENCE, Cue.PERCENT_CHANGE} and p.search(text) for cue, p in COMPILED)


def _two_ends(words: str, *, is_change: bool) -> tuple[Period, Period] | None:
    """The two years or quarters that "2020-21 to 2023-24" or "2019-2022" runs between.

    "May to June 2025" is a stretch, and two months where a change between them is asked for.
    """
    between = r"\s?-\s?" if _YEARS_APART.fullmatch(words) else r"\s+(?:to|and|through|until)\s+"
    parts = re.split(between, words)
    if len(parts) != 2:
        return None
    first, last = (parse_period(part) for part in parts)
    if first is None and last is not None and is_change:
        years = (last.last.year, last.last.year - 1)
        named = (period for year in years if (period := parse_period(f"{parts[0]} {year}")) is not None)
        first = next((period for period in named if period < last), None)
    if first is None or last is None or first.kind is not last.kind or first.kind is PeriodKind.DAY:
        return None
    return None if first.kind is PeriodKind.MONTH and not is_change else (first, last)


_FIRST_AND_LAST = re.compile(
    r"\b(?:start(?:ing)?|first|begin\w*)(?: figure| value| quarter| year)?(?:,| and| &| to)(?: the)? (?:\w+ )?"
    r"(?:end|last|latest|finish|peak|lowest|highest)\b",
    re.IGNORECASE,
)


_COUNTED = re.compile(r"\bhow (?:many|much)\b|\bnumber of\b", re.IGNORECASE)


def is_a_stretch(periods: Sequence[AskedPeriod]) -> bool:
    """Whether the periods that a question names are the ends of a stretch, or one that has two."""
    return len(periods) > 1 or any(p.period is not None and p.period.kind is PeriodKind.RANGE for p in periods)


def _counted_over(text: str, periods: Sequence[AskedPeriod]) -> re.Match[str] | None:
    """What says over how many periods it is counted: "over the five years", "in five years from … to …"."""
    if not _COUNTED.search(text):
        return None
    return OVER_SO_MANY.search(text) or (SO_LONG.search(text) if is_a_stretch(periods) else None)


_CHANGES = frozenset({Cue.CHANGE, Cue.PERCENT_CHANGE, Cue.DIFFERENCE})
_WHICH_REASON = re.compile(r"\b(?:which|what) (?:of the )?reasons?\b", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\brespectively\b|\beach\b", re.IGNORECASE)
_TOTAL_OF = re.compile(r"\btotal\b", re.IGNORECASE)


_AS_PLANNED = re.compile(
    r"^under (?:the|its|their) [\w ]{0,20}budget(?=,| how (?:much|many)\b| what\b)|"
    r"\b(?:set aside|put by|allocated|allotted|allowed|earmarked|provided|meant|intended)\b[^?]*?"
    r"\bunder (?:the|its|their) [\w ]{0,20}budget\b",
    re.IGNORECASE,
)
"""What something is by a budget, and not below it: "under the revised budget, how much …"."""


def _shadowed(span: Span, cues: tuple[Span, ...], text: str) -> bool:
    """Whether a cue is a part of what another asks for.

    "Percentage" only begins "percentage difference of …", which asks for no share; "change in the average …" is a
    change of what is called an average, and "what does it mean" asks for none.
    """
    if span.cue is Cue.PERCENT_CHANGE and not any(c.cue in _MOVEMENTS | {Cue.DIFFERENCE} for c in cues):
        # "how much of the budget is pay, in per cent" asks for a share in per cent
        if any(c.cue in {Cue.OVER, Cue.UNDER} for c in cues):
            return False
        plain = any(c.cue is Cue.PERCENT and (c.start, c.end) == (span.start, span.end) for c in cues)
        plain = plain or text[: span.start].endswith("(")  # "(as a percentage)" says in what it is to be told
        return plain or any(c.cue is Cue.SHARE and c.end <= span.start for c in cues)
    if span.cue is Cue.UNDER:
        return any(m.start() <= span.start and span.end <= m.end() for m in _AS_PLANNED.finditer(text))
    if span.cue is Cue.COUNT_OF:  # "how many million did it cost", "how many per cent": no count of things
        return any(c.cue in {Cue.MONEY, Cue.PERCENT} and c.start == span.start and c.end > span.end for c in cues)
    if span.cue is Cue.SHARE and any(c.cue is Cue.UNDER for c in cues) and not any(c.cue is Cue.PERCENT for c in cues):
        return text[span.start : span.end].lower() == "how much of"  # "how much of it wasn't spent" is an amount
    if span.cue is Cue.SHARE:
        return any(c.cue is Cue.PERCENT_CHANGE and c.start == span.start and c.end > span.end for c in cues)
    return span.cue is Cue.MEAN and any(
        (c.cue in _CHANGES and c.end < span.start) or (c.cue is Cue.METHOD and c.start < span.start < c.end == span.end)
        for c in cues
    )


def _length(pattern: re.Pattern[str], text: str) -> int:
    """How much of the beginning of a text a pattern takes."""
    match = pattern.match(text)
    return match.end() if match else 0


def read_question(asked: str, known: Container[str] | None = None) -> Question:
    """The question's words and cues. Any text gives a Question, also an empty one.

    Where it is said which words are ``known`` (lower case), misspelt words of asking are put right.
    """
    text = _clean(_question_beside(asked))
    return _read(asked, text if known is None else mend_asking(text, known))


@lru_cache(maxsize=8)  # the same question is read again on its way to an answer
def _read(asked: str, text: str) -> Question:
    kept = _question_beside(asked)
    folded = fold(text)
    periods = _periods(text)
    taken = [(p.start, p.end) for p in periods]
    relatives: list[tuple[Relative, int, int]] = []
    for relative, pattern in RELATIVES:
        for match in pattern.finditer(text):
            if not any(match.start() < e and s < match.end() for _, s, e in relatives):
                relatives.append((relative, match.start(), match.end()))
    order, order_span = None, None
    for candidate, pattern in ORDERS:
        if found := pattern.search(text):
            order, order_span = candidate, (found.start(), found.end())
            break
    ranked_time = None
    if order is None and WHICH_ONE.search(text) and (ranked_time := MORE_OR_LESS.search(text)):
        order = Order.MOST if ranked_time.group(1) else Order.LEAST  # "in which year was it higher?"
        order_span = ranked_time.span()
    limit = 1
    if number := RANK_NUMBER.search(text):
        word = (number.group(1) or number.group(2)).lower()
        if number.group(1) and order_span is not None and number.start() <= order_span[0] <= number.end():
            order_span = (order_span[0], max(order_span[1], number.end()))  # "top 3"
        limit = SMALL.get(word) or (int(word) if word.isdigit() else 1)
    nth = PLACE.search(text)
    place = SMALL[(nth.group(1) or nth.group(2)).lower()] if nth else 1
    if nth and order is None:  # "came second" names no superlative
        order, order_span = Order.MOST, (nth.start(), nth.end())
    thresholds, between, between_span = _thresholds(text, taken)
    cues = tuple(
        Span(cue=cue, start=m.start(), end=m.end())
        for cue, pattern in COMPILED
        for m in pattern.finditer(text)
        if cue not in _MOVEMENTS or not _in_name(text, m.start(), m.end())
        if not ranked_time or cue not in _MOVEMENTS or m.start() != ranked_time.start()
    )
    if order is not None and (reason := _WHICH_REASON.search(text)):  # "which reason was the most common?"
        cues = tuple(c for c in cues if c.cue is not Cue.WHY or not reason.start() <= c.start < reason.end())
    if order_span is not None and any(c.cue is Cue.WHY and c.start <= order_span[0] < c.end for c in cues):
        order, order_span = None, None  # "what is the biggest thing behind it?" asks why
    words = tokens(text)
    idioms = built_in_idioms().found_in(words)
    cues = tuple(c for c in cues if not _shadowed(c, cues, text) and not _in_idiom(c, idioms))
    listed = len(periods) > 1 and not _RESPECTIVELY.search(text)
    moving = any(c.cue in _MOVEMENTS | {Cue.DIFFERENCE, Cue.PERCENT_CHANGE, Cue.SHARE, Cue.MEAN} for c in cues)
    if not moving and not any(c.cue in {Cue.TREND, Cue.GAP} for c in cues) and not _HAPPENED.search(text):
        # how many there were "over the past year" is of the year itself, and not of the one before
        relatives = [(Relative.LATEST if _WITHIN.fullmatch(text[s:e]) else r, s, e) for r, s, e in relatives]
    if listed and not moving and (total := _TOTAL_OF.search(text)):  # "the total … in 2022 and 2023" adds them up
        cues = (*cues, Span(cue=Cue.SUM, start=total.start(), end=total.end()))
    elif not moving and (span := _counted_over(text, periods)):
        cues = (*cues, Span(cue=Cue.SUM, start=span.start(), end=span.end()))
    if _FIRST_AND_LAST.search(asked) and not any(c.cue is Cue.TREND for c in cues):
        cues = (*cues, Span(cue=Cue.TREND, start=0, end=0))
    excluded = tuple((m.end(), m.end() + _length(EXCLUDED, text[m.end() :])) for m in EXCEPT.finditer(text))
    return Question(
        asked=asked,
        text=text,
        tokens=words,
        idioms=idioms,
        cues=cues,
        periods=periods,
        relatives=tuple(sorted(relatives, key=lambda r: r[1])),
        thresholds=thresholds,
        between=between,
        between_span=between_span,
        order=order,
        order_span=order_span,
        limit=max(1, min(limit, 50)),
        place=place,
        yes_no=bool(YES_NO.match(folded)),
        excluded=excluded,
        left_out=frozenset(t.stem for t in words if any(t.start < e and s < t.end for s, e in excluded)),
        separators=tuple((m.start(), m.end()) for m in SEPARATOR.finditer(text)),
        instruction=bool(INSTRUCTION.search(kept)),
        opinion=bool(OPINION.search(kept)),
        unfollowed=kept != asked and INSTRUCTION.search(asked) is not None,
    )
