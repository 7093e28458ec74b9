"""What a chart is drawn with: Pillow's pen for a picture, or one that writes SVG; both take places in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Literal, Protocol

from PIL import ImageFont

Point = tuple[float, float]
_TITLE = 40  # letters of this size and above, in pixels, are those of titles


class Pen(Protocol):
    """The strokes that charts are made of, as Pillow has them: text is placed by its top left corner."""

    def text(self, xy: Point, text: str, *, font: ImageFont.FreeTypeFont, fill: str) -> Any:
        """Write a line of text."""

    def rectangle(self, xy: tuple[float, float, float, float], *, fill: str) -> Any:
        """Fill the rectangle from the left, top to the right, bottom."""

    def line(self, xy: Any, *, fill: str, width: int, joint: Literal["curve"] | None = None) -> Any:
        """Draw a line through points, given one by one or as flat numbers."""

    def ellipse(self, xy: tuple[float, float, float, float], *, fill: str) -> Any:
        """Fill the ellipse that the rectangle holds."""


class SvgPen:
    """Writes the strokes as SVG on white; ``title`` is for those who cannot see it."""

    def __init__(self, width: int, height: int, *, title: str) -> None:
        """Begin a picture of this size in pixels."""
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            "font-family=\"'Source Sans 3', 'Source Sans Pro', Arial, sans-serif\">",
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        ]

    def text(self, xy: Point, text: str, *, font: ImageFont.FreeTypeFont, fill: str) -> None:
        """Write a line of text as wide as the font makes it, whatever letters the reader has."""
        ascent, _ = font.getmetrics()
        weight = ' font-weight="700"' if font.size >= _TITLE else ""
        self._parts.append(
            f'<text x="{xy[0]:g}" y="{xy[1] + ascent:g}" font-size="{font.size:g}"{weight} fill="{fill}" '
            f'textLength="{font.getlength(text):.0f}" lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
        )

    def rectangle(self, xy: tuple[float, float, float, float], *, fill: str) -> None:
        """Fill a rectangle."""
        x0, y0, x1, y1 = xy
        self._parts.append(f'<rect x="{x0:g}" y="{y0:g}" width="{x1 - x0:g}" height="{y1 - y0:g}" fill="{fill}"/>')

    def line(
        self,
        xy: Sequence[float] | Sequence[Point],
        *,
        fill: str,
        width: int,
        joint: Literal["curve"] | None = None,
    ) -> None:
        """Draw a line."""
        flat = [n for point in xy for n in (point if isinstance(point, tuple) else (point,))]
        points = " ".join(f"{x:g},{y:g}" for x, y in zip(flat[::2], flat[1::2], strict=True))
        rounded = ' stroke-linejoin="round"' if joint else ""
        self._parts.append(f'<polyline points="{points}" fill="none" stroke="{fill}" stroke-width="{width}"{rounded}/>')

    def ellipse(self, xy: tuple[float, float, float, float], *, fill: str) -> None:
        """Fill an ellipse."""
        x0, y0, x1, y1 = xy
        self._parts.append(
            f'<ellipse cx="{(x0 + x1) / 2:g}" cy="{(y0 + y1) / 2:g}" rx="{(x1 - x0) / 2:g}" ry="{(y1 - y0) / 2:g}" '
            f'fill="{fill}"/>'
        )

    def written(self) -> bytes:
        """The picture's bytes."""
        return "\n".join([*self._parts, "</svg>", ""]).encode()
