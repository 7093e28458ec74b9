"""How many of a set a sentence says something of: "two of the four towns", "only one district", "all but three".

Knows English, not the library: whether what is counted are the members of a table, who holds it against one finds out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from assistant.checking.clauses import VERB
from assistant.questions.vague import Bound
from structured.spelled_numbers import WORD, WORDS

_VERB = rf"(?:{VERB}|recycle|meet|miss|beat|reach|exceed|get|rise|fall|use|need)"
_NUMBER = rf"(?:\d{{1,2}}|one|{WORD})"
_OWN = r"(?:the|its|our|their|all(?: the)?)"
_NO_MEMBERS = (
    r"(?:years?|quarters?|months?|weeks?|days?|hours?|minutes?|seconds?|times?|per|in|of|out|and|or|to|more|fewer|less|points?"
    r"|percentage|hundred|thousand|million|billion|people|hundreds|thousands|other|others|we|they|it|you|he|she|i|them|those|these|which|that)\b"
)
_KIND = rf"(?P<kind>(?!{_NO_MEMBERS})[a-z][\w'’-]*(?: (?!{_NO_MEMBERS}|{_VERB}\b)[\w'’-]+){{0,3}}?)"
_BOUND = r"(?:(?P<bound>more than|fewer than|less than|at least|at most|over|under|no more than|no fewer than) )?"
_EXACTLY = r"(?:only |just |exactly |as many as )?"
_JOINT = r"(?:,|,? and|,? but|,? while) "
_BE = r"(?:is|are|was|were)"
_SUBJECT = re.compile(
    rf"^{_EXACTLY}{_BOUND}(?P<n>{_NUMBER}) (?:(?:out )?of {_OWN} (?:(?P<m>{_NUMBER}) )?)?{_KIND} (?={_VERB}\b)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"^(?:{_BOUND}half|(?P<most>(?:the )?(?:most|majority))) of {_OWN} (?:(?P<m>{_NUMBER}) )?{_KIND} (?={_VERB}\b)",
    re.IGNORECASE,
)
_ALL_BUT = re.compile(
    rf"^all but (?P<n>{_NUMBER})(?: of {_OWN} (?:(?P<m>{_NUMBER}) )?)? {_KIND} (?={_VERB}\b)"
    rf"|^(?:every|each) {_KIND.replace('kind', 'each')} but (?P<but>{_NUMBER}) (?={_VERB}\b)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"^(?P<said>[^,;]{{3,80}}?\b{_VERB}\b[^,;]{{0,40}}?) (?:in|at|for|on) {_EXACTLY}{_BOUND}(?P<n>{_NUMBER})"
    rf" (?:(?:out )?of {_OWN} (?:(?P<m>{_NUMBER}) )?)?{_KIND}"
    r"(?P<when> (?:over|since|on|between|from|in|than|compared with) [^,;]{2,40})?$",
    re.IGNORECASE,
)
_OTHER = rf"(?:only )?(?P<n>{_NUMBER}) (?:{_BE} )?(?P<state>[a-z]+(?: [a-z]+)??)"
_STATES = re.compile(
    rf"^(?P<first>{_EXACTLY}{_NUMBER} (?:(?:out )?of {_OWN} (?:{_NUMBER} )?)?{_KIND}) (?P<be>{_BE})"
    rf" (?P<state>[a-z]+(?: [a-z]+)?)(?P<rest>(?:{_JOINT}{re.sub(r'[?]P<[a-z]+>', '?:', _OTHER)})+)$",
    re.IGNORECASE,
)
_STATE = re.compile(rf"{_OTHER}(?=,| and | but | while |$)", re.IGNORECASE)
_ANOTHER = re.compile(rf"(?:,|\band\b|\bbut\b|\bwhile\b)\s+(?:only )?{_NUMBER}\b", re.IGNORECASE)
"""What is said of so many others, after what is said of so many."""
_IN_SO_MANY = re.compile(rf"\b{_NUMBER}$", re.IGNORECASE)
"""Before "in ten of": that it is a share."""
_BOUNDS = {
    "more than": Bound.ABOVE,
    "over": Bound.ABOVE,
    "fewer than": Bound.BELOW,
    "less than": Bound.BELOW,
    "under": Bound.BELOW,
    "at least": Bound.AT_LEAST,
    "no fewer than": Bound.AT_LEAST,
    "at most": Bound.AT_MOST,
    "no more than": Bound.AT_MOST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SoMany:
    """How many of how many: ``n`` is None for half of them, ``m`` where it is unsaid; ``but`` is "all but so many"."""

    n: int | None
    m: int | None = None
    bound: Bound = Bound.EXACT
    but: bool = False

    def is_right(self, found: int, members: int) -> bool:
        """Whether so many were said, where ``found`` of ``members`` are so."""
        said = Fraction(members, 2) if self.n is None else Fraction(members - self.n if self.but else self.n)
        match self.bound:
            case Bound.ABOVE:
                return found > said
            case Bound.BELOW:
                return found < said
            case Bound.AT_LEAST:
                return found >= said
            case Bound.AT_MOST:
                return found <= said
            case _:
                return found == said


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is said of so many: ``said`` begins with what is counted, ``kind``, and says what is so of it."""

    so_many: SoMany
    kind: str
    said: str


