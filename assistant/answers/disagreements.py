"""Figures of an answer on which the reports disagree: said in its text with the other figure and its place.

What disagrees is an audit's business; here its findings are laid beside what an answer cites.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.answers.answer import Answer, Citation, Figure, Route, Verdict
from assistant.answers.citations import QuotableOf
from assistant.answers.combining import combine
from assistant.answers.guard import guard
from assistant.auditing.findings import Finding, FindingKind, Place, Severity
from assistant.errors import AssistantError
from assistant.questions.expected import figures as quantities_in
from corpus.sentences import plain
from structured.units import Quantity, format_quantity, unit_code

_log = logging.getLogger(__name__)
_MOST_WORDS = 40
"""Of a longer sentence the first are quoted."""
_FOR_THIS = " for this."
_MINUS = "-−–"
_IN_WORDS = re.compile(r"[A-Z][a-z]+-[a-z]+")
_OWN, _OTHER = 1, 2
"""The marks of the two places, before the answer's own numbers take their place."""
_ALREADY = "The reports disagree on this:"
"""How the verdict on a claim opens its second source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """What an answer rests on, and the place that gives another figure for it.

    ``citation`` is the answer's; ``stated`` says that the answer's text states the figure, and does not only work with
    it; ``told`` is the citation under which the text states the other figure already.
    """

    finding: Finding
    own: Place
    other: Place
    citation: Citation
    stated: bool
    told: Citation | None = None


def with_disagreements(
    answer: Answer, findings: Iterable[Finding], quotable_of: QuotableOf, *, named: bool = False
) -> Answer:
    """The answer with a sentence for each of its figures that one of the findings contradicts, and a caveat.

    ``named`` has each sentence say what it is of, to stand by itself.
    """
    if answer.route in {Route.REFUSAL, Route.CLARIFICATION} or answer.verdict is Verdict.NOT_FOUND:
        return answer
    found = disagreements(answer, findings)
    if not found:
        return answer
    whole = answer
    for one in found:
        if not _is_said(answer, one) and (told := _told(answer, one, quotable_of, named=named)):
            before, whole = whole, combine(answer.question, [whole, told])
            sentence = whole.text[len(before.text) :].strip()
            whole = replace(whole, disagreements=(*before.disagreements, sentence))
    findings = [one.finding for one in found if not any(one.finding.explanation in w for w in answer.warnings)]
    return replace(whole, warnings=tuple(dict.fromkeys((*answer.warnings, *map(caveat, findings)))))


def caveat(finding: Finding) -> str:
    """A finding as a warning.

    It is the report itself that does not agree, or two reports.
    """
    who = "The reports do not agree" if finding.kind is FindingKind.CROSS_DOCUMENT else "The report does not agree"
    within = "" if finding.kind is FindingKind.CROSS_DOCUMENT else " with itself"
    return f"{who}{within} here: {finding.explanation}"


def disagreements(answer: Answer, findings: Iterable[Finding]) -> tuple[Disagreement, ...]:
    """The contradictions on what an answer rests on, each two figures once."""
    found: dict[tuple[str, str], Disagreement] = {}
    for finding in findings:
        if finding.severity is not Severity.CONTRADICTION:
            continue
        for own, other in _sides(finding):
            rests = _rests_on(answer, own)
            if rests is None or (other.figure, own.figure) in found:
                continue
            citation, stated = rests
            one = Disagreement(
                finding=finding, own=own, other=other, citation=citation, stated=stated, told=_telling(answer, other)
            )
            found.setdefault((own.figure, other.figure), one)
    return tuple(found.values())


def _sides(finding: Finding) -> Iterator[tuple[Place, Place]]:
    """Each place that a finding is about, with the one that gives another figure."""
    yield finding.a, finding.b
    if finding.kind is not FindingKind.ARITHMETIC:  # the parts of a wrong total are right for all that is known
        yield from ((place, finding.a) for place in (finding.b, *finding.also))


# -- what an answer rests on -------------------------------------------------------------------------------------------


def _rests_on(answer: Answer, place: Place) -> tuple[Citation, bool] | None:
    """The citation by which an answer rests on a place, and whether its text states the figure."""
    for citation in answer.citations:
        if citation.document != place.document or bool(citation.cells) != bool(place.cells):
            continue
        if not place.cells:
            here, there = citation.locator, place.locator
            if here.start < there.end and there.start < here.end:
                return citation, _says(answer.text, place.figure)
        elif len(place.cells) == 1 and place.cells[0] in citation.cells:
            return citation, any(f.citation == citation.n and _is(f, place.figure) for f in answer.figures)
        elif _in_row(citation, place) and any(
            _is(f, place.figure) for f in answer.figures if f.citation in {None, citation.n}
        ):
            return citation, True
    return None


def _in_row(citation: Citation, place: Place) -> bool:
    rows = {(cell.table, cell.row_index) for cell in place.cells}
    return any((cell.table, cell.row_index) in rows for cell in citation.cells)


def _is(figure: Figure, printed: str) -> bool:
    """Whether a figure that an answer states is the printed one, sign and further decimals apart."""
    other = _quantity(printed)
    if other is None:
        return False
    decimals = min(-int(figure.value.as_tuple().exponent), other.decimals)
    return figure.unit == unit_code(other.unit) and round(abs(figure.value), decimals) == round(
        abs(other.value), decimals
    )


def _telling(answer: Answer, other: Place) -> Citation | None:
    """The citation by which an answer that says the other figure cites its place already."""
    return _citing(answer, other) if _says(answer.text, other.figure) else None


def _citing(answer: Answer, other: Place) -> Citation | None:
    """The citation by which an answer cites a place: its sentence, or its row."""
    for citation in answer.citations:
        here, there = citation.locator, other.locator
        is_row = citation.document == other.document and bool(citation.cells) == bool(other.cells)
        if is_row and here.start < there.end and there.start < here.end:
            return citation
    return None


def _says(text: str, figure: str) -> bool:
    return bool(figure) and re.search(rf"(?<![\d.,]){re.escape(figure.lstrip('+' + _MINUS))}(?![\d])", text) is not None


# -- saying it ---------------------------------------------------------------------------------------------------------


def _is_said(answer: Answer, one: Disagreement) -> bool:
    """Whether an answer says that it gives two figures for one thing."""
    return _ALREADY in answer.text and _citing(answer, one.other) is not None


def _told(answer: Answer, one: Disagreement, quotable_of: QuotableOf, *, named: bool) -> Answer | None:
    """The sentence that tells it, as an answer of its own; None, noted in the log, where the guard stops it."""
    title = quotable_of(one.other.document).title
    labels: list[str] = []
    text = _sentence(one, title, labels, is_named=_is_named(answer, one))
    if named and (row := next((cell.row for place in (one.own, one.other) for cell in place.cells), "")):
        text = f"On “{_kept(row, labels)}”, {text.replace(_FOR_THIS, '.')}"
    labels += [place.figure for place in (one.own, one.other) if _quantity(place.figure) is None]  # a day
    figures = [*(_figures(one.own, _OWN) if f"[{_OWN}]" in text else ()), *_figures(one.other, _OTHER)]
    if one.finding.turned and not one.other.cells:  # it is quoted, with whatever else it says
        figures += _figures_of_quote(_shortened(one.other), besides=one.other.figure)
    told = replace(
        answer,
        text=text[:1].upper() + text[1:],
        figures=tuple(figures),
        working=(),
        citations=(replace(one.citation, n=_OWN), _citation(one.other, title)),
        warnings=(),
    )
    try:
        guard(told, labels, quotable_of)
    except AssistantError as error:
        _log.error("the guard stopped a disagreement on %r: %s", answer.question, error)
        return None
    return told


def _is_named(answer: Answer, one: Disagreement) -> bool:
    """Whether the sentence names the answer's own figure: not where it is the only one that the answer states."""
    return not one.stated or not all(_is(figure, one.own.figure) for figure in answer.figures)


