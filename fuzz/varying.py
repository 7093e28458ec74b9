"""Vary an input so that it still gets past a parser: markup by its elements, text by its tokens."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable

from lxml import etree

_NUMBERS = (
    *("0", "1", "-1", "2", "7", "63", "255", "256", "1000", "16383", "16384", "65536", "1048576", "2147483648"),
    *("9" * 15, "9" * 40, "1e9", "1e999", "-0", "0.1", "NaN", "Infinity", "٣", "²", "", "1.5", "-32768"),
)
_WORDS = (
    *("", " ", "\t", "\u00a0", "\u200b", "\ufeff", "\x0b", "\u2028", "\u0301", "%", "£", "(", ")", "-", "*"),
    *("Total", "Q4 2023/24", "2023-24", "31 March 2024", "29 February 2023", "1,204", "(1.5)", "£12.8m", "-20%", "5pp"),
    *("Note: x", "Contents", "Table 1", "n/a", "¹", "•", "1.", "a)", "\ud7ff", "\U0001f600", "İ", "ß", "ŉ", "ﬁ"),
    *("true", "#REF!", "A1:ZZ9"),
)
_TOKEN = {
    "html": re.compile(rb"<[^>]*>?|[^<]+"),
    "pdf": re.compile(rb"[-+]?[\d.]+|/[A-Za-z0-9]+|\([^)]*\)|\[|\]|<<|>>|\s+|[^\s\d/(\[\]<>]+|."),
}
_OTHER_TOKEN = re.compile(rb"\d+|\w+|[ \t]+|\n+|[^\w\s]", re.DOTALL)
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_IS_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def vary_markup(data: bytes, chance: random.Random) -> bytes:
    """A part of an archive with some of its elements changed; as it is where it is no markup."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return data
    for _ in range(chance.choice((1, 1, 2, 4))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        chance.choice(_ON_ELEMENTS)(chance.choice(elements), chance.choice(elements), chance)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def vary_tokens(data: bytes, chance: random.Random, format: str) -> bytes:
    """A text with some of its tokens, or of its lines, changed."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        way = chance.randrange(6)
        if way == 0:
            data = _NUMBER.sub(_at_one_place(chance, len(_NUMBER.findall(data)), _number(chance).encode()), data)
            continue
        tokens = data.splitlines(keepends=True) if way == 1 else _TOKEN.get(format, _OTHER_TOKEN).findall(data)
        if not tokens:
            return _word(chance).encode("utf-8", "replace")
        here, there = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        if way == 2:
            del tokens[here : here + chance.choice((1, 1, 2, 8))]
        elif way == 3:
            tokens.insert(here, _word(chance).encode("utf-8", "replace"))
        elif way == 4:
            tokens[here], tokens[there] = tokens[there], tokens[here]
        else:
            tokens[here:here] = tokens[there : there + chance.choice((1, 1, 3, 10))] * chance.choice((1, 1, 2, 20))
        data = b"".join(tokens)
    return data


def grown(data: bytes, chance: random.Random, size: int) -> bytes:
    """The input with one stretch of it said over and over, up to a size: what takes ever longer shows by it."""
    start = chance.randrange(len(data) or 1)
    stretch = data[start : start + chance.choice((1, 2, 8, 40, 300))] or b" "
    return data[:start] + stretch * max(1, (size - len(data)) // len(stretch)) + data[start:]


def grown_markup(data: bytes, chance: random.Random, size: int) -> bytes:
    """As `grown`, of markup: an element or a text within it over and over, beside or within one another."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return data
    element = chance.choice([element for element in root.iter() if isinstance(element.tag, str)])
    parent = element.getparent()
    if parent is None or (element.text and element.text.strip() and chance.random() < 0.5):
        text = element.text or "1 "
        element.text = text * max(1, (size - len(data)) // (len(text) or 1))
    else:
        once = max(1, len(etree.tostring(element)))
        for _ in range(max(1, (size - len(data)) // once)):
            parent.insert(parent.index(element), copy.deepcopy(element))
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _number(chance: random.Random) -> str:
    return chance.choice(_NUMBERS)


def _word(chance: random.Random) -> str:
    return chance.choice(_WORDS if chance.random() < 0.6 else _NUMBERS)


def _at_one_place(chance: random.Random, n_places: int, becomes: bytes) -> Callable[[re.Match[bytes]], bytes]:
    place = chance.randrange(n_places or 1)
    at = iter(range(n_places + 1))
    return lambda match: becomes if next(at) == place else match[0]


# --- on elements -----------------------------------------------------------------------------------------------------

Element = etree._Element


def _drop(here: Element, _there: Element, _chance: random.Random) -> None:
    parent = here.getparent()
    if parent is not None:
        parent.remove(here)


def _repeat(here: Element, _there: Element, chance: random.Random) -> None:
    parent = here.getparent()
    if parent is not None:
        for _ in range(chance.choice((1, 1, 3, 30))):
            parent.insert(parent.index(here), copy.deepcopy(here))


def _move(here: Element, there: Element, _chance: random.Random) -> None:
    if here.getparent() is not None and here not in there.iterancestors() and here is not there:
        there.append(copy.deepcopy(here))


def _rename(here: Element, there: Element, _chance: random.Random) -> None:
    here.tag = there.tag


def _set_attribute(here: Element, there: Element, chance: random.Random) -> None:
    if not here.attrib:
        for name, value in there.attrib.items():
            here.set(name, value)
        return
    name = chance.choice(list(here.attrib))
    is_number = _IS_NUMBER.fullmatch(here.attrib[name])
    here.set(name, _number(chance) if is_number and chance.random() < 0.8 else _clean(_word(chance)))


def _drop_attribute(here: Element, _there: Element, chance: random.Random) -> None:
    if here.attrib:
        del here.attrib[chance.choice(list(here.attrib))]


def _set_text(here: Element, there: Element, chance: random.Random) -> None:
    here.text = there.text if chance.random() < 0.3 else _clean(_word(chance))


def _clean(text: str) -> str:
    """The text without what markup may not hold."""
    return text.replace("\x0b", "")


_ON_ELEMENTS = (_drop, _repeat, _move, _rename, _set_attribute, _set_attribute, _drop_attribute, _set_text)