def counted(text: str) -> Counted | None:
    """What a sentence says of so many of a kind; None where it counts nothing.

    >>> (one := counted("Only two districts fell behind.")) and (one.so_many.n, one.kind, one.said)
    (2, 'districts', 'districts fell behind')
    """
    found = _counted(text.strip().rstrip(".!"))
    return None if found is not None and _ANOTHER.search(found.said) else found


def _counted(bare: str) -> Counted | None:
    if said := _SUBJECT.match(bare):
        return Counted(so_many=_so_many(said, said["n"]), kind=said["kind"], said=bare[said.start("kind") :])
    if said := _SHARE.match(bare):
        half = SoMany(n=None, m=_number(said["m"]), bound=Bound.ABOVE if said["most"] else _bound(said))
        return Counted(so_many=half, kind=said["kind"], said=bare[said.start("kind") :])
    if said := _ALL_BUT.match(bare):
        kind, n = said["kind"] or said["each"], said["n"] or said["but"]
        so_many = SoMany(n=_number(n), m=_number(said["m"]), but=True)
        return Counted(so_many=so_many, kind=kind, said=f"{kind} {bare[said.end() :].strip()}")
    if (said := _PLACE.match(bare)) and not _IN_SO_MANY.search(said["said"]):
        return Counted(
            so_many=_so_many(said, said["n"]),
            kind=said["kind"],
            said=f"{said['kind']}: {said['said']}{said['when'] or ''}",
        )
    return None


def each_state(text: str) -> tuple[str, ...]:
    """What a sentence says of so many of a kind and of so many others, each in full; empty where it is not so.

    >>> each_state("Two projects are red and six amber.")
    ('Two projects are red.', 'Six projects are amber.')
    """
    bare = text.strip().rstrip(".!")
    said = _STATES.match(bare)
    if said is None:
        return ()
    found = [f"{said['first']} {said['be']} {said['state']}."]
    for other in _STATE.finditer(said["rest"]):
        state = f"not {said['state']}" if other["state"].lower() == "not" else other["state"]
        found.append(f"{other['n'].capitalize()} {said['kind']} {said['be']} {state}.")
    return tuple(found)


def _so_many(said: re.Match[str], n: str) -> SoMany:
    return SoMany(n=_number(n), m=_number(said["m"]), bound=_bound(said))


def _number(word: str | None) -> int | None:
    return None if word is None else int(word) if word.isdigit() else WORDS[word.lower()]


def _bound(said: re.Match[str]) -> Bound:
    return _BOUNDS.get((said["bound"] or "").lower(), Bound.EXACT)
