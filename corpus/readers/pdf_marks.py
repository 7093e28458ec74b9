"""What stands on the pages of a PDF: its letters, lines, filled areas and pictures, each with its place.

The only file that knows the PDF library. Places are in points from the top left of the page as it is shown; nothing is
known here of words, tables or reports.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.readers.reading import NotReadable, TooMuch

if TYPE_CHECKING:
    from PIL import Image

MAX_PAGES = 3_000
MAX_LETTERS = 40_000_000
"""In all pages together; a report of a thousand pages has some three million."""

MAX_PAGE_LETTERS = 60_000
_MAX_OBJECTS = 40_000
_MAX_POINTS = 200_000
_MAX_DEPTH = 8
_MAX_SIDE = 20_000.0
_THIN = 3.0
_STRAIGHT = 0.7
_BOLD = re.compile(r"bold|black|heavy|demi|semibd|[-,]b(?:d|old)?$", re.IGNORECASE)
_HYPHEN_AT_LINE_END = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One letter. ``turn`` counts the quarter turns, clockwise, of the line that it stands in: 0 reads as usual.

    ``base`` is the height of its line for turn 0. A space is kept, since it parts words.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    is_bold: bool
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """An upright rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is within."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """All that stands on one page.

    ``across`` and ``down`` are ruled lines, as boxes without height or width; ``fills`` the coloured areas,
    ``shapes`` what is drawn that is neither: curves and slanted lines, as in charts; ``dots`` what is drawn so small
    that it may be a bullet. ``pictures`` are images.
    ``n_unreadable`` counts the letters that the file gives no meaning for, ``n_turns`` the quarters by which the page
    was turned clockwise so that most of it reads as usual.
    """

    index: int
    width: float
    height: float
    label: str = ""
    glyphs: tuple[Glyph, ...] = ()
    across: tuple[Box, ...] = ()
    down: tuple[Box, ...] = ()
    fills: tuple[Box, ...] = ()
    shapes: tuple[Box, ...] = ()
    dots: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    n_unreadable: int = 0
    n_turns: int = 0
    is_damaged: bool = False
    is_overfull: bool = False

    def without_glyphs(self) -> Marks:
        """The same page without its letters, which take most of its room."""
        return replace(self, glyphs=())


class Pages:
    """The pages of a PDF, read one at a time and let go of again.

    Raises NotReadable when the bytes are no PDF that can be opened, TooMuch past the bounds.
    """

    def __init__(self, data: bytes) -> None:
        """Open it."""
        try:
            self._pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise NotReadable(_why_not(error)) from error
        n_pages = len(self._pdf)
        if n_pages > MAX_PAGES:
            self._pdf.close()
            raise TooMuch(f"has {n_pages:,} pages; a report may have {MAX_PAGES:,}: split it")
        self._n_letters = 0

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self._pdf)

    def property(self, name: str) -> str:
        """What the file says of itself: "Title", "Author", "CreationDate"; '' where it does not."""
        try:
            return str(self._pdf.get_metadata_value(name))
        except (pypdfium2.PdfiumError, UnicodeDecodeError):
            return ""

    def close(self) -> None:
        """Let go of the file."""
        self._pdf.close()

    def __iter__(self) -> Iterator[Marks]:
        """The marks of each page in order."""
        for index in range(len(self._pdf)):
            yield self.marks(index)

    def words(self, index: int) -> str:
        """The text of one page in the file's own order, quickly; '' where it cannot be had."""
        try:
            page = self._pdf[index]
            try:
                text = page.get_textpage()
                try:
                    return str(text.get_text_range())
                finally:
                    text.close()
            finally:
                page.close()
        except (pypdfium2.PdfiumError, UnicodeDecodeError):
            return ""

    def picture(self, index: int, width: int, n_turns: int = 0) -> Image.Image:
        """One page drawn so many pixels wide, turned by quarters clockwise as `Marks.n_turns` says.

        Raises NotReadable.
        """
        try:
            page = self._pdf[index]
            try:
                across, up = page.get_size()
                side = across if n_turns % 2 == 0 else up
                drawn = page.render(scale=width / side, rotation=90 * n_turns % 360, may_draw_forms=False)
                picture: Image.Image = drawn.to_pil()
                return picture
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise NotReadable(f"has a page {index + 1} that cannot be drawn ({error})") from error

    def marks(self, index: int) -> Marks:
        """What stands on one page."""
        try:
            page = self._pdf[index]
        except pypdfium2.PdfiumError:
            return Marks(index=index, width=0, height=0, is_damaged=True)
        try:
            view = _View(page)
            if not view.is_sound:
                return Marks(index=index, width=0, height=0, is_damaged=True)
            text = page.get_textpage()
            try:
                n_letters = pdfium.FPDFText_CountChars(text)
                self._n_letters += max(0, n_letters)
                if self._n_letters > MAX_LETTERS:
                    raise TooMuch(f"has over {MAX_LETTERS:,} letters, more than a report may have; split it")
                if n_letters > MAX_PAGE_LETTERS:
                    return Marks(index=index, width=view.width, height=view.height, is_overfull=True)
                glyphs, n_unreadable = _glyphs(text, n_letters, view)
            finally:
                text.close()
            drawn = _Drawn(page, view)
            turn = _main_turn(glyphs)
            marks = Marks(
                index=index,
                width=view.width,
                height=view.height,
                label=self._label(index),
                glyphs=tuple(glyphs),
                across=tuple(drawn.across),
                down=tuple(drawn.down),
                fills=tuple(drawn.fills),
                shapes=tuple(drawn.shapes),
                dots=tuple(drawn.dots),
                pictures=tuple(drawn.pictures),
                n_unreadable=n_unreadable,
            )
            return replace(turned(marks, -turn % 4), n_turns=-turn % 4) if turn else marks
        except pypdfium2.PdfiumError:
            return Marks(index=index, width=0, height=0, is_damaged=True)
        finally:
            page.close()

    def _label(self, index: int) -> str:
        try:
            return str(self._pdf.get_page_label(index))
        except (pypdfium2.PdfiumError, UnicodeDecodeError):
            return ""


