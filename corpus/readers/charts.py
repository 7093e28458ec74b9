"""The figures that a chart is drawn from, as a table: a row for each category, a column for each series.

A chart keeps them in the file as it was last drawn; nothing is fetched from the workbook that they came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from corpus.readers.composing import TableCell
from corpus.readers.number_formats import GENERAL, shown
from corpus.readers.office import DAMAGED, whole
from corpus.readers.reading import MAX_LINES_AND_CELLS, NotReadable, TooMuch


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a chart shows; no rows where it has no categories (a scatter of points)."""

    title: str
    rows: tuple[tuple[TableCell, ...], ...]


def read_chart(root: Element) -> Chart:
    """The chart of a part. Raises NotReadable, TooMuch."""
    title = " ".join(_text(part) for part in root.iterfind("{*}chart/{*}title/{*}tx/{*}rich/{*}p"))
    series = [found for plot in root.iterfind("{*}chart/{*}plotArea/*") for found in plot.iterfind("{*}ser")]
    series = [one for one in series if one.find("{*}val") is not None and one.find("{*}cat") is not None]
    if not series:
        return Chart(title=title, rows=())
    names = [" ".join(point.text or "" for point in one.iterfind("{*}tx//{*}v")).strip() for one in series]
    labels = _points(series[0].find("{*}cat"))
    values = [_points(one.find("{*}val")) for one in series]
    numbers = sorted({*labels, *(index for column in values for index in column)})
    if len(numbers) * (len(series) + 1) > MAX_LINES_AND_CELLS:
        raise TooMuch("has a chart of more points than a report may have")
    head = tuple(TableCell(text=name) for name in ("", *names))
    body = (tuple(TableCell(text=column.get(index, "")) for column in (labels, *values)) for index in numbers)
    return Chart(title=title, rows=(head, *body))


def _points(element: Element | None) -> dict[int, str]:
    """The points of a series or of its categories by their place, as printed, a category after those that it is in."""
    if element is None:
        return {}
    levels = list(element.iterfind(".//{*}lvl"))
    if levels:
        found: dict[int, str] = {}
        inner = _level(levels[0], GENERAL)
        outer = [_level(level, GENERAL) for level in levels[1:]]
        for index, text in inner.items():
            above = [
                level[max(at for at in level if at <= index)]
                for level in reversed(outer)
                if min(level, default=index + 1) <= index
            ]
            found[index] = ", ".join([*above, text])
        return found
    cache = next((found for found in element.iter() if found.find("{*}pt") is not None), None)
    return {} if cache is None else _level(cache, cache.findtext("{*}formatCode") or GENERAL)


def _level(cache: Element, code: str) -> dict[int, str]:
    is_number = cache.tag.endswith("}numCache") or cache.tag.endswith("}numLit")
    found: dict[int, str] = {}
    for point in cache.iterfind("{*}pt"):
        text = (point.findtext("{*}v") or "").strip()
        if is_number and text:
            text = _number(text, point.get("formatCode", code))
        found[whole(point.get("idx", "0"))] = text
    return found


def _number(text: str, code: str) -> str:
    try:
        return shown(Decimal(text), code)
    except InvalidOperation as error:
        if text.startswith("#"):
            return text
        raise NotReadable(DAMAGED) from error


def _text(paragraph: Element) -> str:
    return "".join(run.text or "" for run in paragraph.iterfind(".//{*}t"))
