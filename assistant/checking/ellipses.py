"""What a list leaves out, put back: "buses grew by 2% and trams by 9%" says of trams that they grew by 9%.

Knows English, not the library. What it is not sure of it leaves as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.checking.amounts import Amount, read_amounts
from assistant.checking.clauses import SUBJECT, VERB
from assistant.checking.counted import each_state
from structured.units import UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """The statements of a list, each in full. ``denied`` is whether none of them is said to hold ("neither … nor")."""

    statements: tuple[str, ...]
    denied: bool = False


_CUT = re.compile(r",\s+(?:(?:and|but|while|whereas)\s+)?(?!\d{3}\b)|\s+(?:and|but|while|whereas)\s+", re.IGNORECASE)
_ADDS = re.compile(
    r"(?:up|down|compared|against|versus|which|including|excluding|from|with|leaving|or|an?|who"
    r"|(?:(?:still|just|well|far|comfortably|narrowly|slightly|only) )*(?:ahead of|short of|above|below|over|under"
    r"|behind|(?:better|worse|more|less|fewer|higher|lower) than|beating|missing)"
    r"|that(?! (?:of|for|in|at|on|among|to|from)\b))\b",
    re.IGNORECASE,
)
"""What follows a comma and says more of the same member, not of another."""
_LEAD = re.compile(
    r"^(?:(?:in|during|over|between|on|at|by|for|since|across)\b[^,]{2,60}, |so far this (?:year|quarter),? )",
    re.IGNORECASE,
)
_FOR_ANOTHER_VERB = re.compile(r"\b(?:manage[sd]?|did|does|got|gets|just)$", re.IGNORECASE)
"""A verb that stands for the one before it: "Hill recycles 55% and Mill manages 31%"."""
_UP_OR_DOWN = re.compile(r"\b(?:up|down)\b", re.IGNORECASE)
_TURNED = re.compile(r"\s(?P<way>up|down)(?: (?:from|by))?$", re.IGNORECASE)
"""Before a figure without a verb: which way it went."""
_ONES = re.compile(r"\bones\b", re.IGNORECASE)
_BEFORE_FIGURE = re.compile(r"(?:^|\s+)(?:by|at|to|with|was|were|is|are|up|down|only|just|from)$", re.IGNORECASE)
_MERELY = re.compile(r"^(?:only|just|a mere|some)\s+", re.IGNORECASE)
_PHRASE = r"(?:in|of|at|for|on|among|from|by|during)"
_THOSE = re.compile(
    rf"^(?:(?:those|that|the (?:one|ones)) )?(?P<preposition>{_PHRASE}|to)\s+(?P<what>\S.*)$", re.IGNORECASE
)
_AFTER_FIGURE = re.compile(rf"^\s*(?P<preposition>{_PHRASE})\s+\S", re.IGNORECASE)
_SIDE = re.compile(
    r"^\s*(?P<side>more|less|fewer|higher|lower|over|under|above|below|ahead|behind)(?P<joint> than| of)?"
    r"(?P<object>(?: [^\s,;]+)*)$",
    re.IGNORECASE,
)
_JOINTS = {"more": " than", "less": " than", "fewer": " than", "higher": " than", "lower": " than", "ahead": " of"}
_OVER_ITS = re.compile(
    r"\b(?:over|under|above|below|within) "
    r"(?P<object>(?:its|their|the) (?:[\w-]+ ){0,3}?(?:budget|plan|target|goal|forecast)s?)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<=[\w,] )[A-Z][a-z]+ $")
"""Before a bare number that belongs to a name ("the Year 6 results")."""
_RESPECTIVELY = re.compile(r",?\s*\brespectively\b", re.IGNORECASE)
_BOTH = re.compile(
    rf"^(?P<lead>(?:{_LEAD.pattern[1:]})?)(?P<which>both|neither) (?P<things>.{{3,120}}?)"
    rf"(?= (?:(?:also|all) )?{VERB}\b)(?P<rest>.+)$",
    re.IGNORECASE,
)
_BOTH_AFTER = re.compile(
    rf"^(?P<things>.{{3,120}}?) (?P<which>both)(?= (?:also )?{VERB}\b)(?P<rest>.+)$|"
    rf"^(?P<things_of>.{{3,120}}?) (?P<were>were|are|have|had) (?P<which_of>both) (?P<rest_of>.+)$",
    re.IGNORECASE,
)
_BOTH_OF = re.compile(
    r"^(?P<head>.{5,160}?) (?P<which>both) (?P<things>[^,;]{3,120}? and [^,;]{3,120})$", re.IGNORECASE
)
_STATE = (
    r"(?:(?:running )?(?:(?:an?|half a|\w+) (?:days?|weeks?|months?|years?) )?(?:late|early|delayed|overdue)"
    r"|(?:£[\d.,]+ ?(?:m|k|bn|million)? )?"
    r"(?:on|over|under|within|below|above|ahead of|behind) "
    r"(?:its |their |the )?(?:\w+ )?(?:budget|schedule|plan|target|time|cost))"
)
_TWO_STATES = re.compile(
    rf"^(?P<subject>.{{3,120}}?) (?P<verb>is|are|was|were|came in|ran|runs?) (?P<one>{_STATE})"
    rf",? (?:but|and|yet|though) (?P<other>{_STATE})$",
    re.IGNORECASE,
)
_TWO_OUTLOOKS = re.compile(
    r"^(?P<subject>.{3,120}? (?:is|are|was|were)(?: now| still)? (?:forecast|expected|due|set|projected))"
    r" (?P<one>to .{3,80}?),? (?:and|but) (?P<other>to .{3,80})$",
    re.IGNORECASE,
)
_SO_DID = re.compile(
    r"^(?P<one>.{5,160}?),? and so (?:did|has|have|was|were|is|are|had) (?P<other>[^,;]{3,80})$", re.IGNORECASE
)
_SIDES = r"(?:above|below|over|under|ahead of|behind|better than|worse than|higher than|lower than)"
_TWO_SIDES = re.compile(
    rf"^(?P<head>.{{3,120}}?) (?P<one>{_SIDES}) (?P<mark>(?:the |its |their )?[\w' -]{{3,60}}?)"
    rf" (?P<at>(?:on|in|for|at) .{{3,80}}?)"
    rf",? (?:but|and|while|yet) (?P<other>{_SIDES})(?: (?:it|that|this|them))? (?P<place>(?:on|in|for|at) .{{3,80}})$",
    re.IGNORECASE,
)
_TWO_TIMES = re.compile(
    r"^(?P<one>more|fewer|less|higher|lower)(?P<said> .{5,120}?) than(?P<time> [^,;]{4,60}?),? (?:but|and|though|yet)"
    r" (?P<other>more|fewer|less|higher|lower) than(?P<place> [^,;]{4,60})$|"
    r"^(?P<head>.{5,120}?) (?P<first>more|fewer|less|higher|lower)(?P<what>(?: [\w-]+){0,6}?)"
    r" than(?P<when> [^,;]{4,60}?),? (?:but|and|though|yet) (?P<second>more|fewer|less|higher|lower)"
    r" than(?P<then> [^,;]{4,60})$",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"\s*(?:overall|in total|altogether|in all|as a whole|generally)?\s*", re.IGNORECASE)
_THEIR_OWN = re.compile(
    r"\btheir (?P<one>(?:[\w-]+ ){0,2}?(?:target|goal|budget|plan|gap|standard|promise))s\b", re.IGNORECASE
)
_BETWEEN_THINGS = {"both": " and ", "neither": " nor "}


def spelled_out(text: str) -> Iterator[Spelled]:
    """The ways in which a sentence's list can be spelled out, the likeliest first; none where it lists nothing.

    >>> [s.statements for s in spelled_out("Buses grew by 2% and trams by 9%.")]
    [('Buses grew by 2%.', 'Trams grew by 9%.')]
    """
    bare = text.strip().rstrip(".!")
    if _RESPECTIVELY.search(bare):
        yield from _respectively(bare)
        return
    if states := _TWO_STATES.match(bare):
        heads = (f"{states['subject']} {states['verb']} {states[side]}" for side in ("one", "other"))
        yield Spelled(statements=tuple(_sentence(head) for head in heads))
        return
    if found := each_state(bare):
        yield Spelled(statements=found)
        return
    if outlooks := _TWO_OUTLOOKS.match(bare):
        heads = (f"{outlooks['subject']} {outlooks[side]}" for side in ("one", "other"))
        yield Spelled(statements=tuple(_sentence(head) for head in heads))
        return
    if (so_did := _SO_DID.match(bare)) and (subject := SUBJECT.match(so_did["one"])):
        said = so_did["one"][subject.end() :]
        yield Spelled(statements=(_sentence(so_did["one"]), _sentence(f"{so_did['other']} {said}")))
        return
    if times := _TWO_TIMES.match(bare):
        if times["one"]:
            pairs = ((times["one"], times["time"]), (times["other"], times["place"]))
            told = [f"{way}{times['said']} than{when}" for way, when in pairs]
        else:
            pairs = ((times["first"], times["when"]), (times["second"], times["then"]))
            told = [f"{times['head']} {way}{times['what']} than{when}" for way, when in pairs]
        yield Spelled(statements=tuple(_sentence(one) for one in told))
        return
    if sides := _TWO_SIDES.match(bare):
        head, mark = sides["head"], sides["mark"]
        yield Spelled(
            statements=(
                _sentence(f"{head} {sides['one']} {mark} {sides['at']}"),
                _sentence(f"{head} {sides['other']} {mark} {sides['place']}"),
            )
        )
        return
    of_two = list(_of_two(bare))
    yield from of_two
    if not of_two:
        yield from _elliptical(bare)


def _sentence(text: str) -> str:
    words = re.sub(r"\s+", " ", text).strip(" ,;")
    return words[:1].upper() + words[1:] + "."


def _of_two(text: str) -> Iterator[Spelled]:
    """What is said of "both A and B", or of "neither A nor B"; of names that hold an "and" each cut is tried."""
    if match := _BOTH.match(text):
        which, lead = match["which"].lower(), match["lead"]
        for things in _pairs(match["things"], _BETWEEN_THINGS[which]):
            yield Spelled(
                statements=tuple(_sentence(f"{lead}{thing}{_of_one(match['rest'])}") for thing in things),
                denied=which == "neither",
            )
    elif match := _BOTH_AFTER.match(text):
        joined, rest = match["things"] or match["things_of"], match["rest"] or f" {match['were']} {match['rest_of']}"
        for things in _pairs(joined, " and "):
            yield Spelled(statements=tuple(_sentence(f"{thing}{_of_one(rest)}") for thing in things))
    elif match := _BOTH_OF.match(text):
        for things in _pairs(match["things"], " and "):
            yield Spelled(statements=tuple(_sentence(f"{match['head']} {thing}") for thing in things))


def _of_one(rest: str) -> str:
    """What is said of several, said of one."""
    return re.sub(r"\btheir\b", "its", _THEIR_OWN.sub(r"its \g<one>", rest))


def _pairs(things: str, joint: str) -> Iterator[tuple[str, str]]:
    places = [m.start() for m in re.finditer(joint, things, re.IGNORECASE)]
    for place in sorted(places, key=lambda p: abs(p - len(things) / 2)):
        yield things[:place], things[place + len(joint) :]


def _respectively(text: str) -> Iterator[Spelled]:
    """Things and figures in one order each: "A and B rose by 5% and 8% respectively"."""
    bare = _RESPECTIVELY.sub("", text)
    amounts = read_amounts(bare)
    subject = SUBJECT.match(bare)
    if subject is None or len(amounts) < 2 or amounts[0].start < subject.end():
        return
    between = [bare[a.end : b.start] for a, b in pairwise(amounts)]
    things = [t for t in re.split(r",\s*(?:and\s+)?|\s+and\s+", subject["subject"].strip(" ,")) if t]
    if len(things) != len(amounts) or any(not re.fullmatch(r",?\s*(?:and\s+)?(?:by\s+)?", gap) for gap in between):
        return
    verb, tail = bare[subject.end() : amounts[0].start], bare[amounts[-1].end :]
    yield Spelled(
        statements=tuple(
            _sentence(f"{thing} {verb}{bare[amount.start : amount.end]}{tail}")
            for thing, amount in zip(things, amounts, strict=True)
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One member of a list: what stands before its figures, the figures as printed, and what stands after them."""

    head: str
    figures: str
    tail: str
    amounts: tuple[Amount, ...]

    @property
    def has_verb(self) -> bool:
        """Whether it says by itself what happened."""
        return SUBJECT.match(f"{self.head} ") is not None or SUBJECT.match(f"{self.head} {self.figures}") is not None

    @property
    def text(self) -> str:
        """The member in full."""
        return f"{self.head} {self.figures}{self.tail}"


