"""What the marks of a Word document mean: names of elements, properties of runs, styles and numbering.

Knows WordprocessingML in both its namespaces, nothing of where its parts are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import Any

Element = Any
"""An element as lxml gives it, which has no types of its own."""

_WORDS = frozenset(
    [
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ]
)
_PREFIXES = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
}
_OFF = frozenset(["0", "false", "off", "none"])
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number)(?: ([2-5]))?", re.IGNORECASE)
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of (?:figures|authorities)|index(?: \d| heading)?", re.IGNORECASE)
_NOTE = re.compile(r"(?:foot|end)note text|(?:table |chart )?(?:notes?|sources?)", re.IGNORECASE)
_MAX_CHAIN = 30


@lru_cache(maxsize=4096)
def _name(tag: str) -> str:
    space, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return local if space in _WORDS else f"{_PREFIXES.get(space, 'other:')}{local}"


def name(element: Element) -> str:
    """The element's name: bare for Word's own, with "mc:" or "m:" for markup compatibility and formulas."""
    return _name(element.tag) if isinstance(element.tag, str) else "other:"


def children(element: Element | None, wanted: str) -> Iterator[Element]:
    """The element's children of a name."""
    return (child for child in element if name(child) == wanted) if element is not None else iter(())


def child(element: Element | None, *path: str) -> Element | None:
    """The element at the end of a path of names, None where there is none."""
    for wanted in path:
        if element is None:
            return None
        for each in element:
            if name(each) == wanted:
                element = each
                break
        else:
            return None
    return element


def value(element: Element | None, attribute: str = "val") -> str | None:
    """An attribute in Word's namespace, None where the element or the attribute is not there."""
    if element is None or not isinstance(element.tag, str):
        return None
    space = element.tag[1:].partition("}")[0]
    found: str | None = element.get(f"{{{space}}}{attribute}")
    return found


def number(element: Element | None, attribute: str = "val") -> int | None:
    """An attribute that is a whole number, None for anything else."""
    text = value(element, attribute)
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else None


def flag(properties: Element | None, wanted: str) -> bool | None:
    """Whether a property is switched on, None where it is not said."""
    found = child(properties, wanted)
    return None if found is None else (value(found) or "") not in _OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How letters look, None for what is not said. ``size`` is in half points."""

    is_bold: bool | None = None
    is_underlined: bool | None = None
    is_hidden: bool | None = None
    is_struck: bool | None = None
    raised: str | None = None
    size: int | None = None

    def over(self, other: Look) -> Look:
        """This look, with the other where this one says nothing."""
        return Look(
            is_bold=other.is_bold if self.is_bold is None else self.is_bold,
            is_underlined=other.is_underlined if self.is_underlined is None else self.is_underlined,
            is_hidden=other.is_hidden if self.is_hidden is None else self.is_hidden,
            is_struck=other.is_struck if self.is_struck is None else self.is_struck,
            raised=other.raised if self.raised is None else self.raised,
            size=other.size if self.size is None else self.size,
        )


def look_of(properties: Element | None) -> Look:
    """The look that the properties of a run or a style give."""
    if properties is None or len(properties) == 0:
        return Look()
    strikes = [mark for mark in (flag(properties, "strike"), flag(properties, "dstrike")) if mark is not None]
    return Look(
        is_bold=flag(properties, "b"),
        is_underlined=flag(properties, "u"),
        is_hidden=flag(properties, "vanish"),
        is_struck=any(strikes) if strikes else None,
        raised=value(child(properties, "vertAlign")),
        size=number(child(properties, "sz")),
    )


class Role(Enum):
    """What a style is for, as far as its name tells."""

    TITLE = auto()
    CAPTION = auto()
    CONTENTS = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a style says of its paragraphs; ``level`` is a heading's depth, 0 for none, None where it is not said.

    ``list_id`` and ``list_level`` are the list that it belongs to, ``listed`` the depth of a list by the style's name.
    """

    names: tuple[str, ...] = ()
    look: Look = Look()
    role: Role | None = None
    level: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    listed: int = 0


