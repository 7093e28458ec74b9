"""The shapes of a slide in the order in which they are read, each with where it stands.

A placeholder without a place of its own stands where its layout, or that one's master, puts it. Knows nothing of what
the shapes say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from corpus.readers.office import DAMAGED, local, signed
from corpus.readers.reading import NotReadable

_MAX_DEPTH = 50
_MAX_SHAPES = 500
"""On one slide, or part of it, that is looked at for columns; a drawing of more pieces is read from the top."""
_SLACK = 0.02
"""Boxes that overlap by so much of the smaller one still stand beside or under each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place on a slide, in the file's units."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A text frame (``sp``), a table, chart or diagram (``graphicFrame``) or a picture (``pic``).

    ``placeholder`` is what the layout made it for ("title", "body", "ftr" …), '' for what was drawn on the slide.
    """

    element: Element
    kind: str
    placeholder: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a layout or a master puts its placeholders, by index and by type, and which of them have no bullets."""

    by_index: Mapping[str, Element]
    by_type: Mapping[str, Element]


def layout_of(root: Element) -> Layout:
    """The placeholders of a layout's or a master's part."""
    by_index: dict[str, Element] = {}
    by_type: dict[str, Element] = {}
    for element in root.iterfind("{*}cSld/{*}spTree/{*}sp"):
        mark = element.find("{*}nvSpPr/{*}nvPr/{*}ph")
        if mark is not None:
            by_index.setdefault(mark.get("idx", "0"), element)
            by_type.setdefault(_kind_of(mark.get("type", "obj")), element)
    return Layout(by_index=by_index, by_type=by_type)


def inherited(element: Element, layouts: Sequence[Layout]) -> Iterator[Element]:
    """The shapes that a placeholder takes from what it does not say itself: its layout's, then the master's."""
    mark = next((found for found in element.iterfind("*/{*}nvPr/{*}ph")), None)
    if mark is None:
        return
    kind = _kind_of(mark.get("type", "obj"))
    for number, layout in enumerate(layouts):
        found = layout.by_index.get(mark.get("idx", "0")) if number == 0 else None
        found = found if found is not None else layout.by_type.get(kind)
        if found is not None:
            yield found


def read_shapes(root: Element, layouts: Sequence[Layout], width: float, height: float) -> list[Shape]:
    """The shapes that are seen on a slide of a size, in reading order: its title, then columns from the left."""
    tree = root.find("{*}cSld/{*}spTree")
    if tree is None:
        return []
    shapes = list(_shapes(tree, layouts, lambda box: box, 0))
    seen = [s for s in shapes if s.box.left < width and s.box.top < height and s.box.right >= 0 and s.box.bottom >= 0]
    titles = [shape for shape in seen if _kind_of(shape.placeholder) == "title"]
    # A title's box is often larger than its words, and reaches over what stands under it.
    return [*titles, *_in_order([shape for shape in seen if shape not in titles])]


def _kind_of(name: str) -> str:
    """Placeholder types that stand for the same place."""
    return {"ctrTitle": "title", "subTitle": "body", "obj": "body", "tbl": "body", "chart": "body"}.get(name, name)


def _shapes(tree: Element, layouts: Sequence[Layout], placed: Callable[[Box], Box], depth: int) -> Iterator[Shape]:
    if depth > _MAX_DEPTH:
        raise NotReadable(DAMAGED)
    for element in tree:
        kind = local(element.tag)
        about = next((found for found in element.iterfind("*/{*}cNvPr")), None)
        if about is not None and about.get("hidden") in ("1", "true"):
            continue
        if kind == "grpSp":
            yield from _shapes(element, layouts, _within(element, placed), depth + 1)
        elif kind == "AlternateContent":
            for choice in element.iterfind("{*}Choice"):
                yield from _shapes(choice, layouts, placed, depth + 1)
        elif kind in ("sp", "graphicFrame", "pic"):
            mark = next((found for found in element.iterfind("*/{*}nvPr/{*}ph")), None)
            box = _box(element) or next(filter(None, map(_box, inherited(element, layouts))), None)
            yield Shape(
                element=element,
                kind=kind,
                placeholder="" if mark is None else mark.get("type", "obj"),
                box=placed(box or Box(left=0, top=0, right=0, bottom=0)),
            )


def _place(element: Element) -> Element | None:
    return next(
        (found for path in ("{*}spPr/{*}xfrm", "{*}xfrm", "{*}grpSpPr/{*}xfrm") for found in element.iterfind(path)),
        None,
    )


def _box(element: Element, first: str = "off", size: str = "ext") -> Box | None:
    place = _place(element)
    at = place.find(f"{{*}}{first}") if place is not None else None
    extent = place.find(f"{{*}}{size}") if place is not None else None
    if at is None or extent is None:
        return None
    left, top = signed(at.get("x", "0")), signed(at.get("y", "0"))
    return Box(
        left=left, top=top, right=left + signed(extent.get("cx", "0")), bottom=top + signed(extent.get("cy", "0"))
    )


def _within(group: Element, placed: Callable[[Box], Box]) -> Callable[[Box], Box]:
    """How a place within a group is a place on the slide."""
    outer, inner = _box(group), _box(group, "chOff", "chExt")
    if outer is None or inner is None:
        return placed
    wide = (outer.right - outer.left) / ((inner.right - inner.left) or 1)
    high = (outer.bottom - outer.top) / ((inner.bottom - inner.top) or 1)

    def place(box: Box) -> Box:
        return placed(
            Box(
                left=outer.left + (box.left - inner.left) * wide,
                top=outer.top + (box.top - inner.top) * high,
                right=outer.left + (box.right - inner.left) * wide,
                bottom=outer.top + (box.bottom - inner.top) * high,
            )
        )

    return place


def _in_order(shapes: Sequence[Shape]) -> list[Shape]:
    """The shapes cut into columns where they can be, else into rows, and so on within each."""
    columns = _cut(shapes, "left", "right") if len(shapes) <= _MAX_SHAPES else []
    if len(columns) > 1:
        return [shape for column in columns for shape in _in_order(column)]
    rows: list[list[Shape]] = []
    for row in _cut(shapes, "top", "bottom") if columns else []:
        # Rows that together still fall into columns are read column by column.
        if rows and len(_cut([*rows[-1], *row], "left", "right")) > 1:
            rows[-1].extend(row)
        else:
            rows.append(row)
    if len(rows) > 1:
        return [shape for row in rows for shape in _in_order(row)]
    return sorted(shapes, key=lambda shape: (shape.box.top, shape.box.left))


def _cut(shapes: Sequence[Shape], low: str, high: str) -> list[list[Shape]]:
    parts: list[list[Shape]] = []
    end = 0.0
    for shape in sorted(shapes, key=lambda shape: float(getattr(shape.box, low))):
        start, stop = float(getattr(shape.box, low)), float(getattr(shape.box, high))
        slack = (stop - start) * _SLACK
        if parts and start + slack < end:
            parts[-1].append(shape)
            end = max(end, stop - slack)
        else:
            parts.append([shape])
            end = stop - slack
    return parts