def _elliptical(text: str) -> Iterator[Spelled]:
    """A list of figures of which only the first has a verb, or only one says what it is held against."""
    lead = match.group() if (match := _LEAD.match(text)) else ""
    pieces = _pieces(text[len(lead) :])
    if len(pieces) < 2 or not pieces[0].has_verb:
        return
    first, told = pieces[0], [pieces[0]]
    for piece in pieces[1:]:
        stands = piece.has_verb and not _THOSE.match(piece.head) and not _FOR_ANOTHER_VERB.search(piece.head)
        whole = piece if stands else _completed(first, piece)
        if whole is None:
            return
        told.append(whole)
    told = _with_objects(told, [piece.has_verb for piece in pieces])
    if all(a.text == b.text for a, b in zip(told, pieces, strict=True)):
        return  # nothing was left out
    yield Spelled(statements=tuple(_sentence(f"{lead}{piece.text}") for piece in told))


def _pieces(text: str) -> list[_Piece]:
    """The members of a list, each with its figures; what has none belongs to its neighbour."""
    amounts = tuple(a for a in read_amounts(text) if not _NUMBERED.search(text[: a.start]) or not a.printed.isdigit())
    cuts = [
        m
        for m in _CUT.finditer(text)
        if not any(a.start < m.end() and m.start() < a.end for a in amounts) and not _ADDS.match(text, m.end())
    ]
    ends: list[tuple[int, int]] = []
    start = 0
    for end, resume in [*((c.start(), c.end()) for c in cuts), (len(text), len(text))]:
        later = any(a.start >= resume for a in amounts)
        if any(start <= a.start and a.end <= end for a in amounts) and (later or end == len(text)):
            ends.append((start, end))
            start = resume
    pieces: list[_Piece] = []
    for begin, end in ends:
        own = tuple(a for a in amounts if begin <= a.start and a.end <= end)
        if not pieces and (subject := SUBJECT.match(text[begin:end])):
            own = tuple(a for a in own if a.start >= begin + subject.end()) or own  # "Year 6 results rose by 7 points"
        if not own:
            return []
        pieces.append(
            _Piece(
                head=text[begin : own[0].start].strip(),
                figures=text[own[0].start : own[-1].end].strip(),
                tail=text[own[-1].end : end].rstrip(),
                amounts=own,
            )
        )
    return pieces