def turned(marks: Marks, n_quarters: int) -> Marks:
    """The page turned clockwise by a number of quarters."""
    for _ in range(n_quarters % 4):
        marks = _quarter(marks)
    return marks


def turned_glyphs(glyphs: list[Glyph], height: float) -> list[Glyph]:
    """Letters on a page of a height, turned clockwise by one quarter."""
    return [
        Glyph(
            text=g.text,
            x0=height - g.bottom,
            x1=height - g.top,
            top=g.x0,
            bottom=g.x1,
            base=g.base if g.turn % 2 else height - g.base,
            size=g.size,
            is_bold=g.is_bold,
            turn=(g.turn + 1) % 4,
        )
        for g in glyphs
    ]


def _quarter(marks: Marks) -> Marks:
    def boxes(found: tuple[Box, ...]) -> tuple[Box, ...]:
        h = marks.height
        return tuple(Box(x0=h - b.bottom, x1=h - b.top, top=b.x0, bottom=b.x1) for b in found)

    return Marks(
        index=marks.index,
        width=marks.height,
        height=marks.width,
        label=marks.label,
        glyphs=tuple(turned_glyphs(list(marks.glyphs), marks.height)),
        across=boxes(marks.down),
        down=boxes(marks.across),
        fills=boxes(marks.fills),
        shapes=boxes(marks.shapes),
        dots=boxes(marks.dots),
        pictures=boxes(marks.pictures),
        n_unreadable=marks.n_unreadable,
    )


def _why_not(error: pypdfium2.PdfiumError) -> str:
    if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
        return "is locked with a password; save it without one and add it again"
    if getattr(error, "err_code", None) == pdfium.FPDF_ERR_SECURITY:
        return "is locked in a way that cannot be opened here; save it without protection and add it again"
    return "is not a PDF that can be opened; it may be damaged or cut off: save or download it again"


