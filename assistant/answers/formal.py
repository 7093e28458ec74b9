"""An answer as a written reply: two or three formal sentences, the sources in brackets behind what they bear out.

Nothing is added to what the answer states; only its short forms are put as sentences. What else the reports give for a
figure is never cut off.
"""

from __future__ import annotations

import re

from assistant.answers.answer import Answer, Citation, Route
from corpus.sentences import sentence_spans

MOST_SENTENCES = 3
_MARKS = re.compile(r"\s*((?:\[\d+\])+)")
_NUMBER = re.compile(r"\d+")
_LEVEL = re.compile(r"^(?P<name>[^“:]+(?:: [^“:()]+)??): (?P<value>[-–£$€]?\d[^()“]*?) \((?P<where>.+)\)$")
_BARE = re.compile(r"^(?P<name>[^“:]+): (?P<value>[-–£$€]?\d[^()“:;]*)$")
_FIRST = re.compile(
    r"^(?P<order>Highest|Lowest|Best|Worst) \((?P<where>.+?)\): (?P<name>[^;]+?), (?P<value>[-–£$€]?\d[^;]*)$"
)
_UNIT = re.compile(r"(?:“[^”]*”\.?(?:\s*\[\d+\])+)|[^“]+(?=“|$)|“.*$", re.DOTALL)
"""A quotation with its marks, or what stands between two of them."""
_QUOTE = re.compile(r"^“(?P<words>.+)”$", re.DOTALL)


def formal(answer: Answer) -> str:
    """The answer's text as formal sentences with its sources in brackets; caveats close it.

    A refusal or a question back is passed on in a sentence of its own.
    """
    if answer.route in {Route.REFUSAL, Route.CLARIFICATION}:
        return f"The reports held do not allow an answer to be given. {answer.text}"
    sources = {citation.n: citation for citation in answer.citations}
    text = answer.text.removesuffix(" ".join(answer.disagreements))
    said = [_sentence(part, sources) for part in (*_parts(text)[:MOST_SENTENCES], *answer.disagreements)]
    said += [f"It should be noted that {_lowered(warning)}" for warning in answer.warnings[:1]]
    return " ".join(said)


def _parts(text: str) -> list[str]:
    """The sentences of an answer, each quotation whole and with its marks."""
    found: list[str] = []
    for unit in _UNIT.findall(text):
        if unit.startswith("“"):
            found.append(unit)
        else:
            found += [unit[start:end] for start, end in sentence_spans(unit) if _MARKS.sub("", unit[start:end]).strip()]
    return found


def _sentence(part: str, sources: dict[int, Citation]) -> str:
    marks = [int(n) for group in _MARKS.findall(part) for n in _NUMBER.findall(group)]
    words = _worded(_MARKS.sub("", part).strip().rstrip("."))
    cited = "; ".join(dict.fromkeys(_source(sources[n]) for n in marks if n in sources))
    return f"{words} ({cited})." if cited else f"{words}."


def _worded(text: str) -> str:
    """One of the answer's short forms as a sentence; other text as it is."""
    if match := _QUOTE.match(text):
        return f"The report states: “{match['words']}”"
    if match := _FIRST.match(text):
        return f"The {match['order'].lower()} figure ({match['where']}) is that of {match['name']}, at {match['value']}"
    if match := _LEVEL.match(text):
        return f"The figure for {match['name']} is {match['value']} ({match['where']})"
    if match := _BARE.match(text):
        return f"The figure for {match['name']} is {match['value']}"
    return text


def _source(citation: Citation) -> str:
    """A source as it stands in brackets: the report, the innermost section, the page."""
    section = citation.section.split(" › ")[-1]
    page = f"page {citation.page}" if citation.page is not None else ""
    parts = [citation.title, citation.table or section, page]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _lowered(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]
