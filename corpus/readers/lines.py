"""Lines of a text export and what each one looks like on its own: blank, tabbed, bullet, note, navigation.

Knows nothing of what stands around a line; ``text`` puts lines together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HARD_GAP = 3
"""So many empty lines in a row stand for a slide break or for a chart that the export left out."""

BULLET = re.compile(
    r"[ \t\xa0]*(?:[-–—•▪▫◦‣●○■□·►▸➢✓\uf0b7]|o(?=[ \t\xa0]+[A-Z])|(?P<number>\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})[.)]))[ \t\xa0]+(?=\S)"
)
STAR = re.compile(r"[ \t\xa0]*\*[ \t\xa0]+(?=[^\s*])")
NUMBERED_TITLE = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?[ \t\xa0]+(?=[A-Z‘“'\"])|(?P<word>(?:appendix|annex|part|chapter|section|note)[ \xa0][A-Z0-9]{1,3})\b(?![ ]?[:]\s*[a-z])",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:\*{1,4}(?=\s?[A-Z0-9‘“(])(?!\*)|[†‡§¹²³](?=\s?\S)|\[\d+\]\s|n\.?b\.?[ :.]|(?:foot)?notes?\s?(?:\d{1,2}\s?)?[:.](?!\d)|sources?\s?:|"
    r"(?:[a-z]+ )?(?:legend|key)\s?:|from [^.]{3,60} data$|figures? (?:are|is|have|may|has|been|in|exclude|include|rounded|do)\b|"
    r"\(?figures rounded|all (?:figures|values|amounts|data) (?:are |shown |in )|(?:the )?(?:table|chart|graph)s? (?:above |below )?(?:show|exclude|include|do|does|may)s?\b|"
    r"(?:this|the above|these) (?:table|figure|chart|graph)s? |totals? may not|(?:positive|negative) (?:changes?|gaps?|figures?|variances?|numbers?) )",
    re.IGNORECASE,
)
NOTE_LABEL = re.compile(r"(?:\*\*)?(?:foot)?notes?(?: (?:to|on) [^:]{2,40})?\s?:(?:\*\*)?$", re.IGNORECASE)
_NAVIGATION = re.compile(
    r"(?:skip to (?:main |the )?(?:content|navigation).*|back to (?:the )?(?:top|table of contents|contents|home ?page|previous page).*|home|menu|search|"
    r"(?:main )?navigation|breadcrumbs?|you are here:?|share (?:this )?(?:page|on .*)?|print (?:this )?page|accept (?:all )?cookies|cookies?(?: settings)?|"
    r"(?:[\w’' ]{2,40} logo\b ?){1,4}|\[?click here\b[^\n]{0,120}\]\([^)]*\)|next page|previous page|on this page:?|"
    r"return to (?:the )?(?:contents|top|start).*)",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"(?:^|[|•·\-–—]\s*)(?:page|slide|p\.)\s?(?P<page>\d{1,4})(?:\s?(?:of|/)\s?\d{1,4})?\s*$", re.IGNORECASE)

@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: ``source[start:end]`` is its text without outer white space (a tabbed line keeps its tabs).

    ``n_blank`` counts the blank lines before it, ``n_empty`` the longest run among them without even a space, and
    ``n_feeds`` the form feeds.
    """

    number: int
    text: str
    start: int
    end: int
    indent: int
    n_blank: int = 0
    n_empty: int = 0
    n_feeds: int = 0

    @property
    def is_tabbed(self) -> bool:
        """Whether this is a row of cells."""
        return "\t" in self.text

    @property
    def is_after_gap(self) -> bool:
        """Whether a slide break, a page break or the room of a chart comes before it."""
        return self.n_empty >= HARD_GAP or self.n_blank > HARD_GAP or self.n_feeds > 0


def is_navigation(text: str) -> bool:
    """Whether the line is a web page's furniture ("Skip to main content"), no part of the report."""
    return _NAVIGATION.fullmatch(text.strip()) is not None


def scan(source: str) -> list[Line]:
    """The lines of the source that hold something, in order."""
    lines: list[Line] = []
    n_blank = n_empty = longest = n_feeds = position = 0
    for number, raw in enumerate(source.split("\n")):
        text = raw.strip()
        n_feeds += raw[: raw.index(text)].count("\f") if text else raw.count("\f")
        if not text:
            n_blank += 1
            n_empty = n_empty + 1 if raw == "" else 0
            longest = max(longest, n_empty)
        else:
            if "\t" in raw:
                text = raw.strip(" \xa0\f")
            start = position + raw.index(text)
            lines.append(
                Line(
                    number=number,
                    text=text,
                    start=start,
                    end=start + len(text),
                    indent=len(raw) - len(raw.lstrip()),
                    n_blank=n_blank,
                    n_empty=longest,
                    n_feeds=n_feeds,
                )
            )
            n_blank = n_empty = longest = 0
            n_feeds = raw[start - position + len(text) :].count("\f")
        position += len(raw) + 1
    return lines
