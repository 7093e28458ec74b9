"""Combining: one answer made of the answers to a question's parts, its citations numbered anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Citation, Route

_SPLIT = re.compile(
    r"[,;]?\s+(?:and|&)\s+(?=(?:also\s+)?(?:what|how (?:many|much|far|long|often|big)|which|when|where|who"
    r"|by how (?:many|much)|what percentage|the (?:date|deadline|status|target)(?= (?:it|they|that|for|of|set)\b))\b)"
    r"|[?;]\s+(?=\S)",
    re.IGNORECASE,
)


def parts_of(text: str) -> tuple[str, ...]:
    """The questions that one question asks one after the other; itself alone when it asks one.

    >>> parts_of("How many were sold in 2024, and what share of them were red?")
    ('How many were sold in 2024', 'what share of them were red?')
    """
    pieces = tuple(p.strip(" ,;") for p in _SPLIT.split(text))
    pieces = tuple(p for p in pieces if any(c.isalpha() for c in p))
    return pieces if len(pieces) == 2 else (text,)


def combine(question: str, answers: Sequence[Answer]) -> Answer:
    """The answers one after the other as one. A place that two of them cite is cited once."""
    citations: list[Citation] = []
    texts, figures = [], []
    for answer in answers:
        numbers: dict[int, int] = {}
        for citation in answer.citations:
            same = next(
                (
                    c
                    for c in citations
                    if (c.document, c.locator) == (citation.document, citation.locator)
                    and bool(c.cells) == bool(citation.cells)
                ),
                None,
            )
            if same is None:
                same = replace(citation, n=len(citations) + 1)
                citations.append(same)
            else:
                position = same.n - 1
                cells = tuple(dict.fromkeys((*same.cells, *citation.cells)))
                citations[position] = same = replace(same, cells=cells)
            numbers[citation.n] = same.n
        texts.append(_renumbered(answer.text, numbers))
        figures += [
            replace(f, citation=numbers[f.citation] if f.citation is not None else None) for f in answer.figures
        ]
    routes = {a.route for a in answers} - {Route.REFUSAL} or {Route.REFUSAL}
    return replace(
        answers[0],
        question=question,
        route=routes.pop() if len(routes) == 1 else Route.BOTH,
        text=" ".join(texts),
        figures=tuple(figures),
        working=tuple(line for a in answers for line in a.working),
        citations=tuple(citations),
        warnings=tuple(dict.fromkeys(w for a in answers for w in a.warnings)),
    )


def _renumbered(text: str, numbers: dict[int, int]) -> str:
    """The text with its markers put through ``numbers``."""
    return re.sub(r"\[(\d+)\]", lambda match: f"[{numbers.get(int(match[1]), match[1])}]", text)