def _sentence(one: Disagreement, title: str, labels: list[str], *, is_named: bool) -> str:
    """The sentence; what stands in it verbatim goes to ``labels``. ``title`` is the other place's report's."""
    other, where = one.other, _where(one.other, labels)
    instead, given = _sizes(one.own.figure, other.figure)
    opening = ""
    if not one.stated:
        opening = f"this rests on {instead} [{_OWN}]; "
    elif is_named:
        opening = f"instead of {instead} [{_OWN}], "
    if one.finding.turned:
        words = other.figure if other.cells else f"“{_kept(_shortened(other), labels)}”"
        it = f"{one.own.figure} [{_OWN}]" if is_named else "it"
        return f"the report gives {it} the other way round, {where}: {words} [{_OTHER}]."
    if one.finding.kind is FindingKind.ARITHMETIC:
        return f"{opening}by the report’s own figures it would be {given} [{_OTHER}]."
    if one.told is not None:
        who = "the reports give" if other.document != one.own.document else "the report gives"
        return f"{who} both {instead} [{_OWN}] and {given} [{_OTHER}]{_FOR_THIS}"
    if len(other.cells) > 1:
        return f"{opening}the report’s figures {where} give {given} [{_OTHER}]."
    if other.document != one.own.document:
        return f"{opening}another report, {_kept(title, labels)}, gives {given}, {where} [{_OTHER}]."
    return f"{opening}the report also gives {given}, {where} [{_OTHER}]."