def _completed(first: _Piece, piece: _Piece) -> _Piece | None:
    """A member without a verb, with that of the first; None where it is not plain what it leaves out."""
    if len(piece.amounts) != len(first.amounts):
        return None
    figures = _with_unit(first, piece)
    turned = _TURNED.search(piece.head)
    bare = _FOR_ANOTHER_VERB.sub("", _TURNED.sub("", piece.head)).rstrip()
    head = _BEFORE_FIGURE.sub("", _MERELY.sub("", f"{bare} ").strip()).strip()
    if not head:
        return _of_another(first, replace(piece, figures=figures))
    subject = SUBJECT.match(f"{first.head} {first.figures}")
    assert subject is not None
    said = first.head[subject.end() :].strip()
    if turned and not _UP_OR_DOWN.search(said):
        return None
    if turned:
        said = _UP_OR_DOWN.sub(turned["way"], said)
    head = _ONES.sub(subject["subject"].split()[-1], head)
    if said and piece.has_verb and not turned and bare == piece.head:
        said = head_verb if (head_verb := _verb_of(piece.head)) else said
    if those := _THOSE.match(head):
        # "those on the South Road", "at Hill Farm": the first one's phrase of that kind gives way
        kind = those["preposition"]
        own = subject["subject"].strip()
        ends = (rf"\b{one} (?:(?!\b{_PHRASE}\b).)+$" for one in (kind, _PHRASE))
        phrase = next((m for end in ends if (m := re.search(end, own, re.IGNORECASE))), None)
        if phrase is None:
            return None
        what = _before_verb(those["what"])
        return replace(
            piece, head=f"{subject['subject'][: phrase.start()]}{kind} {what} {said}", figures=figures, tail=piece.tail
        )
    return replace(piece, head=f"{head} {said}", figures=figures)


