"""Read Word documents (.docx): headings by style, depth or look, lists, tables with merged cells, notes, text boxes.

Page headers and footers, comments, pictures and what was struck out are left out. Page numbers are given only where
the pages that Word noted are as many as it says the document has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.document import BlockKind
from corpus.readers.composing import Composer, Properties
from corpus.readers.flow import Part, write_parts
from corpus.readers.package import Package
from corpus.readers.reading import NoText, NotReadable, Reading
from corpus.readers.word_marks import Element, Numbering, Styles, children, name, number, value
from corpus.readers.word_walk import Walk

_DOCUMENT = "word/document.xml"
_NOTES = ("footnote", "endnote")
_NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")


def read(data: bytes, document_id: str) -> Reading:
    """The document read. Raises NotReadable, NoText, TooMuch."""
    package = Package(data, kind="Word document")
    outside = package.targets("")
    place = outside.get("officeDocument", _DOCUMENT)
    root = package.xml(place if place in package else _DOCUMENT)
    if name(root) != "document":
        raise NotReadable("holds no Word document; check which program it was written by")
    inside = package.targets(place)

    def part(kind: str) -> Element | None:
        return package.xml(inside[kind]) if inside.get(kind) in package else None

    notes = {kind: _notes(part(f"{kind}s"), kind) for kind in _NOTES}
    walk = Walk(Styles(part("styles")), Numbering(part("numbering")), notes)
    parts = [found for body in children(root, "body") for found in walk.parts(body)]
    if not any(found.text.strip() or found.rows for found in parts):
        raise NoText("holds no text; a document of pictures only has none to read")
    about = _about(package, outside)
    n_pages = _n_pages(root, walk.page, about)
    composer = Composer(document_id)
    write_parts(composer, _below_title(parts if n_pages else [replace(found, page=None) for found in parts]))
    return composer.reading(
        properties=Properties(
            title=about.get("title", ""),
            publisher=about.get("Company") or about.get("creator", ""),
            published=about.get("created", "")[:10],
        ),
        n_pages=n_pages,
    )


def _notes(root: Element | None, kind: str) -> dict[str, Element]:
    return {
        value(note, "id") or "": note for note in children(root, kind) if (value(note, "type") or "") not in _NO_NOTES
    }


def _about(package: Package, outside: Mapping[str, str]) -> dict[str, str]:
    """What the file says about itself, by the names of its properties."""
    found: dict[str, str] = {}
    for kind in ("core-properties", "extended-properties"):
        if outside.get(kind) in package:
            for element in package.xml(outside[kind]):
                found.setdefault(name(element).removeprefix("other:"), " ".join((element.text or "").split()))
    return found


def _n_pages(root: Element, last: int, about: Mapping[str, str]) -> int | None:
    """How many pages there are, where Word noted each turn and counts them from 1 throughout; None otherwise."""
    if last == 1 or about.get("Pages") != str(last):
        return None
    counts = [element for element in root.iter() if name(element) == "pgNumType"]
    is_plain = all(
        number(count, "start") in (None, 1) and (value(count, "fmt") or "decimal") == "decimal" for count in counts
    )
    return last if is_plain else None


def _below_title(parts: Sequence[Part]) -> list[Part]:
    """The parts with the depths of headings counted from the document's title, where it has one."""
    if not any(part.kind is BlockKind.HEADING and part.level == 0 for part in parts):
        return list(parts)
    return [replace(part, level=part.level + 1) if part.kind is BlockKind.HEADING else part for part in parts]
