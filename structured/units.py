"""Units and quantities: reading a printed figure, the rules for combining units, printing a quantity.

Knows nothing of tables, reports or questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from structured import clock
from structured.errors import UnitMismatch
from structured.periods import find_periods
from structured.spelled_numbers import WORD, WORDS, spelled_numbers


class UnitKind(StrEnum):
    """The family of a unit. Quantities of different families never meet in a sum or a difference."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "pp"
    MONEY = "money"
    RATE = "rate"
    """So many per 1,000 (or another base) of something."""
    RATIO = "ratio"
    """So many times."""
    DURATION = "duration"
    MASS = "mass"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a number counts. ``symbol`` is '£', '$', 'days', 'hours', 'kg', 'per 1,000' …; ``scale`` multiplies the
    number to give base units (1,000,000 for £m).

    The base of a duration is the second, of a mass the gram. One that is printed as a clock prints it ("8:24") has the
    symbol 'minutes:seconds', and counts seconds. A rate is the exception: its ``scale`` is what it is per,
    and divides. Calendar stretches (months, years, working days) have no fixed length: they convert only to themselves.
    """

    kind: UnitKind
    symbol: str = ""
    scale: int = 1


COUNT = Unit(kind=UnitKind.COUNT)
PERCENT = Unit(kind=UnitKind.PERCENT, symbol="%")
POINTS = Unit(kind=UnitKind.POINTS, symbol="pp")
TIMES = Unit(kind=UnitKind.RATIO, symbol="times")
YEAR = Unit(kind=UnitKind.YEAR)

THOUSAND, MILLION, BILLION, TRILLION = 10**3, 10**6, 10**9, 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit. ``value`` is in ``unit`` (4,514.5 for "£4,514.5m"); ``decimals`` as printed."""

    value: Decimal
    unit: Unit
    decimals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityMention:
    """A quantity found at ``text[start:end]``, which is ``printed``. ``approximate`` when the words round it
    ("about").
    """

    start: int
    end: int
    quantity: Quantity
    printed: str
    approximate: bool = False


