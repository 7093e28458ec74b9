"""Page numbers that nothing but their order tells from other figures: alone on a line, or after a report's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.readers.contents import Contents
from corpus.readers.lines import Line

_NUMBERED = re.compile(
    r"(?:(?P<words>\S.*?)(?:\s*\||\t|[ \xa0]{2}))?\s*(?:page\s?)?(?P<page>\d{1,4})(?:\s?(?:of|/)\s?\d{1,4})?",
    re.IGNORECASE,
)
_MAX_CHARS = 160
_MIN_PAGES = 3
_MIN_LINES = 3
"""From one number to the next, on the average."""
_IN_ORDER = 0.8
"""Of the steps from number to number so many are to the next page."""


def find_page_numbers(lines: Sequence[Line], contents: Contents | None) -> dict[int, int]:
    """The numbers of pages by the indexes of the lines that print them, behind the same words each time."""
    listed = range(contents.first_line, contents.last_line + 1) if contents else range(0)
    found: dict[str, dict[int, int]] = {}
    for index, line in enumerate(lines):
        match = _NUMBERED.fullmatch(line.text) if len(line.text) <= _MAX_CHARS and index not in listed else None
        if match and _stands_alone(lines, index):
            found.setdefault((match["words"] or "").casefold().strip("\t |"), {})[index] = int(match["page"])
    return {index: number for pages in found.values() if _are_pages(pages) for index, number in pages.items()}


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is no row of a table."""
    line = lines[index]
    near = [lines[index - 1]] if index and not line.n_blank else []
    near += [lines[index + 1]] if index + 1 < len(lines) and not lines[index + 1].n_blank else []
    return not line.is_tabbed or not any(other.is_tabbed for other in near)


def _are_pages(numbers: dict[int, int]) -> bool:
    """Whether numbers go up, mostly by one, with some lines between."""
    steps = [after - before for before, after in pairwise(numbers.values())]
    if len(numbers) < _MIN_PAGES or any(step < 1 for step in steps):
        return False
    is_spread = max(numbers) - min(numbers) >= _MIN_LINES * len(steps)
    return is_spread and sum(step == 1 for step in steps) >= _IN_ORDER * len(steps)