def _named(style: Style) -> Style:
    """The style with what the names of it and of those that it is based on say."""
    lists = next(filter(None, map(_LIST.fullmatch, style.names)), None)
    roles = {
        Role.TITLE: any(each.casefold() in ("title", "subtitle") for each in style.names),
        Role.CAPTION: any(each.casefold().endswith("caption") for each in style.names),
        Role.CONTENTS: any(map(_CONTENTS.fullmatch, style.names)),
        Role.NOTE: any(map(_NOTE.fullmatch, style.names)),
    }
    role = next((each for each, is_so in roles.items() if is_so), None)
    return replace(style, role=role, listed=int(lists[1] or 1) if lists else 0)


class Styles:
    """The styles of a document, each with what it takes from those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        """Read them from the part that holds them; without one, nothing has a style."""
        self._own: dict[str, tuple[Style, str | None]] = {}
        self._done: dict[str, Style] = {}
        self._whole: dict[str | None, Style] = {}
        self._default = Style(look=look_of(child(root, "docDefaults", "rPrDefault", "rPr")))
        self._paragraph: str | None = None
        for element in children(root, "style"):
            key = value(element, "styleId")
            if key is None:
                continue
            self._own[key] = (_own_style(element), value(child(element, "basedOn")))
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true", "on"):
                self._paragraph = key

    def of_paragraph(self, key: str | None) -> Style:
        """The style of a paragraph, the document's default one where it names none or one that is not there."""
        if key not in self._whole:
            style = _named(self._resolved(key if key in self._own else self._paragraph))
            self._whole[key] = replace(style, look=style.look.over(self._default.look))
        return self._whole[key]

    def of_run(self, key: str | None) -> Look:
        """What a character style says."""
        return self._resolved(key).look

    def _resolved(self, key: str | None) -> Style:
        if key is None or key not in self._own:
            return Style()
        if key not in self._done:
            found, chain = Style(), 0
            at: str | None = key
            while at is not None and at in self._own and chain < _MAX_CHAIN:
                own, at = self._own[at]
                chain += 1
                found = Style(
                    names=(*found.names, *own.names),
                    look=found.look.over(own.look),
                    level=own.level if found.level is None else found.level,
                    list_id=own.list_id if found.list_id is None else found.list_id,
                    list_level=own.list_level if found.list_level is None else found.list_level,
                )
            self._done[key] = found
        return self._done[key]


def _own_style(element: Element) -> Style:
    called = value(child(element, "name")) or ""
    paragraph = child(element, "pPr")
    heading = _HEADING.fullmatch(called)
    outline = number(child(paragraph, "outlineLvl"))
    level = int(heading[1]) if heading else None
    if level is None and outline is not None:
        level = outline + 1 if 0 <= outline < 9 else 0
    if called.casefold() in ("title", "subtitle", "caption", "normal", "body text"):
        level = 0
    return Style(
        names=(called,) if called else (),
        look=look_of(child(element, "rPr")),
        level=level,
        list_id=value(child(paragraph, "numPr", "numId")),
        list_level=number(child(paragraph, "numPr", "ilvl")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLevel:
    """One depth of a numbered or bulleted list: the kind of its marks, and the pattern that they are written by."""

    kind: str = "bullet"
    pattern: str = ""


class Numbering:
    """The lists that a document defines."""

    def __init__(self, root: Element | None) -> None:
        """Read them from the part that holds them, if there is one."""
        patterns: dict[str, dict[int, ListLevel]] = {}
        for element in children(root, "abstractNum"):
            patterns[value(element, "abstractNumId") or ""] = {
                depth: ListLevel(
                    kind=value(child(level, "numFmt")) or "decimal", pattern=value(child(level, "lvlText")) or ""
                )
                for level in children(element, "lvl")
                if (depth := number(level, "ilvl")) is not None
            }
        self._lists = {
            value(element, "numId") or "": patterns.get(value(child(element, "abstractNumId")) or "", {})
            for element in children(root, "num")
        }

    def level(self, list_id: str, depth: int) -> ListLevel:
        """The marks of a list at a depth from 0; bullets where the document does not define it."""
        return self._lists.get(list_id, {}).get(depth, ListLevel())