def _verb_of(head: str) -> str:
    """The verb of "those on the South Road fell by", with what follows it."""
    match = re.search(rf"\b{VERB}\b.*$", head, re.IGNORECASE)
    return match.group() if match else ""


def _before_verb(text: str) -> str:
    match = re.search(rf"\b{VERB}\b", text, re.IGNORECASE)
    return text[: match.start()].strip() if match else text.strip()


def _of_another(first: _Piece, piece: _Piece) -> _Piece | None:
    """A member that begins with its figure: "67% of staff but only 7% of pilots", "13.3 in Upper Town"."""
    match = _AFTER_FIGURE.match(piece.tail)
    if match is None:
        return None
    if _ADVERB.fullmatch(first.tail):
        return replace(piece, head=first.head)
    places = list(re.finditer(rf"\b{match['preposition']} ", first.tail, re.IGNORECASE))
    if not places:
        return None
    return replace(piece, head=first.head, tail=first.tail[: places[-1].start()].rstrip() + " " + piece.tail.strip())


def _with_unit(first: _Piece, piece: _Piece) -> str:
    """A member's figures, with the unit of the first one's where they have none: "7 points and … 2"."""
    kind = first.amounts[-1].quantity.unit.kind
    bare = piece.amounts[-1].quantity.unit.kind is UnitKind.COUNT and kind not in {UnitKind.COUNT, UnitKind.MONEY}
    unit = re.search(r"\d(?P<unit>[^\d]*)$", first.figures)
    return f"{piece.figures.rstrip()}{unit['unit']}" if bare and unit and len(piece.amounts) == 1 else piece.figures


def _with_objects(pieces: Sequence[_Piece], whole: Sequence[bool]) -> list[_Piece]:
    """The members, each held against what one of them says that it is held against, and of the time that one names.

    ``whole`` are those that had a verb of their own.
    """
    against = next(
        (m["object"] for p in pieces if (m := _SIDE.match(p.tail)) and m["object"].strip()),
        next((f" {m['object']}" for p in pieces if (m := _OVER_ITS.search(p.head))), ""),
    )
    tails = [p.tail for p in pieces if p.tail.strip() and not _SIDE.match(p.tail)]
    found = []
    for piece, has_verb in zip(pieces, whole, strict=True):
        side = _SIDE.match(piece.tail)
        tail = piece.tail
        if side and not side["object"].strip() and against:
            tail = f" {side['side']}{_JOINTS.get(side['side'].lower(), '')}{against}"
        elif not tail.strip():
            same_side = next((p.tail for p in pieces if _SIDE.match(p.tail)), "") if not has_verb else ""
            tail = tails[0] if tails else same_side
        found.append(replace(piece, tail=tail))
    return found