_SCALES = {
    "k": THOUSAND, "thousand": THOUSAND, "000s": THOUSAND, "m": MILLION, "mn": MILLION, "mln": MILLION,
    "million": MILLION, "b": BILLION, "bn": BILLION, "billion": BILLION, "tn": TRILLION, "trn": TRILLION,
    "trillion": TRILLION,
}  # fmt: skip
_SCALED = frozenset({UnitKind.COUNT, UnitKind.MONEY})
"""The kinds whose unit holds the scale: £m, thousands. Of the others the scale is part of what the unit is."""
_SCALE_MARK = {1: "", THOUSAND: "k", MILLION: "m", BILLION: "bn", TRILLION: "tn"}
_SCALE_WORD = {1: "", THOUSAND: " thousand", MILLION: " million", BILLION: " billion", TRILLION: " trillion"}
_CURRENCIES = {
    "£": "£", "gbp": "£", "$": "$", "us$": "$", "usd": "$", "€": "€", "eur": "€", "¥": "¥", "₹": "₹", "rmb": "RMB",
    "a$": "A$", "c$": "C$", "nz$": "NZ$", "hk$": "HK$", "s$": "S$", "r$": "R$", "chf": "CHF",
}  # fmt: skip
_CURRENCY_CODE = {
    "£": "gbp", "$": "usd", "€": "eur", "¥": "jpy", "₹": "inr", "A$": "aud", "C$": "cad", "S$": "sgd", "NZ$": "nzd",
    "HK$": "hkd", "R$": "brl", "RMB": "cny", "¢": "cents",
}  # fmt: skip
_MONEY_WORDS = {"pound": "£", "euro": "€", "dollar": "$"}
_DURATIONS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 604_800,
    "month": 1,
    "year": 1,
    "working day": 1,
}
_MASSES = {"g": 1, "kg": 1000, "tonnes": 10**6, "kt": 10**9, "Mt": 10**12}
_MASS_WORDS = {
    "kg": "kg", "kilogram": "kg", "gram": "g", "g": "g", "tonne": "tonnes", "thousand tonne": "kt",
    "million tonne": "Mt",
}  # fmt: skip

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_CURRENCY = r"(?:US|NZ|HK|A|C|S|R)?\$|[£€¥₹]|(?:GBP|USD|EUR|RMB|CHF)(?=\s?[\d(])"
_MAGNITUDE = r"(?:thousand|million|billion|trillion|bn|mn|mln|trn|tn|k|m|b|000s)\b"
_UNIT_WORD = (
    r"%(?:\s?(?:points?|pts?)\b)?|(?:points?|pts?)\b|per\s?cent(?:age)?(?:[\s-]points?)?\b|"
    r"p\.?p\.?(?:t?s?)\b\.?|percentage[\s-]points?\b|(?:times|x)\b|"
    r"(?:working[\s-]days?|days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|weeks?|months?|years?|yrs?)\b|"
    r"(?:kgs?|kilograms?|grams?|g|tonnes?)\b|"
    r"per\s\d{1,3}(?:,?000)+(?:\s(?:people|population|residents|households|persons))?\b|¢|"
    r"(?:pounds?(?!\sof\b)(?:\ssterling)?|euros?|dollars?)\b"
)
_SPACED = r"\d{1,3}(?:[ ]\d{3})+(?:\.\d+)?(?![\d,])"
"""A number whose thousands a space parts, thin or not: in a cell only, since in a sentence it may be two numbers."""
_CELL = re.compile(
    rf"""^(?P<open>\()?\s*(?:(?-i:c)\.?(?!0\d)|ca\.?|circa|~|approx\.?|about)?\s*(?P<sign>[-+])?\s*(?P<currency>{_CURRENCY})?\s*
    (?P<inner>\()?\s*(?P<sign2>[-+])?\s*(?P<number>{_SPACED}|{_NUMBER})\s*\)?\s*
    (?P<scale>{_MAGNITUDE})?\s*
    (?P<unit>{_UNIT_WORD})?\s*(?P<after>-)?\s*\)?\s*(?P<unit2>%)?$""",
    re.VERBOSE | re.IGNORECASE,
)
MISSING_MARKS = frozenset(
    {
        "", "-", "--", "—", "–", "*", "**", "..", "...", "…", ":", "#", "x", "[x]", "[c]", "z", "[z]",
        "c", "k", "low", "~", ".", "suppressed", "withheld", "redacted", "confidential", "not disclosed",
        "#div/0!", "#n/a", "#name?", "#null!", "#num!", "#ref!", "#value!",
        "n/a", "na", "n.a.", "n/k", "n/d", "tbc", "tba", "none", "not available", "not applicable", "no data",
        "not collected", "not recorded", "not reported", "not published", "not known", "unknown", "missing",
    }
)  # fmt: skip
DASHES = frozenset({"-", "--", "—", "–"})
"""Where a table has no key, these may well say that there is none of a thing."""
_SHORTHAND = re.compile(r"\[(?:[a-z]{1,4}|(?:foot)?notes? ?[\d, ]{1,12})\]")
"""A whole cell such as "[c]", "[low]" or "[note 2]", as the government's guidance on spreadsheets has them."""
_AMOUNT = rf"(?:{_CURRENCY})?\s?(?:{_NUMBER})\s?(?:{_MAGNITUDE})?\s?(?:{_UNIT_WORD})?"
_LIMIT = re.compile(
    rf"(?:[<>≤≥]=?|=[<>]|(?:(?:less|fewer|lower|more|greater|higher) than|under|over|below|above|at (?:least|most)|"
    rf"up to|no more than)(?!\w))\s*{_AMOUNT}|{_AMOUNT}\s?(?:\+|or (?:less|fewer|lower|more|under|over|below|above))",
    re.IGNORECASE,
)
_INCLUSIVE = re.compile(r"[=≤≥+]|\bor\b|\bat (?:least|most)\b|\bup to\b|\bno more\b", re.IGNORECASE)
_UPWARDS = re.compile(
    r"^\W*(?:[>≥]|=>|(?:more|greater|higher) than|over|above|at least)|\+|\b(?:or )(?:more|over|above|higher)\b",
    re.IGNORECASE,
)
_JUST = Decimal("1e-9")
_LIMITS = re.compile(rf"({_NUMBER})\s?(?:-|–|to)\s?({_NUMBER})\s?(?:{_UNIT_WORD})?", re.IGNORECASE)
_FLAG = re.compile(
    r"(?<=[\d%)])(?:\s?(?:\((?![kmbn]\))[a-z]\)|\[(?![mk]\])[a-z]{1,2}\])|[re]\b|\s[rpe]\b|(?<=[,  ]\d{3})p\b)+$",
    re.IGNORECASE,
)
"""What marks a figure as revised, provisional or estimated ("1,234r", "5.6 (p)"); "95p" is pence, "4b" a billion."""
_FLAGGED_YEAR = re.compile(r"(?:19|20)\d\d")
_EMPHASIS = re.compile(r"</?[a-zA-Z][^>]*>|\*\*|__|`")
# "25 m²" is no 25 million with a footnote, "10⁶" no ten.
_RAISED_UNIT = re.compile(r"^[^£$€]*(?:(?:\dm|\d\s\w?m)[²³]|\b10[⁰¹²³⁴⁵⁶⁷⁸⁹]+)[^\w⁰¹²³⁴⁵⁶⁷⁸⁹]*$", re.IGNORECASE)
_FOOTNOTE = re.compile(
    r"(?:\s*(?:\*|[†‡§⁰¹²³⁴⁵⁶⁷⁸⁹]|"
    r"\[(?:\d{1,2}|[a-z]|\^[\w-]{1,20}|(?:foot)?notes? (?:[a-z]|\d(?:[\d, and]|notes? ){0,24}))\]))+$",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """The text without Markdown or HTML emphasis and without trailing footnote marks, white space folded."""
    bare = " ".join(_EMPHASIS.sub("", text).replace("\u00a0", " ").split())
    return _FOOTNOTE.sub("", bare) or bare


def is_missing_mark(text: str) -> bool:
    """Whether a whole printed cell says that there is no figure ('', '-', 'N/A', '*' …)."""
    bare = plain(text).casefold()
    return bare in MISSING_MARKS or _SHORTHAND.fullmatch(bare) is not None


def is_limit(text: str) -> bool:
    """Whether a whole printed cell says within what a figure lies, and not the figure: "<5", "fewer than 5", "1 to 4".

    >>> [is_limit(text) for text in ("<5", "[≤3]", "95% or more", "1 to 4", "2023-24", "5")]
    [True, True, True, True, False, False]
    """
    bare = re.sub(r"^[\[(]\s*(.*\S)\s*[\])]$", r"\1", plain(text))
    if _LIMIT.fullmatch(bare):
        return True
    ends = _LIMITS.fullmatch(bare)
    return ends is not None and Decimal(ends[1].replace(",", "")) < Decimal(ends[2].replace(",", ""))


def limits_of(text: str) -> tuple[Decimal, Decimal] | None:
    """The least and the most that a figure can be of which a cell prints only a limit, as numbers; None where it prints
    none. What is below 5 is taken to be just below it.

    >>> limits_of("1 to 4"), limits_of("95% or more")
    ((Decimal('1'), Decimal('4')), (Decimal('95'), Decimal('Infinity')))
    """
    if not is_limit(text):
        return None
    bare = plain(text)
    numbers = [Decimal(number.replace(",", "")) for number in re.findall(_NUMBER, bare)]
    if len(numbers) > 1:
        return numbers[0], numbers[-1]
    step = Decimal(0) if _INCLUSIVE.search(bare) else _JUST
    if _UPWARDS.search(bare):
        return numbers[0] + step, Decimal("Infinity")
    return Decimal("-Infinity"), numbers[0] - step


def parse_quantity(text: str, *, hint: Unit | None = None) -> Quantity | None:
    """The quantity that a whole printed cell states, or None when it states none (words, a blank, "N/A", "-").

    Brackets and a trailing minus make it negative. ``hint`` is the unit of a number that is printed bare; where the
    cell prints only a currency or only a percent sign, the hint still gives the scale of the money or says that the per
    cents are percentage points.

    >>> parse_quantity("(16.6)").value
    Decimal('-16.6')
    """
    return _parse(text, hint)


@lru_cache(maxsize=16_384)
def _parse(text: str, hint: Unit | None) -> Quantity | None:
    if is_missing_mark(text) or _RAISED_UNIT.match(text):
        return None
    bare = _unflagged(plain(text)).replace("−", "-").replace("–", "-")
    bare = "0" if bare.casefold() == "nil" else bare
    if hint is not None and (form := _CLOCKS.get(hint.symbol)) and (counted := clock.read(bare, form)) is not None:
        return Quantity(value=counted, unit=clock_unit(form), decimals=max(0, -int(counted.as_tuple().exponent)))
    if hint is not None and hint.symbol in clock.STEPS:
        hint = None  # a whole number beside lengths of time counts things
    match = _CELL.match(bare)
    if match is None:
        return None
    number = match["number"].replace(",", "").replace(" ", "")
    negative = any((match["open"], match["inner"], match["after"], match["sign"] == "-", match["sign2"] == "-"))
    value = Decimal(number)
    unit = _unit(match["currency"], match["scale"], match["unit"] or match["unit2"], hint)
    if unit is None:
        return None
    # Zero keeps its sign, since "-0.0" says that it was a small fall.
    return _counted(value.copy_negate() if negative else value, match["scale"], unit)


_CLOCKS = {**{form: form for form in clock.STEPS}, "minutes": clock.MINUTES, "hours": clock.HOURS}
"""In what form a clock's figures are under each unit."""


def clock_unit(form: str) -> Unit:
    """The unit of what is printed as a clock prints it."""
    return Unit(kind=UnitKind.DURATION, symbol=form, scale=clock.STEPS[form])


def _unflagged(text: str) -> str:
    """A cell's words without the letters that say what becomes of its figure; a year with one is a heading."""
    while bare := _FLAG.sub("", text):
        if bare == text or _FLAGGED_YEAR.fullmatch(bare):
            break
        text = plain(bare)
    return text


def _counted(value: Decimal, scale: str | None, unit: Unit) -> Quantity:
    """A printed number in its unit; a scale that the unit does not hold ("2 million tonnes") goes into the number."""
    decimals = max(0, -int(value.as_tuple().exponent))
    minutes = scale is not None and scale.casefold() == "m" and unit.symbol == "minutes"  # "15m" under "minutes"
    if not scale or unit.kind in _SCALED or minutes:
        return Quantity(value=value, unit=unit, decimals=decimals)
    factor = _SCALES[scale.casefold()]
    return Quantity(value=value * factor, unit=unit, decimals=max(0, decimals - len(str(factor)) + 1))


def _unit(currency: str | None, scale: str | None, word: str | None, hint: Unit | None) -> Unit | None:
    """The unit that the printed marks and the hint give together; None where they contradict ("£5 days")."""
    factor = _SCALES[scale.casefold()] if scale else 1
    if currency:
        if word and word != "%":
            return None
        symbol = _CURRENCIES[currency.casefold()]
        if not scale and hint is not None and hint.kind in (UnitKind.MONEY, UnitKind.COUNT):
            factor = hint.scale
        return Unit(kind=UnitKind.MONEY, symbol=symbol, scale=factor)
    if word:
        named = unit_named(word)
        if named is PERCENT and hint is not None and hint.kind is UnitKind.POINTS:
            return POINTS
        return replace(named, scale=factor) if named is not None and named.kind is UnitKind.MONEY else named
    if hint is None:
        return Unit(kind=UnitKind.COUNT, scale=factor)
    return replace(hint, scale=factor) if scale and hint.kind in _SCALED else hint


def unit_named(word: str) -> Unit | None:
    """The unit that a word or sign names ("%", "pp", "days", "per 1,000"), or None."""
    name = " ".join(word.casefold().replace("-", " ").split()).rstrip(".")
    if "point" in name or re.fullmatch(r"p\.?p(?:t?s?)", name) or re.fullmatch(r"(?:% ?)?pts?", name):
        return POINTS
    if name in ("%", "per cent", "percent", "percentage"):
        return PERCENT
    if name in ("times", "x"):
        return TIMES
    if coin := _MONEY_WORDS.get(name.removesuffix(" sterling").rstrip("s")):
        return Unit(kind=UnitKind.MONEY, symbol=coin)
    if name == "¢":
        return Unit(kind=UnitKind.MONEY, symbol="¢")
    if rate := re.match(r"per ([\d,]+)", name):
        base = int(rate[1].replace(",", ""))
        return Unit(kind=UnitKind.RATE, symbol=f"per {base:,}", scale=base)
    stem = {"hr": "hour", "min": "minute", "sec": "second", "yr": "year"}.get(name.rstrip("s"), name.rstrip("s"))
    if stem in _DURATIONS:
        return Unit(kind=UnitKind.DURATION, symbol=f"{stem}s", scale=_DURATIONS[stem])
    mass = _MASS_WORDS.get(stem)
    return Unit(kind=UnitKind.MASS, symbol=mass, scale=_MASSES[mass]) if mass else None


# Running text ---------------------------------------------------------------------------------------------------------

_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_APPROXIMATE = re.compile(
    r"(?:\b(?:about|around|nearly|almost|roughly|approximately|approx\.?|circa|ca?\.?|some|"
    r"just (?:over|under|above|below|short of)|close to)|~)\s*$",
    re.IGNORECASE,
)
_ONE_IN = re.compile(
    rf"\b(?P<n>\d+|{WORD})\s+(?:in|out\s+of)(?:\s+every)?\s+(?P<of>\d+|{WORD})\b(?![\d,.]*\d)",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<n>an?|one|two|three|four|five|six|seven|nine)[\s-](?P<part>third|fifth|sixth|eighth|tenth|half|quarter)s?"
    r"(?=\s+(?:of|as|higher|lower|more|less|fewer|up|down)\b)|(?P<n2>a|one|two)[\s-](?P<part2>third)s?\b|"
    r"(?P<n3>three)[\s-](?P<part3>quarter)s\s+of\b|half(?=\s+(?:of|the|all|as)\b))",
    re.IGNORECASE,
)
_TIMES_WORD = re.compile(
    r"\b(?P<word>twice|doubled|double|trebled|tripled|triple|treble|halved|quadrupled)\b(?!\s+(?:check|counting|counted))",
    re.IGNORECASE,
)
_TIMES_VALUE = {
    "twice": "2", "double": "2", "doubled": "2", "triple": "3", "tripled": "3", "treble": "3", "trebled": "3",
    "quadrupled": "4", "halved": "0.5",
}  # fmt: skip
_IN_TEXT = re.compile(
    rf"""(?<![\w.,/£$€])(?:c\.?\s?)?(?P<sign>[-+−–](?=[\d£$€.]))?(?P<currency>{_CURRENCY})?\s?(?P<sign2>[-−])?(?P<number>{_NUMBER})
    (?:\s?(?P<scale>{_MAGNITUDE}))?(?:[\s-]?(?P<unit>{_UNIT_WORD}))?(?![^\W⁰¹²³⁴⁵⁶⁷⁸⁹]|/|[.,]\d)(?<!m(?=[²³]))(?<!\b10(?=[⁰¹²³⁴⁵⁶⁷⁸⁹]))""",
    re.VERBOSE | re.IGNORECASE,
)
_UNIT_AFTER = re.compile(rf"[\s-](?P<unit>{_UNIT_WORD})", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:between|from)\s+$", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(?:slides?|pages?|pp?\.|notes?|sections?|chapters?|tables?|figures?|fig\.|annex|appendix|part|paragraphs?|para\.?|regulations?|articles?|"
    r"schedule|rule|phase|stage|tier|level|grade|band|zone|ward|item|version|topic|asu|ifrs|ias|no\.)\s*\(?(?:\d+(?:[.\-–]\d+)*)(?![\d.,]*\d|\s?(?:%|per\s?cent|pp\b))"
    r"(?:(?:\s*,\s*|\s*(?:-|–|and|to|&)\s*)\d+(?![\d,.]*\d|\s?%))*",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"\s*\d{1,2}(?:\.\d{1,2}){1,2}\s+(?=[\"“‘']?(?:[A-Z][a-z’']|[AI]\s))")
