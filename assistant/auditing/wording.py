"""Findings as plain text: a line that counts them, then a paragraph each, with both places."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from assistant.auditing.findings import Finding, FindingKind, Place, Severity
from assistant.libraries.listing import counted

_WIDTH = 100
_QUOTED = 400
_KINDS = {
    FindingKind.TEXT_VS_TABLE: "against a table of the report",
    FindingKind.TEXT_VS_TEXT: "text against text",
    FindingKind.ARITHMETIC: "arithmetic",
    FindingKind.CROSS_DOCUMENT: "report against report",
}


def findings_text(findings: Sequence[Finding], titles: Mapping[str, str]) -> str:
    """The findings as they are shown to people. ``titles`` are the audited reports' by their ids."""
    return "\n\n".join((summary(findings, len(titles)), *(_paragraph(f, titles) for f in findings)))


def summary(findings: Sequence[Finding], n_reports: int) -> str:
    """How many findings of each severity there are, in how many reports.

    >>> summary((), 2)
    '2 reports audited: nothing found that does not agree.'
    """
    audited = f"{counted(n_reports, 'report')} audited"
    if not findings:
        return f"{audited}: nothing found that does not agree."
    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    return (
        f"{audited}: {counted(counts[Severity.CONTRADICTION], 'contradiction')},"
        f" {counts[Severity.APPARENT]} apparent, {counts[Severity.ROUNDING]} by rounding."
    )


def _paragraph(finding: Finding, titles: Mapping[str, str]) -> str:
    head = f"{finding.severity.value.upper()} · {_KINDS[finding.kind]} · {finding.id}"
    places = [finding.a] if finding.a == finding.b else [finding.a, finding.b]
    return "\n".join((head, *_lines(finding.explanation), *(line for p in places for line in _place(p, titles))))


def _place(place: Place, titles: Mapping[str, str]) -> Iterator[str]:
    quote = place.quote if len(place.quote) <= _QUOTED else f"{place.quote[:_QUOTED].rsplit(' ', 1)[0]} …"
    page = f"page {place.page}" if place.page is not None else ""
    where = ", ".join(part for part in (page, titles[place.document], place.section) if part)
    yield from _lines(f"“{quote}”")
    yield from _lines(f"— {where}", indent=4)


def _lines(text: str, indent: int = 2) -> list[str]:
    space = " " * indent
    return textwrap.wrap(text, _WIDTH, initial_indent=space, subsequent_indent=space, break_long_words=False)