class _View:
    """How places of a page's own measure lie on the page as shown."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        x0, y0, x1, y1 = page.get_cropbox(fallback_ok=True)
        self._box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        self.rotation = page.get_rotation()
        width, height = self._box[2] - self._box[0], self._box[3] - self._box[1]
        self.is_sound = all(map(math.isfinite, self._box)) and 1 < width < _MAX_SIDE and 1 < height < _MAX_SIDE
        self.width, self.height = (height, width) if self.rotation in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        x0, y0, x1, y1 = self._box
        if self.rotation == 90:
            return y - y0, x - x0
        if self.rotation == 180:
            return x1 - x, y - y0
        if self.rotation == 270:
            return y1 - y, x1 - x
        return x - x0, y1 - y

    def box(self, xa: float, ya: float, xb: float, yb: float) -> Box:
        (ax, ay), (bx, by) = self.point(xa, ya), self.point(xb, yb)
        return Box(x0=min(ax, bx), x1=max(ax, bx), top=min(ay, by), bottom=max(ay, by))


@dataclass(slots=True)
class _Style:
    """What all letters of one stretch of text share."""

    size: float
    is_bold: bool
    turn: int
    is_upright: bool


def _glyphs(text: pypdfium2.PdfTextPage, n_letters: int, view: _View) -> tuple[list[Glyph], int]:
    """The letters of a page and how many more have no meaning given."""
    styles: dict[int, _Style] = {}
    found: list[Glyph] = []
    n_unreadable = 0
    area = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    area_at, x_at, y_at = ctypes.byref(area), ctypes.byref(x), ctypes.byref(y)
    unicode_of, is_generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated
    loose_box, origin, object_of = (
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_GetTextObject,
    )
    for index in range(n_letters):
        if is_generated(text, index) == 1:
            continue
        code = unicode_of(text, index)
        if code == _HYPHEN_AT_LINE_END:
            code = 0x2D
        if code == 0 or 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or code in (0xFFFD, 0xFFFE, 0xFFFF):
            symbol = _SYMBOLS.get(code)
            if symbol is None:
                n_unreadable += 1
                continue
            letter = symbol
        elif code < 0x20 or 0x7F <= code < 0xA0:
            if code not in (9, 10, 13):
                n_unreadable += 1
            continue
        elif code > 0x10FFFF:
            continue
        else:
            letter = " " if code in (0xA0, 0x3000) or 0x2000 <= code <= 0x200A else chr(code)
        if not loose_box(text, index, area_at) or not origin(text, index, x_at, y_at):
            continue
        key = ctypes.cast(object_of(text, index), ctypes.c_void_p).value or 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(text, index, view)
        if not style.is_upright or not (
            math.isfinite(area.left) and math.isfinite(area.right) and math.isfinite(area.top + area.bottom)
        ):
            continue
        (ax, ay), (bx, by) = view.point(area.left, area.bottom), view.point(area.right, area.top)
        x0, x1, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        at_x, at_y = view.point(x.value, y.value)
        if x1 < 0 or x0 > view.width or bottom < 0 or top > view.height:
            continue
        found.append(
            Glyph(
                text=letter,
                x0=x0,
                x1=x1,
                top=top,
                bottom=bottom,
                base=at_y if style.turn % 2 == 0 else at_x,
                size=style.size,
                is_bold=style.is_bold,
                turn=style.turn,
            )
        )
    return found, n_unreadable


# Bullets of symbol fonts, which many programs write without saying what they mean.
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF02D: "-", 0xF0A8: "□", 0xF06F: "□", 0xF076: "❖"}


def _style(text: pypdfium2.PdfTextPage, index: int, view: _View) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
    size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) if math.isfinite(matrix.a + matrix.b) else 0.0
    # The page is shown turned clockwise; a letter's angle counts the other way.
    clockwise = (view.rotation - angle) % 360
    turn = round(clockwise / 90) % 4
    is_upright = min(clockwise % 90, 90 - clockwise % 90) < 4 and 0.5 < size < 2000
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text, index, None, 0, ctypes.byref(flags))
    name = ""
    if 0 < length < 1000:
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFText_GetFontInfo(text, index, buffer, length, ctypes.byref(flags))
        name = buffer.value.decode("utf-8", "replace")
    weight = pdfium.FPDFText_GetFontWeight(text, index)
    is_bold = bool(_BOLD.search(name)) or 600 <= weight <= 1000
    return _Style(size=size, is_bold=is_bold, turn=turn, is_upright=is_upright)


def _main_turn(glyphs: list[Glyph]) -> int:
    """The quarter turns that most letters of the page stand at."""
    counts = [0, 0, 0, 0]
    for glyph in glyphs:
        counts[glyph.turn] += glyph.text != " "
    best = max(range(4), key=lambda turn: counts[turn])
    return best if counts[best] > 2 * counts[0] else 0


class _Drawn:
    """The ruled lines, areas, shapes and pictures of a page."""

    def __init__(self, page: pypdfium2.PdfPage, view: _View) -> None:
        self.across: list[Box] = []
        self.down: list[Box] = []
        self.fills: list[Box] = []
        self.shapes: list[Box] = []
        self.dots: list[Box] = []
        self.pictures: list[Box] = []
        self._view = view
        self._n_objects = 0
        self._n_points = 0
        raw = page.raw
        for index in range(min(pdfium.FPDFPage_CountObjects(raw), _MAX_OBJECTS)):
            self._object(pdfium.FPDFPage_GetObject(raw, index), _SAME, 0)

    def _object(self, item: object, outer: _Matrix, depth: int) -> None:
        self._n_objects += 1
        if not item or self._n_objects > _MAX_OBJECTS or self._n_points > _MAX_POINTS:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, _times(_matrix(item), outer))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [_apply(_times(_matrix(item), outer), x, y) for x, y in ((0, 0), (1, 1))]
            self.pictures.append(self._view.box(*corners[0], *corners[1]))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _times(_matrix(item), outer)
            for index in range(min(pdfium.FPDFFormObj_CountObjects(item), _MAX_OBJECTS)):
                self._object(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _path(self, item: object, matrix: _Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        if not fill.value and not stroke.value:
            return
        is_white = _is_white(item, stroke=not fill.value)
        for points, is_curved in self._figures(item, matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = Box(x0=min(xs), x1=max(xs), top=min(ys), bottom=max(ys))
            if box.x1 < 0 or box.bottom < 0 or box.x0 > self._view.width or box.top > self._view.height:
                continue
            is_straight = not is_curved and all(
                abs(a[0] - b[0]) < _STRAIGHT or abs(a[1] - b[1]) < _STRAIGHT for a, b in itertools.pairwise(points)
            )
            if _is_dot(box) and (fill.value or is_curved):
                self.dots.append(box)
            elif not is_straight and box.width > _THIN and box.height > _THIN:
                self.shapes.append(box)
            elif box.height < _THIN and box.width >= _THIN:
                self._rule_across(box.x0, box.x1, (box.top + box.bottom) / 2)
            elif box.width < _THIN and box.height >= _THIN:
                self._rule_down(box.top, box.bottom, (box.x0 + box.x1) / 2)
            elif fill.value and box.width >= _THIN:
                if not is_white and len(points) >= 4:
                    self.fills.append(box)
            elif stroke.value:
                for a, b in itertools.pairwise(points):
                    if abs(a[1] - b[1]) < _STRAIGHT:
                        self._rule_across(min(a[0], b[0]), max(a[0], b[0]), (a[1] + b[1]) / 2)
                    else:
                        self._rule_down(min(a[1], b[1]), max(a[1], b[1]), (a[0] + b[0]) / 2)

    def _rule_across(self, x0: float, x1: float, y: float) -> None:
        self.across.append(Box(x0=x0, x1=x1, top=y, bottom=y))

    def _rule_down(self, top: float, bottom: float, x: float) -> None:
        self.down.append(Box(x0=x, x1=x, top=top, bottom=bottom))

    def _figures(self, item: object, matrix: _Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """Each figure of a path: its points as shown, and whether any part of it is curved."""
        points: list[tuple[float, float]] = []
        is_curved = False
        x, y = ctypes.c_float(), ctypes.c_float()
        n_segments = pdfium.FPDFPath_CountSegments(item)
        for index in range(min(n_segments, _MAX_POINTS)):
            self._n_points += 1
            if self._n_points > _MAX_POINTS:
                return
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            at = _apply(matrix, x.value, y.value)
            if not (math.isfinite(at[0]) and math.isfinite(at[1])):
                continue
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points, is_curved
                points, is_curved = [], False
            is_curved = is_curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
            points.append(self._view.point(*at))
            if pdfium.FPDFPathSegment_GetClose(segment) and points:
                points.append(points[0])
        if len(points) > 1:
            yield points, is_curved


def _is_dot(box: Box) -> bool:
    return 1.2 <= box.width <= 7.0 and 1.2 <= box.height <= 7.0 and abs(box.width - box.height) <= 1.2


_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _matrix(item: object) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _is_white(item: object, *, stroke: bool) -> bool:
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    colour = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
    if not colour(item, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= 253