"""The number of a paragraph, before the first word of it."""
_NOT_FIGURES = re.compile(
    r"https?://\S+|\S+@\S+|\b\d+(?:st|nd|rd|th)\b|\b(?=\w*[A-Za-z])(?=\w*\d)(?!\d[\d,.]*(?:k|m|bn|b|tn|mn|pp|x|kg|g)\b)[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*|\b[A-Za-z]+-\d+\b|\b24/7\b|"
    r"\b\d{1,3}\s?[-–]\s?\d{1,3}(?!\s?%|[\d,.]*\d|\s?(?:per\s?cent|percent|pp\b|m\b|bn\b|k\b))(?:[\s-]?(?:year|yr)s?[\s-]?olds?)?|\b\d+[\s-]years?[\s-]olds?|\b\d{2}\s?\+(?!\s?\d)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def find_quantities(text: str) -> tuple[QuantityMention, ...]:
    """The quantities stated in running text, in reading order, none overlapping.

    Left out: digits of periods and dates, of paragraphs' numbers, of names ("Unit 4b"), of references ("slide 16",
    "Regulation 13"), of age bands, ordinals and addresses. Brackets do not make a figure in a sentence negative. A
    fraction ("4 in 5", "a third") is given in per cent. "one" counts only with a unit.

    >>> [m.printed for m in find_quantities("Sales fell 3 per cent to £4.4bn in Q2 2023/24")]
    ['3 per cent', '£4.4bn']
    """
    taken = [False] * (len(text) + 1)
    found: list[QuantityMention] = []

    def free(start: int, end: int) -> bool:
        return not any(taken[start:end])

    def block(start: int, end: int) -> None:
        taken[start:end] = [True] * (end - start)

    def add(start: int, end: int, quantity: Quantity, approximate: bool = False) -> None:
        # A "c" before the figure belongs to its reading, not to its text.
        approximate = (
            approximate
            or bool(_APPROXIMATE.search(text[:start]))
            or bool(re.match(r"c\.?\s?[\d£$€]", text[start:end], re.I))
        )
        found.append(
            QuantityMention(start=start, end=end, quantity=quantity, printed=text[start:end], approximate=approximate)
        )
        block(start, end)

    if paragraph := _PARAGRAPH.match(text):
        block(*paragraph.span())
    for match in _ONE_IN.finditer(text):
        n, of = (_int(match["n"]), _int(match["of"]))
        if 0 < n < of and of <= 1000:
            add(match.start(), match.end(), _share(n, of))
    for start, end, is_length in clock.find(text):
        counted = clock.read(text[start:end], clock.MINUTES)
        if is_length and counted is not None:
            add(start, end, Quantity(value=counted, unit=clock_unit(clock.MINUTES)))
        block(start, end)
    for period in find_periods(text):
        block(period.start, period.end)
    for pattern in (_REFERENCE, _NOT_FIGURES):
        for match in pattern.finditer(text):
            block(match.start(), match.end())
    for match in _IN_TEXT.finditer(text):
        start, end = match.span()
        if not free(start, end):
            continue
        unit = _unit(match["currency"], match["scale"], match["unit"], None)
        if unit is None and match["currency"]:
            end = match.start("unit")
            unit = _unit(match["currency"], match["scale"], None, None)
        if unit is None:
            continue
        number = match["number"].replace(",", "")
        value = Decimal(number)
        if match["sign"] in ("-", "−", "–") or match["sign2"]:
            value = -value
        while text[start:end] != text[start:end].rstrip():
            end -= 1
        add(start, end, _counted(value, match["scale"], unit))
    for spelled in spelled_numbers(text):
        said = _UNIT_AFTER.match(text, spelled.end)
        unit = unit_named(said["unit"]) if said else COUNT
        end = said.end() if said else spelled.end
        if not free(spelled.start, end) or unit is None or ((spelled.word or "").casefold() == "one" and said is None):
            continue
        if unit.kind is UnitKind.MONEY:
            value, unit = spelled.value, replace(unit, scale=spelled.scale)
        else:
            value = spelled.value * spelled.scale
        decimals = max(0, -int(value.normalize().as_tuple().exponent))
        value = value.quantize(Decimal(1).scaleb(-decimals))
        add(spelled.start, end, Quantity(value=value, unit=unit, decimals=decimals))
    for match in _FRACTION.finditer(text):
        if free(*match.span()):
            n_word = match["n"] or match["n2"] or match["n3"] or "one"
            part = match["part"] or match["part2"] or match["part3"] or "half"
            n = 1 if n_word.casefold() in ("a", "an") else WORDS[n_word.casefold()]
            add(*match.span(), _share(n, _PARTS[part.casefold()]), approximate=True)
    for match in _TIMES_WORD.finditer(text):
        if free(*match.span()):
            printed = _TIMES_VALUE[match["word"].casefold()]
            add(*match.span(), Quantity(value=Decimal(printed), unit=TIMES, decimals=len(printed.partition(".")[2])))
    return _with_range_units(text, _put_together(text, sorted(found, key=lambda mention: mention.start)))


def _put_together(text: str, found: list[QuantityMention]) -> list[QuantityMention]:
    """The mentions, with what is told in hours, minutes and seconds made one: "8 minutes and 24 seconds"."""
    joined: list[QuantityMention] = []
    for mention in found:
        above = joined[-1] if joined else None
        unit = mention.quantity.unit
        if above is None or (above.quantity.unit.symbol, unit.symbol) not in _IN_TURN:
            joined.append(mention)
            continue
        whole = convert(above.quantity, unit).value + mention.quantity.value
        if text[above.end : mention.start].strip() not in ("", ",", "and") or mention.quantity.value >= _IN_ONE:
            joined.append(mention)
            continue
        joined[-1] = replace(
            above,
            end=mention.end,
            quantity=replace(mention.quantity, value=whole),
            printed=text[above.start : mention.end],
            approximate=above.approximate or mention.approximate,
        )
    return joined


_IN_TURN = frozenset({("hours", "minutes"), ("minutes", "seconds")})
_IN_ONE = 60  # seconds in a minute, minutes in an hour


def _with_range_units(text: str, found: list[QuantityMention]) -> tuple[QuantityMention, ...]:
    """The mentions, both ends of a range in its one unit: "5-10%", "£3-4m", "between 3 and 5 per cent"."""
    for i, (low, high) in enumerate(pairwise(found)):
        between = text[low.end : high.start]
        spelled = between in (" and ", " to ") and _RANGE.search(text[: low.start])
        if between not in ("-", "–") and not spelled:
            continue
        a, b = low.quantity.unit, high.quantity.unit
        if a.kind is UnitKind.MONEY and b.kind is UnitKind.COUNT and (b.scale > 1 or a.scale == 1):
            b = replace(a, scale=b.scale)
            found[i + 1] = replace(high, quantity=replace(high.quantity, unit=b))
        # "£3-4m" is £3m to £4m, but "from £900 to £1.2m" begins with nine hundred pounds
        scaled = a.kind is b.kind is UnitKind.MONEY and a.scale == 1 and low.quantity.value < high.quantity.value
        if a == COUNT or (scaled and a.symbol == b.symbol):
            found[i] = replace(low, quantity=replace(low.quantity, unit=b))
    return tuple(found)


def _int(word: str) -> int:
    return int(word) if word.isdigit() else WORDS[word.casefold()]


def _share(n: int, of: int) -> Quantity:
    value = Decimal(100 * n) / Decimal(of)
    whole = value == value.to_integral_value()
    return Quantity(value=value.quantize(Decimal(1)) if whole else value, unit=PERCENT, decimals=0 if whole else 1)


# Rules ----------------------------------------------------------------------------------------------------------------


def to_base(quantity: Quantity) -> Decimal:
    """The number in base units: £4.5m gives 4,500,000; 28 per 1,000 gives 0.028; 2 hours give 7,200 (seconds)."""
    if quantity.unit.kind is UnitKind.RATE:
        return quantity.value / quantity.unit.scale
    return quantity.value * quantity.unit.scale


def convert(quantity: Quantity, unit: Unit) -> Quantity:
    """The same quantity counted in ``unit``, exact. Raises UnitMismatch when the kinds, the currencies, or two calendar
    stretches without a fixed length differ.
    """
    if quantity.unit == unit:
        return quantity
    if not compatible(quantity.unit, unit):
        raise UnitMismatch(
            f"cannot convert {unit_code(quantity.unit)} to {unit_code(unit)}: they count different things"
        )
    base = to_base(quantity)
    value = base * unit.scale if unit.kind is UnitKind.RATE else base / unit.scale
    exponent = value.normalize().as_tuple().exponent
    return Quantity(
        value=value, unit=unit, decimals=max(0, -exponent) if isinstance(exponent, int) else quantity.decimals
    )


_NO_FIXED_LENGTH = ("months", "years", "working days")


def compatible(a: Unit, b: Unit) -> bool:
    """Whether quantities in these units can be held against each other: one kind, one currency, a fixed length."""
    if a.kind is not b.kind:
        return False
    if a.kind is UnitKind.MONEY:
        return a.symbol == b.symbol
    if a.kind is UnitKind.DURATION:
        return a.symbol == b.symbol or not {a.symbol, b.symbol} & set(_NO_FIXED_LENGTH)
    return True


def difference_unit(a: Unit, b: Unit) -> Unit:
    """The unit of ``a`` minus ``b``: per cent minus per cent is percentage points; otherwise the unit that both are
    counted in. Raises UnitMismatch when they are not of one kind.
    """
    if not compatible(a, b):
        raise UnitMismatch(f"no difference of {unit_code(a)} and {unit_code(b)}: they count different things")
    if a.kind is UnitKind.PERCENT:
        return POINTS
    return common_unit((a, b))


def common_unit(units: Iterable[Unit]) -> Unit:
    """The unit that quantities of one kind are counted in together: the largest scale, of lengths of time and weights
    the smallest, since ten minutes are no round part of an hour.
    """
    every = tuple(units)
    fine = every[0].kind in {UnitKind.DURATION, UnitKind.MASS}
    return min(every, key=lambda u: u.scale) if fine else max(every, key=lambda u: u.scale)


def unit_code(unit: Unit) -> str:
    """The unit's short name in JSON, such as count, percent, pp, gbp, gbp_m, usd_k, days, ratio, per_1000, kg, year."""
    scale = {1: "", THOUSAND: "_k", MILLION: "_m", BILLION: "_bn", TRILLION: "_tn"}.get(unit.scale, f"_{unit.scale}")
    match unit.kind:
        case UnitKind.MONEY:
            return _CURRENCY_CODE.get(unit.symbol, re.sub(r"\W", "", unit.symbol.casefold()) or "money") + scale
        case UnitKind.COUNT:
            return "count" + scale
        case UnitKind.RATE:
            return f"per_{unit.scale}"
        case UnitKind.DURATION if unit.symbol in clock.STEPS:
            return "minutes" if unit.symbol == clock.HOURS else "seconds"
        case UnitKind.DURATION:
            return "days" if unit.symbol == "working days" else unit.symbol
        case UnitKind.MASS:
            return unit.symbol
        case _:
            return unit.kind.value


def format_quantity(quantity: Quantity, *, signed: bool = False) -> str:
    """The quantity as a British report prints it ("£4,514.5m", "7,267", "9.1%", "2.1 percentage points", "21 days").

    Rounded half up to ``quantity.decimals``. ``signed`` puts a "+" before positive numbers.
    """
    unit = quantity.unit
    rounded = quantity.value.quantize(Decimal(1).scaleb(-quantity.decimals), rounding=ROUND_HALF_UP)
    size = f"{abs(rounded)}" if unit.kind is UnitKind.YEAR else f"{abs(rounded):,}"
    sign = "-" if rounded.is_signed() and rounded else "+" if signed and rounded > 0 else ""
    one = abs(rounded) == 1 and quantity.decimals == 0
    match unit.kind:
        case UnitKind.PERCENT:
            return f"{sign}{size}%"
        case UnitKind.POINTS:
            return f"{sign}{size} percentage point{'' if one else 's'}"
        case UnitKind.MONEY if unit.symbol == "¢":
            return f"{sign}{size}¢"
        case UnitKind.MONEY:
            return f"{sign}{unit.symbol}{size}{_SCALE_MARK.get(unit.scale, '')}"
        case UnitKind.MASS:
            return f"{sign}{size}{unit.symbol}" if unit.symbol in ("kg", "g") else f"{sign}{size} {unit.symbol}"
        case UnitKind.DURATION if unit.symbol in clock.STEPS:
            return f"{sign}{clock.write(abs(rounded), quantity.decimals, unit.symbol)}"
        case UnitKind.DURATION:
            return f"{sign}{size} {unit.symbol.removesuffix('s') if one else unit.symbol}"
        case UnitKind.RATE | UnitKind.RATIO:
            return f"{sign}{size} {unit.symbol}"
        case UnitKind.COUNT:
            return f"{sign}{size}{_SCALE_WORD.get(unit.scale, '')}"
        case _:
            return f"{sign}{size}"
