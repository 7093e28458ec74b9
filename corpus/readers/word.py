"""Read Word documents (.docx): headings by style, depth or look, lists, tables with merged cells, notes, text boxes.

Page headers and footers, comments, pictures and what was struck out are left out. Page numbers are given only where
the pages that Word noted are as many as it says the document has.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.readers.composing import Composer
from corpus.readers.flow import write_parts
from corpus.readers.office import OfficeFile, local
from corpus.readers.reading import NoText, Reading
from corpus.readers.word_marks import Element, Numbering, Styles, children, name, number, value
from corpus.readers.word_walk import Walk

_NOTES = ("footnote", "endnote")
_NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")


def read(data: bytes, document_id: str) -> Reading:
    """The document read. Raises NotReadable, NoText, TooMuch."""
    package = OfficeFile(data, "document", kind="Word document")
    root, inside = package.xml(package.path), package.targets(package.path)

    def part(kind: str) -> Element | None:
        return package.xml(inside[kind]) if inside.get(kind) in package else None

    notes = {kind: _notes(part(f"{kind}s"), kind) for kind in _NOTES}
    walk = Walk(Styles(part("styles")), Numbering(part("numbering")), notes)
    parts = [found for body in children(root, "body") for found in walk.parts(body)]
    if not any(found.text.strip() or found.rows for found in parts):
        raise NoText("holds no text; a document of pictures only has none to read")
    n_pages = _n_pages(package, root, walk.page)
    composer = Composer(document_id)
    write_parts(composer, parts if n_pages else [replace(found, page=None) for found in parts])
    return composer.reading(properties=package.properties(), n_pages=n_pages)


def _notes(root: Element | None, kind: str) -> dict[str, Element]:
    return {
        value(note, "id") or "": note for note in children(root, kind) if (value(note, "type") or "") not in _NO_NOTES
    }


def _n_pages(package: OfficeFile, root: Element, last: int) -> int | None:
    """How many pages there are, where Word noted each turn and counts them from 1 throughout; None otherwise."""
    place = package.targets("").get("extended-properties")
    stated = (
        [element.text for element in package.xml(str(place)) if local(element.tag) == "Pages"]
        if place in package
        else []
    )
    if last == 1 or stated != [str(last)]:
        return None
    counts = [element for element in root.iter() if name(element) == "pgNumType"]
    is_plain = all(
        number(count, "start") in (None, 1) and (value(count, "fmt") or "decimal") == "decimal" for count in counts
    )
    return last if is_plain else None
