"""Drawing a chart as a picture: direct labels instead of a legend, colours that differ in lightness too, no grid."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from assistant.answers.chart import Chart, ChartKind
from assistant.answers.pens import Pen, SvgPen

WIDTH = 1600  # pixels, for 16 cm at 254 dots an inch
_MARGIN = 40
_INK, _MAIN, _MUTED, _AXIS = "#0b0c0c", "#12436d", "#a8b4c0", "#6b7276"
_TITLE, _TEXT = 40, 30  # sizes of letters in pixels
_BAR, _GAP = 46, 20
_PLOT = 520  # the height of a line chart's plot
_MOST_LABEL = 620  # the width of the labels beside bars


def draw(chart: Chart) -> bytes:
    """The chart as a PNG picture, the same bytes for the same chart."""
    made: list[Image.Image] = []

    def pen_for(height: int) -> ImageDraw.ImageDraw:
        made.append(Image.new("RGB", (WIDTH, height), "white"))
        return ImageDraw.Draw(made[0])

    _Picture(chart, pen_for).drawn()
    written = io.BytesIO()
    made[0].save(written, format="PNG", dpi=(254, 254), optimize=True)
    return written.getvalue()


def draw_svg(chart: Chart) -> bytes:
    """The same picture as SVG, its words as text; the letters are those of whoever opens it."""
    made: list[SvgPen] = []

    def pen_for(height: int) -> SvgPen:
        made.append(SvgPen(WIDTH, height, title=chart.alt))
        return made[0]

    _Picture(chart, pen_for).drawn()
    return made[0].written()


@cache
def _font_file() -> Path:
    """The letters of the page, which come with the page's library: those built into Pillow have no pound sign."""
    found = find_spec("streamlit")
    folders = found.submodule_search_locations if found is not None else None
    files = [file for folder in folders or () for file in Path(folder).rglob("SourceSansVF-Upright*.woff2")]
    if not files:
        raise FileNotFoundError("the letters of charts, SourceSansVF-Upright, are not in the installed streamlit")
    return min(files)


def _font(size: int, weight: str = "Regular") -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(_font_file(), size)
    font.set_variation_by_name(weight)
    return font


class _Picture:
    """Where everything of a chart stands; ``pen_for`` gives a pen for a height in pixels."""

    def __init__(self, chart: Chart, pen_for: Callable[[int], Pen]) -> None:
        self.chart = chart
        self.pen_for = pen_for
        self.title_font, self.font = _font(_TITLE, "Bold"), _font(_TEXT)
        self.title = self._wrap(chart.title, self.title_font, WIDTH - 2 * _MARGIN)
        cut = chart.kind is ChartKind.LINE and _is_cut(chart)
        note = " (the scale does not begin at nought)" if cut else ""
        self.subtitle = self._wrap(chart.subtitle + note, self.font, WIDTH - 2 * _MARGIN)
        self.top = _MARGIN + len(self.title) * (_TITLE + 12) + len(self.subtitle) * (_TEXT + 10) + 30

    def _wrap(self, text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            if lines and font.getlength(f"{lines[-1]} {word}") <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def drawn(self) -> None:
        """Draw it."""
        if self.chart.kind is ChartKind.LINE:
            self.line()
        else:
            self.bars()

    def _canvas(self, height: int) -> Pen:
        pen = self.pen_for(height)
        y = _MARGIN
        for line in self.title:
            pen.text((_MARGIN, y), line, font=self.title_font, fill=_INK)
            y += _TITLE + 12
        for line in self.subtitle:
            pen.text((_MARGIN, y), line, font=self.font, fill=_AXIS)
            y += _TEXT + 10
        return pen

    def bars(self) -> None:
        """Horizontal bars from a line at nought, each with its label at the left and its figure at its end."""
        chart = self.chart
        labels = [self._wrap(label, self.font, _MOST_LABEL) for label in chart.labels]
        heights = [max(_BAR, len(lines) * (_TEXT + 8)) for lines in labels]
        pen = self._canvas(self.top + sum(heights) + _GAP * len(heights) + _MARGIN)
        left = _MARGIN + int(max(self.font.getlength(line) for lines in labels for line in lines)) + 30
        figure_width = int(max(self.font.getlength(p) for p in chart.printed)) + 20
        low, high = min(Decimal(0), *chart.values), max(Decimal(0), *chart.values)
        room = WIDTH - _MARGIN - left - figure_width * (2 if low < 0 else 1)
        span = high - low or Decimal(1)
        start = left + (figure_width if low < 0 else 0)
        zero = start + int(room * (-low / span))
        y = self.top
        for n, (lines, value) in enumerate(zip(labels, chart.values, strict=True)):
            middle = y + heights[n] // 2
            for i, line in enumerate(lines):
                at = middle - len(lines) * (_TEXT + 8) // 2 + i * (_TEXT + 8)
                pen.text((_MARGIN, at), line, font=self.font, fill=_INK)
            end = zero + int(room * (value / span))
            colour = _MAIN if not chart.own or n in chart.own else _MUTED
            pen.rectangle((min(zero, end), middle - _BAR // 2, max(zero, end), middle + _BAR // 2), fill=colour)
            figure = chart.printed[n]
            x = end + 12 if value >= 0 else end - 12 - int(self.font.getlength(figure))
            pen.text((x, middle - _TEXT // 2 - 4), figure, font=self.font, fill=_INK)
            y += heights[n] + _GAP
        pen.line((zero, self.top - 6, zero, y - _GAP + 6), fill=_AXIS, width=3)

    def line(self) -> None:
        """One line with a point and its figure for each time, the times beneath."""
        chart = self.chart
        n = len(chart.values)
        width = (WIDTH - 2 * _MARGIN) // n
        below = [self._wrap(label, self.font, width - 20) for label in chart.labels]
        pen = self._canvas(self.top + _PLOT + max(map(len, below)) * (_TEXT + 8) + 2 * _MARGIN)
        low, high = min(chart.values), max(chart.values)
        if _is_cut(chart):
            low -= (high - low) or high / 10
        else:
            low = min(low, Decimal(0))
        span = high - low or Decimal(1)
        floor = self.top + _PLOT
        points = [
            (_MARGIN + width * i + width // 2, floor - 30 - int((_PLOT - 110) * ((value - low) / span)))
            for i, value in enumerate(chart.values)
        ]
        pen.line((_MARGIN, floor, WIDTH - _MARGIN, floor), fill=_AXIS, width=3)
        pen.line(points, fill=_MAIN, width=8, joint="curve")
        for at_point, ((x, y), figure, lines) in enumerate(zip(points, chart.printed, below, strict=True)):
            pen.ellipse((x - 11, y - 11, x + 11, y + 11), fill=_MAIN)
            text = figure
            in_dip = at_point > 0 and points[at_point - 1][1] < y and all(p[1] <= y for p in points[at_point + 1 :][:1])
            where = y + 20 if in_dip else y - 58  # above the line, but below it where it comes down to the point
            pen.text((x - self.font.getlength(text) / 2, where), text, font=self.font, fill=_INK)
            for i, line in enumerate(lines):
                at = (x - self.font.getlength(line) / 2, floor + 14 + i * (_TEXT + 8))
                pen.text(at, line, font=self.font, fill=_INK)


def _is_cut(chart: Chart) -> bool:
    """Whether a line chart's figures lie so far above nought that its scale begins below the lowest of them."""
    return min(chart.values) > 0 and min(chart.values) > max(chart.values) / 2
