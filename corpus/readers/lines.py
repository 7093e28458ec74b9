"""Lines of a text export and what each one looks like on its own: blank, tabbed, bullet, note, navigation.

Knows nothing of what stands around a line; ``text`` puts lines together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.sentences import plain

HARD_GAP = 3
"""So many empty lines in a row stand for a slide break or for a chart that the export left out."""

_SPACE = r"[ \t\xa0]"
BULLET = re.compile(
    rf"{_SPACE}*(?:[-–—•▪▫◦‣●○■□·►▸➢✓\uf0b7]|o(?={_SPACE}+[A-Z])|"
    rf"(?P<number>\(?(?:\d{{1,2}}|[a-zA-Z]|[ivx]{{2,4}})[.)])){_SPACE}+(?=\S)"
)
_TABBED_ITEM = re.compile(r"\t*[•▪▫◦‣·►▸➢\uf0b7]\t+[^\t]*")
"""One item of a list whose mark a tab sets off. Dots and squares are none: they rate what stands in the next cell."""
_BARRED = re.compile(r"\|(?:[^|\t]*\|){2,}|[^|\t]+(?:\|[^|\t]*){2,}")
_RULE = re.compile(r"(?=.*--|.*==)[+|][-=+:| ]*[+|]")
STAR = re.compile(rf"{_SPACE}*\*{_SPACE}+(?=[^\s*])")
NUMBERED_TITLE = re.compile(
    rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})[.)]?{_SPACE}+(?=(?-i:[A-Z])|[‘“'\"])|"
    r"(?P<word>(?:appendix|annex|part|chapter|section|note)[ \xa0][A-Z0-9]{1,3})\b(?! ?:\s*(?-i:[a-z]))",
    re.IGNORECASE,
)
NOTE = re.compile(
    "|".join(
        (
            r"(?!\*\*[^*\n]{1,300}\*\*)\*{1,4}(?=\s?[A-Z0-9‘“(])",
            r"[†‡§¹²³⁴⁵⁶⁷⁸⁹](?=\s?\S)",
            r"\[\d+\]\s",
            r"\.\.\s+(?-i:[A-Z])",
            r"n\.?b\.?[ :.]",
            r"[\"“]?n/?[am][\"”]?\s?(?:=|[-–:]|denotes|means|stands for|is)\s?(?=\w)",
            r"[\"“(\[]?(?:[a-z]{1,3}|\.\.|[-–*:~])[\"”)\]]?\s?(?:=|denotes|indicates|stands for)\s?(?=[a-z])",
            r"(?:\[[a-z]{1,4}\]|[\"“'‘][a-z*.:~–-]{1,3}[\"”'’])\s(?:means?|represents?|signif(?:y|ies))\s(?=\w)",
            r"(?:foot)?notes?\s?(?:\d{1,2}\s?)?[:.](?!\d)",
            r"sources?\s?:",
            r"(?:[a-z]+ )?(?:legend|key)\s?:",
            r"from [^.]{3,60} data$",
            r"figures? (?:are|is|have|may|has|been|in|exclude|include|rounded|do)\b",
            r"\(?figures rounded",
            r"all (?:figures|values|amounts|data) (?:are |shown |in )",
            r"(?:the )?(?:table|chart|graph)s? (?:above |below )?(?:show|exclude|include|do|does|may)s?\b",
            r"(?:this|the above|these) (?:table|figure|chart|graph)s? ",
            r"totals? may not",
            r"(?:positive|negative) (?:changes?|gaps?|figures?|variances?|numbers?) ",
        )
    ),
    re.IGNORECASE,
)
NOTE_LABEL = re.compile(r"(?:foot)?notes?(?: (?:to|on) [^:]{2,40})?\s?:$", re.IGNORECASE)
UNIT_LINE = re.compile(
    r"\(?(?:all )?(?:figures |values |amounts )?(?:are |shown )?(?:in )?"
    r"(?:[£$€]\s?(?:m|bn|k|'?0{3}s?|millions?|billions?|thousands?)?|%|"
    r"(?:millions|billions|thousands)(?: of pounds)?|percentage points|000s?|per cent)\)?",
    re.IGNORECASE,
)
HOW_TO_READ = re.compile(
    r"\b(?:in brackets|brackets (?:show|mean|are)|as a minus|(?:plus|minus) (?:variance|sign|figure|number)s?|rounded|"
    r"rounding|shaded|highlighted|asterisks?|stars?|dots|dash(?:es)?|provisional|percentage points? from|"
    r"shown (?:as|in))\b",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    "|".join(
        (
            r"(?:skip|jump) to (?:main |the )?(?:content|navigation).*",
            r"(?:back|return) to (?:the )?(?:top|table of contents|contents|home ?page|previous page|start).*",
            r"home(?: ?(?:>|›|»|/) ?.*)?",
            r"menu|search|(?:main )?navigation|breadcrumbs?|you are here:?|next page|previous page|on this page:?",
            r"share (?:this )?(?:page|on .*)?|print (?:this )?page|accept (?:all )?cookies|cookies?(?: settings)?",
            r"(?:[\w’' ]{2,60} logo\b ?){1,4}",
            r"\[?click here\b[^\n]{0,120}\]\([^)]*\)",
        )
    ),
    re.IGNORECASE,
)
_MAX_NAVIGATION_CHARS = 200
MAX_NOTE_CHARS = 400
_LOGO = re.compile(r"(?P<name>[\w’'& ]{2,60}?) logo\b", re.IGNORECASE)
PAGE_NUMBER = re.compile(
    r"(?:^|[|•·–—-]\s*)(?:page|slide|p\.)\s?(?P<page>\d{1,4})(?:\s?(?:of|/)\s?\d{1,4})?\s*$|^[–—-]\s?(?P<dashed>\d{1,4})\s?[–—-]$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: ``source[start:end]`` is its text without outer white space (a tabbed line keeps its tabs).

    ``n_blank`` counts the blank lines before it, ``n_empty`` the longest run among them without even a space, and
    ``n_feeds`` the form feeds. ``is_barred``: it is a row of a table whose cells bars part.
    """

    number: int
    text: str
    start: int
    end: int
    indent: int
    n_blank: int = 0
    n_empty: int = 0
    n_feeds: int = 0
    is_barred: bool = False

    @property
    def is_tabbed(self) -> bool:
        """Whether this is a row of cells, and no item that a tab sets apart from its mark."""
        return self.is_barred or ("\t" in self.text and _TABBED_ITEM.fullmatch(self.text) is None)

    @property
    def cells(self) -> list[str]:
        """A row's cells as they are printed, with the white space around each."""
        if not self.is_barred:
            return self.text.split("\t")
        return (self.text[1:-1] if self.text.startswith("|") else self.text).split("|")

    @property
    def is_rule(self) -> bool:
        """Whether this is drawn between the rows of a table of bars, and says nothing: "|---|---|", "+---+---+"."""
        return _RULE.fullmatch(self.text) is not None

    @property
    def is_after_gap(self) -> bool:
        """Whether a slide break, a page break or the room of a chart comes before it."""
        return self.n_empty >= HARD_GAP or self.n_blank > HARD_GAP or self.n_feeds > 0


