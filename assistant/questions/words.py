"""Words of English: tokens, stems, stop words, spelling.

Knows nothing of reports; what words mean the same is the glossary's business.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

_STEMMER = Stemmer.Stemmer("english")
_TOKEN = re.compile(
    r"(?<!\w)[A-Za-z](?:&[A-Za-z])+(?!\w)|\d[\d,]*(?:\.\d+)?(?![\d,]*[^\W\d_])|[^\W_]+(?:['’][^\W\d_]+)*", re.UNICODE
)
_IRREGULAR = {
    "projected": "forecast", "projection": "forecast", "projections": "forecast", "fell": "fall", "fallen": "fall",
    "rose": "rise", "risen": "rise", "grew": "grow", "grown": "grow", "spent": "spend", "men": "man",
    "women": "woman", "children": "child", "paid": "pay", "told": "tell", "held": "hold", "left": "leave",
    "won": "win", "lost": "lose", "began": "begin", "begun": "begin", "lives": "life", "worse": "bad",
    "worst": "bad", "best": "good", "better": "good", "ran": "run", "overran": "overrun", "went": "go",
    "sold": "sell", "bought": "buy", "brought": "bring", "gave": "give", "given": "give", "chose": "choose",
    "chosen": "choose", "shrank": "shrink", "shrunk": "shrink", "overspent": "overspend",
    "underspent": "underspend", "overshot": "overshoot", "stolen": "steal", "stole": "steal", "halves": "half",
}  # fmt: skip

# Words that the stemmer would fold into an unlike one: several into severe, who holds an office into the office.
_UNLIKE = {
    "several": "several", "parking": "parking", "universal": "universal", "internal": "internal",
    "internally": "internal",
}  # fmt: skip
_HOLDER = re.compile(r"\w*(?:icer|manager)s?")

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()  # noqa: SIM905 - readable as text
    )
}
NUMBER_WORDS = frozenset(_NUMBERS)

STOP_WORDS = frozenset(
    """a an and are as at be been being but by can could did do does doing done for from had has have having he her
    here hers him his how i if in into is it its itself just let may me might mine more most must my no nor not of
    off on once only or other our ours out own same shall she should some such than that the their theirs them
    themselves then there these they this those through to too until upon us very was we were what when where which
    while who whom whose why will with would you your yours yourself am also any all per via amp much many few less
    least according however whether hi hello hey thanks thank please ok okay yes well anyone someone something
    anything else another s t d ll ve re m among amongst across within towards toward despite besides
    alongside regarding concerning teh hte adn thier thru""".split()  # noqa: SIM905 - readable as text
)
_BEFORE_NOT = frozenset(
    "isn aren wasn weren don doesn didn hasn haven hadn wouldn couldn shouldn ain".split()  # noqa: SIM905 - readable as text
)
"""What stands before "n't" without its n; alone it may be a name ("Haven")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word or number of a text: ``text[start:end]``; ``stem`` is its folded root."""

    text: str
    stem: str
    start: int
    end: int

    @property
    def is_stop(self) -> bool:
        """Whether the word carries grammar, not subject."""
        word, _, ending = self.text.lower().partition("'")
        return word in STOP_WORDS or (ending == "t" and word in _BEFORE_NOT)

    @property
    def is_number(self) -> bool:
        """Whether the token is a number."""
        return self.text[0].isdigit()


def fold(text: str) -> str:
    """Lower case, straight quotes and dashes, one space for each stretch of white space."""
    text = unicodedata.normalize("NFKC", text)
    text = text.translate(
        {0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-", 0x2212: "-", 0xA0: " "}
    )
    return re.sub(r"\s+", " ", text).strip().lower()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The root of a word: "widgets" and "widget" give the same.

    >>> stem("Improved") == stem("improving")
    True
    """
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        word = word[:-1]  # the plural of an acronym
    word = word.lower().replace("’", "'").removesuffix("'s").replace("'", "")
    word = _NUMBERS.get(word, word)
    if word[:1].isdigit():  # "7,267" and "7267", "24s" and "24" are one
        word = word.replace(",", "").removesuffix("s")
    if _HOLDER.fullmatch(word):
        return word.removesuffix("s")
    return _UNLIKE.get(word) or str(_STEMMER.stemWord(_IRREGULAR.get(word, word)))


def tokens(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text, in order.

    >>> [t.text for t in tokens("Stop & go: 16-24s, 7,267!")]
    ['Stop', 'go', '16', '24s', '7,267']
    """
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group().rstrip(",")
        found.append(Token(text=word, stem=stem(word), start=match.start(), end=match.start() + len(word)))
    return tuple(found)


# Little words that tell labels apart ("Income from", "No change", "All", "I lines") count in a label, at a low weight.
KEPT = frozenset(
    "from no not other all without off over under above below own i s between more most few same".split()  # noqa: SIM905 - readable as text
)
_MINOR = STOP_WORDS - KEPT


@lru_cache(maxsize=65536)
def label_stems(text: str) -> tuple[str, ...]:
    """The stems of a label's words, grammar left out but for the little words that tell labels apart."""
    kept = tuple(
        t.stem for t in tokens(text) if t.text.lower() not in _MINOR or (len(t.text) == 1 and t.text.isupper())
    )
    return kept or tuple(t.stem for t in tokens(text))