def _sizes(own: str, other: str) -> tuple[str, str]:
    """Two figures without the signs of a rise or a fall, where a sentence says either in words."""
    if own[:1] in _MINUS and other[:1] in _MINUS:
        return own, other
    return _size(own), _size(other)


def _size(figure: str) -> str:
    """A figure without its sign; one in words as it stands within a sentence."""
    bare = figure.lstrip("+" + _MINUS)
    return bare.lower() if _IN_WORDS.fullmatch(bare) else bare


def _where(place: Place, labels: list[str]) -> str:
    """The table or the section that a figure stands in."""
    if place.cells and place.table:
        return f"in the table “{_kept(place.table, labels)}”"
    if place.locator.section:
        return f"{'in a table ' if place.cells else ''}under “{_kept(place.locator.section[-1], labels)}”"
    return "in a table" if place.cells else "in its text"


def _kept(words: str, labels: list[str]) -> str:
    """A report's own words, whose digits are no figures of the answer."""
    shown = " ".join(plain(words).replace("“", "‘").replace("”", "’").split())
    labels.append(shown)
    return shown


def _shortened(place: Place) -> str:
    """A sentence as it is quoted, the first words of a long one."""
    text = plain(place.quote)
    words = text.split()
    return text if len(words) <= _MOST_WORDS else f"{' '.join(words[:_MOST_WORDS])} …"


def _citation(place: Place, title: str) -> Citation:
    return Citation(
        n=_OTHER,
        document=place.document,
        title=title,
        section=place.section,
        page=place.page,
        quote=place.quote,
        table=place.table or None,
        cells=place.cells,
        locator=place.locator,
    )


def _figures(place: Place, n: int) -> Iterator[Figure]:
    """The figure of a place as the text states it; none of a date."""
    quantity = _quantity(place.figure)
    if quantity is None:
        return
    label = "quoted" if not place.cells else " / ".join((place.cells[0].row, place.cells[0].column))
    yield Figure(
        value=quantity.value,
        unit=unit_code(quantity.unit),
        label=label,
        citation=n,
        derived=len(place.cells) > 1,
        printed=place.figure,
    )


def _figures_of_quote(text: str, besides: str) -> Iterator[Figure]:
    """The further figures of a quoted sentence."""
    for mention in quantities_in(text):
        if mention.printed != besides:
            quantity = mention.quantity
            yield Figure(
                value=quantity.value,
                unit=unit_code(quantity.unit),
                label="quoted",
                citation=_OTHER,
                derived=False,
                printed=format_quantity(quantity),
            )


def _quantity(printed: str) -> Quantity | None:
    """The quantity that a printed figure is; None of a date."""
    found = quantities_in(printed)
    return found[0].quantity if found else None