def reads_like_note(text: str) -> bool:
    """Whether a paragraph is a footnote, a source line, a legend or a unit: it qualifies what stands near it."""
    shown = plain(text) if len(text) <= MAX_NOTE_CHARS else ""
    return bool(NOTE_LABEL.fullmatch(shown) or NOTE.match(shown) or UNIT_LINE.fullmatch(shown))


def is_navigation(text: str) -> bool:
    """Whether the line is a web page's furniture ("Skip to main content"), no part of the report."""
    return len(text) <= _MAX_NAVIGATION_CHARS and _NAVIGATION.fullmatch(text.strip()) is not None


def logo_name(text: str) -> str:
    """The name in a web page's "… logo" line, '' when the line is something else."""
    match = _LOGO.match(text) if is_navigation(text) else None
    return match["name"] if match else ""


def page_number(text: str) -> int | None:
    """The page number that a line prints ("Page 12 of 40", "— 3 —"), None when it prints none."""
    match = PAGE_NUMBER.search(text) if len(text) <= _MAX_NAVIGATION_CHARS else None
    return int(match["page"] or match["dashed"]) if match else None


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
    return _with_bars(lines)


def _with_bars(lines: list[Line]) -> list[Line]:
    """The lines with the rows of tables of bars marked: rows of as many cells right beneath each other, two between
    bars or three with bars amid them. One alone may be anything.
    """
    run: list[int] = []
    for i, line in enumerate(lines):
        if line.is_rule and run:
            continue
        above = lines[run[-1]] if run else None
        if not _BARRED.fullmatch(line.text):
            run = []
        elif above is None or line.n_blank or _shape(line) != _shape(above):
            run = [i]
        else:
            run.append(i)
        enough = 2 if line.text.startswith("|") else 3
        for row in run if len(run) == enough else run[-1:] if len(run) > enough else ():
            lines[row] = replace(lines[row], is_barred=True)
    return lines


def _shape(line: Line) -> tuple[int, bool]:
    return line.text.count("|"), line.text.startswith("|")
