"""Whether a line reads like a heading.

Looks at one line at a time; where it stands is ``text``'s business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.sentences import plain

_MAX_CHARS = 110
_MAX_WORDS = 16
_LONG_TITLE_WORDS = 8
_FIGURE = re.compile(
    r"^[£$€(+−-]?[£$€]?\d{1,3}(?:,\d{3})+|^[£$€+−-]\s?\d|"
    r"^\d+(?:\.\d+)?\s?(?:%|per cent|pp\b|percentage points?|million|bn\b|m\b)|"
    r"[£$€]\d|(?<![\d/–-])\d+(?:\.\d+)?\s?(?:%|pp\b|percentage points?)|:\s*[+−-]?\d+(?:[.,]\d+)?%?$"
)
_LEADS_ON = re.compile(r"(?:;\s?(?:and|or)|\b(?:the following|as follows|below)|\band|\bor)$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:publication|published|publisher|date|author|authors|contact|reference|ref|version|isbn|issn|email|e-mail|tel|telephone|web|website|document)\b[^:]{0,20}:",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S|https?://|www\.", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:table|figure|fig\.|chart|graph|exhibit) [A-Z]?\d{1,3}(?:\.\d{1,2})*(?:[.:]| ?[-–—]|\s)", re.IGNORECASE
)
SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "de",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "over",
        "per",
        "the",
        "to",
        "vs",
        "with",
    ]
)


_NAME = re.compile(r"(?:(?:[A-Z][\w’'-]*|[A-Z]\.)\.? ){1,3}[A-Z][\w’'-]+")
_OFFICE = re.compile(
    r"\b(?:chair(?:man|woman|person)?|mayor|commissioner|leader|director|chief|president|minister|secretary|"
    r"executive|member|principal|head ?teacher|head|governor|treasurer|dean|provost|registrar|inspector|auditor|"
    r"ombudsman|constable|chancellor|clerk)\b",
    re.IGNORECASE,
)


_SCALE = re.compile(r"\s*\((?:in )?[£$€]?\s?['’]?0{3}['’]?s?\)$")
"""In how much a table counts, after its title: no figure."""


_SAYS_VALUE = re.compile(
    r"(?:target|status|rating|rag|owner|lead|baseline|unit|frequency|good is)\s?:\s", re.IGNORECASE
)
"""Under an indicator's name: "Target: 90 or fewer", no heading."""


def reads_like_title(text: str) -> bool:
    """Whether a line could be a heading: short, begun with a capital or a number, no sentence, figure or value's label.

    >>> [reads_like_title(line) for line in ("Widgets sold by region", "1,204 widgets sold", "Change on 2023: +2.7%")]
    [True, False, False]
    """
    shown = plain(text)
    if _is_bold(text) and len(shown) <= _MAX_CHARS:
        return not shown.endswith((".", ":", ";", ","))
    words = shown.split()
    if not words or len(shown) > _MAX_CHARS or len(words) > _MAX_WORDS or not any(c.isalpha() for c in shown):
        return False
    if not (shown[0].isupper() or shown[0].isdigit() or shown[0] in '“"'):
        return False
    if "\t" in text or _LABEL.match(shown) or _ADDRESS.search(shown) or _FIGURE.search(_SCALE.sub("", shown)):
        return False
    if _LEADS_ON.search(shown) or _SAYS_VALUE.match(shown):
        return False
    if shown.endswith(":"):
        return len(words) <= 5 and is_title_case(words)
    if shown.endswith((".", "…")):
        least = 0.6 if len(words) >= _LONG_TITLE_WORDS else 1.0
        return len(words) <= 12 and is_title_case(words, least) and not any(c.isdigit() for c in shown)
    return not shown.endswith((";", ",", "!", "?", "”", '"')) or (shown.endswith(("”", '"')) and len(words) <= 8)


def count_sign_off(lines: Sequence[str]) -> int:
    """How many first lines sign a letter or a foreword, over what comes next: "Ann Lee" over "Chair of trustees".

    >>> count_sign_off(["Ann Lee", "Chair of trustees", "Our year"]), count_sign_off(["Ann Lee, Chair"])
    (2, 1)
    """
    if not lines:
        return 0
    name, _, office = lines[0].partition(", ")
    if not _NAME.fullmatch(name):
        return 0
    if office:
        return int(_OFFICE.search(office) is not None)
    return 2 if len(lines) > 1 and _OFFICE.search(lines[1]) else 0


def is_caption(text: str) -> bool:
    """Whether a line is the numbered caption of a table or chart ("Table 2: Grants paid (£000)")."""
    return _CAPTION.match(plain(text)) is not None and len(text) <= 200 and not text.endswith(".")


def _is_bold(text: str) -> bool:
    return text.startswith("**") and text.endswith("**") and len(text) > 4 and "**" not in text[2:-2]


def is_like_sentence(title: str) -> bool:
    """Whether a line that reads like a title could as well be a sentence: a full stop at its end, small letters."""
    shown = plain(title)
    return shown.endswith(".") and not is_title_case(shown.split(), 1.0)


def is_title_case(words: Sequence[str], least: float = 0.6) -> bool:
    """Whether that share of a line's words, small ones aside, begin with a capital."""
    telling = [word for word in words if word.casefold() not in SMALL and word[0].isalpha()]
    return bool(telling) and sum(word[0].isupper() for word in telling) >= least * len(telling)
