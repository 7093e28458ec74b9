"""What an audit finds in each report by itself, kept beside the library: made once, when an answer first cites it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from assistant.auditing.findings import Finding, FindingKind, Severity
from assistant.libraries.kept import Kept
from assistant.libraries.outlines import Outlines, Sources
from assistant.libraries.outlining import stamp
from assistant.libraries.reports import report_period
from corpus.document import Document, Sentence
from corpus.records import from_json, to_json
from corpus.store import DocumentInfo
from structured.observations import Grid

_MOST_KEPT = 1_000  # reports whose contradictions stay in memory: there are few of each
PART = "contradictions"
_MADE_BY = (
    "assistant/auditing/*.py",
    "assistant/checking/amounts.py",
    "assistant/checking/cells.py",
    "assistant/checking/patterns.py",
    "assistant/checking/sentences.py",
    "assistant/questions/cues.py",
    "assistant/questions/glossary.*",
    "assistant/questions/idioms.*",
    "assistant/questions/roles.py",
    "assistant/questions/vague.py",
    "assistant/questions/words.py",
    "assistant/questions/question.py",
    "structured/arithmetic.py",
    "structured/periods.py",
    "structured/units.py",
)
"""The code that decides what is found: when it changes, reports are audited anew."""


class Audits:
    """The contradictions within each report of one library. Safe to share between threads that hold its lock."""

    def __init__(self, outlines: Outlines, sources: Sources) -> None:
        """Keep them with ``outlines``; what is not there is found in what ``sources`` give."""
        self._outlines = outlines
        self._sources = sources
        self._known: Kept[tuple[str, str], tuple[Finding, ...]] = Kept(_MOST_KEPT)

    def of(self, info: DocumentInfo) -> tuple[Finding, ...]:
        """The contradictions in a report, most serious first."""
        version = audit_version(info)
        return self._known.get((info.id, version), lambda: self._kept(info, version, lambda: self._found(info)))

    def between(self, info: DocumentInfo, other: DocumentInfo) -> tuple[Finding, ...]:
        """The contradictions between two reports of one body and one time."""
        first, second = sorted((info, other), key=lambda one: one.id)
        version = f"{_code_version()} {stamp(first)} {stamp(second)}"
        part = f"{PART} with {second.id}"
        return self._known.get(
            (f"{first.id} {second.id}", version),
            lambda: self._kept(first, version, lambda: self._found_between(first, second), part),
        )

    def _kept(
        self, info: DocumentInfo, version: str, make: Callable[[], tuple[Finding, ...]], part: str = PART
    ) -> tuple[Finding, ...]:
        held = self._outlines.part(info, part, version, lambda text: from_json(tuple[Finding, ...], text))
        if held is not None:
            return held
        made = make()
        self._outlines.keep_part(info, part, version, to_json(made))
        return made

    def _found(self, info: DocumentInfo) -> tuple[Finding, ...]:
        sources = self._sources
        return contradictions(sources.document(info.id), sources.grids(info.id), sources.sentences(info.id))

    def _found_between(self, *infos: DocumentInfo) -> tuple[Finding, ...]:
        from assistant.auditing.reports import audit_reports

        documents = [self._sources.document(info.id) for info in infos]
        findings = audit_reports(
            documents,
            [grid for info in infos for grid in self._sources.grids(info.id)],
            {info.id: self._sources.sentences(info.id) for info in infos},
            {document.id: report_period(document) for document in documents},
        )
        return tuple(
            finding
            for finding in findings
            if finding.severity is Severity.CONTRADICTION and finding.kind is FindingKind.CROSS_DOCUMENT
        )

    def missing(self, infos: Sequence[DocumentInfo]) -> list[DocumentInfo]:
        """Those of these reports whose contradictions are not kept."""
        held = self._outlines.parts(PART)
        return [info for info in infos if (info.id, audit_version(info)) not in held]

    def keep(self, info: DocumentInfo, version: str, found: str) -> bool:
        """Keep what `contradictions` found in a report, as JSON, unless the report has changed since.

        False where it could not be kept.
        """
        return version != audit_version(info) or self._outlines.keep_part(info, PART, version, found)


def contradictions(document: Document, grids: Sequence[Grid], sentences: Sequence[Sentence]) -> tuple[Finding, ...]:
    """The figures on which a report does not agree with itself beyond rounding, most serious first."""
    from assistant.auditing.reports import audit_reports

    findings = audit_reports([document], grids, {document.id: sentences}, {document.id: report_period(document)})
    return tuple(finding for finding in findings if finding.severity is Severity.CONTRADICTION)


def audit_version(info: DocumentInfo) -> str:
    """What contradictions are those of: the report, how it was read, and the code that finds them."""
    return f"{_code_version()} {stamp(info)}"


@cache
def _code_version() -> str:
    digest = hashlib.sha256()
    packages = Path(__file__).resolve().parents[2]
    for pattern in _MADE_BY:
        for path in sorted(packages.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
