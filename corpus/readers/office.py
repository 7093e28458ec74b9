"""Office files as packages: their main part, the links between parts by id, parts read piece by piece,
and what the file says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree

from corpus.readers.composing import Properties
from corpus.readers.package import Package
from corpus.readers.reading import NotReadable

DAMAGED = "is damaged: a part of it cannot be read; open it and save it again"

# The names and titles that programs give when nobody has told them another.
_PROGRAMS = frozenset(
    {
        "openpyxl",
        "xlsxwriter",
        "python-docx",
        "python-pptx",
        "steve canny",
        "microsoft office user",
        "apache poi",
        "user",
        "powerpoint presentation",
        "presentation",
    }
)

_DATED = frozenset({"python-docx", "steve canny"})
"""Whom the empty files name that programs begin with; they are dated as well, from years ago."""


class OfficeFile(Package):
    """An office file whose main part is a ``root`` element; ``kind`` is what such a file is called."""

    def __init__(self, data: bytes, root: str, *, kind: str) -> None:
        """Open it. Raises NotReadable for what is none, TooMuch past the bounds of an archive."""
        super().__init__(data, kind=kind)
        self.path = self.targets("").get("officeDocument", "")
        """The main part."""
        if self.path not in self or local(self.xml(self.path).tag) != root:
            raise NotReadable(f"is no {kind}, whatever its ending says; open it and save it again")

    def open(self, name: str) -> IO[bytes]:
        """A part to be read piece by piece. Raises NotReadable when there is none of the name."""
        part = self._parts.get(name)
        if part is None:
            raise NotReadable(DAMAGED)
        return self._archive.open(part)

    def links(self, name: str, kind: str) -> dict[str, str]:
        """The parts of one kind that a part links to, by the links' ids, in their order."""
        return {link.id: link.path for link in self.relations(name) if link.kind == kind}

    def properties(self) -> Properties:
        """The title, whose it is and when it was made, as the file's properties say."""
        found: dict[str, str] = {}
        for kind in ("core-properties", "extended-properties"):
            place = self.targets("").get(kind)
            if place in self:
                found |= {local(part.tag): (part.text or "").strip() for part in self.xml(str(place))}
        is_template = found.get("creator", "").casefold() in _DATED
        made = re.match(r"\d{4}-\d\d-\d\d(?=T|$)", "" if is_template else found.get("created", ""))
        return Properties(
            title=_given(found.get("title", "")),
            publisher=_given(found.get("Company", "")) or _given(found.get("creator", "")),
            published=made[0] if made else "",
        )


def elements(stream: IO[bytes], names: set[str]) -> Iterator[ElementTree.Element]:
    """The elements of these names as they end, each forgotten once it has been looked at. Raises NotReadable."""
    parents: list[ElementTree.Element] = []
    try:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            if event == "start":
                parents.append(element)
                continue
            parents.pop()
            if local(element.tag) in names:
                yield element
                if parents:
                    parents[-1].remove(element)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise NotReadable(DAMAGED) from error


def local(tag: str) -> str:
    """An element's name without its namespace."""
    return tag.rpartition("}")[2]


def link_id(element: ElementTree.Element, name: str = "id") -> str:
    """The id of the link that an element names in an attribute of the links' namespace, '' when it names none."""
    return next((v for k, v in element.attrib.items() if k.startswith("{") and local(k) == name), "")


def whole(text: str) -> int:
    """A whole number from 0 in an attribute. Raises NotReadable."""
    number = signed(text)
    if number < 0:
        raise NotReadable(DAMAGED)
    return number


def signed(text: str) -> int:
    """A whole number in an attribute. Raises NotReadable."""
    if not re.fullmatch(r"\s*[-+]?\d{1,15}\s*", text, re.ASCII):
        raise NotReadable(DAMAGED)
    return int(text)


def _given(name: str) -> str:
    return "" if name.casefold() in _PROGRAMS else name
