"""Open the zip archives that office programs write, within bounds, and parse the XML in them without following it.

Nothing outside the archive is ever read: no entity is resolved, no address is fetched.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from corpus.readers.archive import check_archive
from corpus.readers.reading import NotReadable, TooMuch

MAX_READ = 64_000_000
"""Bytes that the parts really read may have together: a report of a thousand pages has some 30 MB of XML."""

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DAMAGED = "is damaged or cut short; save it again, or export the report as PDF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a part refers to: under which id, as what, and the part's name."""

    id: str
    kind: str
    path: str


class Package:
    """The parts of an archive by name, and what they refer to."""

    def __init__(self, data: bytes, *, kind: str) -> None:
        """Open an archive; ``kind`` names it in messages ("Word document"). Raises NotReadable, TooMuch."""
        self._kind = kind
        self._n_read = 0
        check_archive(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            parts = self._archive.infolist()
        except _ERRORS as error:
            raise NotReadable(_DAMAGED) from error
        self._parts = {part.filename.lstrip("/"): part for part in parts}

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises NotReadable for one that is missing or damaged, TooMuch."""
        part = self._parts.get(name)
        if part is None:
            raise NotReadable(f"holds no '{name}', as every {self._kind} does; check the export it came from")
        self._n_read += part.file_size
        if self._n_read > MAX_READ:
            raise TooMuch(
                f"holds over {MAX_READ / 1e6:,.0f} MB of text and marks, more than a report may have; split it"
            )
        try:
            return self._archive.read(part)
        except _ERRORS as error:
            raise NotReadable(_DAMAGED) from error

    def xml(self, name: str) -> Any:
        """A part parsed as XML. Raises NotReadable, TooMuch."""
        data = self.read(name)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NotReadable(_DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise NotReadable(f"declares a document type of its own, as no {self._kind} does; it was not read")
        return root

    def targets(self, name: str) -> dict[str, str]:
        """The first part of each kind that a part refers to, by the last word of the kind's address ("styles").

        ``name`` is '' for the archive itself. What lies outside the archive is left out.
        """
        found: dict[str, str] = {}
        for relation in self.relations(name):
            found.setdefault(relation.kind, relation.path)
        return found

    def relations(self, name: str) -> list[Relation]:
        """All that a part refers to within the archive, in order; ``name`` is '' for the archive itself."""
        folder, file = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{file}.rels")
        if listing not in self:
            return []
        found: list[Relation] = []
        for relation in self.xml(listing).iter(_RELATIONSHIPS):
            target = relation.get("Target") or ""
            if relation.get("TargetMode") == "External" or not target:
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            kind = re.split(r"[/#]", relation.get("Type") or "")[-1]
            found.append(Relation(id=relation.get("Id") or "", kind=kind, path=path))
        return found


_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    KeyError,
    IndexError,
    OverflowError,
)
