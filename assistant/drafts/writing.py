"""A checked draft as it is handed back: Word with comments, Markdown with footnotes, text, JSON."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from assistant.answers.answer import answer_json
from assistant.answers.rendering import markdown_text, place_label
from assistant.drafts.draft import CheckedSentence, Draft, DraftCheck, DraftFormat, Mark, Remark
from assistant.drafts.errors import DraftNotReadable
from assistant.drafts.parsing import with_remarks

LABELS = {
    Mark.SUPPORTED: "Supported",
    Mark.CONTRADICTED: "Contradicted",
    Mark.NOT_FOUND: "Not found",
    Mark.NEEDS_SOURCE: "Needs a source",
}
_ELSEWHERE = "The reports do not speak of this: it needs a source of its own."
_VERDICT = re.compile(r"^(?:Supported|Contradicted|Not found)[.:]\s*")


def summary(check: DraftCheck) -> str:
    """One line: how many sentences there are and how many bear each mark."""
    counts = ", ".join(f"{check.count(mark)} {LABELS[mark].lower()}" for mark in Mark)
    return f"{check.name}: {check.n_sentences} sentences, {len(check.sentences)} of them checkable: {counts}."


def explanation(sentence: CheckedSentence) -> str:
    """What the reports say of a sentence, in words, with ``[1]`` marks that point into its answer's citations."""
    if sentence.mark is Mark.NEEDS_SOURCE:
        return _ELSEWHERE
    said = _VERDICT.sub("", sentence.answer.text)
    return said[:1].upper() + said[1:]


def remark(sentence: CheckedSentence) -> str:
    """All that is said of a sentence, a paragraph a line: the mark with its evidence, the correction, the sources."""
    lines = [f"{LABELS[sentence.mark].upper()}. {explanation(sentence)}"]
    if sentence.read_as:
        lines.append(f"Read as: {sentence.read_as}")
    if sentence.correction:
        lines.append(f"Suggested: {sentence.correction}")
    lines += [f"Note: {warning}" for warning in sentence.answer.warnings]
    lines += [f"[{c.n}] {place_label(c)}" + (f", table: {c.table}" if c.table else "") for c in _cited(sentence)]
    return "\n".join(lines)


def _cited(sentence: CheckedSentence) -> tuple[Any, ...]:
    return sentence.answer.citations if sentence.mark in {Mark.SUPPORTED, Mark.CONTRADICTED} else ()


def check_text(check: DraftCheck) -> str:
    """The whole check for a terminal or a text file."""
    parts = [summary(check), *(f"Note: {note}" for note in check.notes)]
    for n, one in enumerate(check.sentences, 1):
        body = remark(one).replace("\n", "\n    ")
        parts.append(f"{n}. ({one.sentence.place}) {' '.join(one.sentence.text.split())}\n    {body}")
    return "\n\n".join(parts)


def check_json(check: DraftCheck) -> dict[str, Any]:
    """The whole check as plain JSON data; fields and order are the contract of the command line and the API."""
    return {
        "name": check.name,
        "n_sentences": check.n_sentences,
        "summary": {mark.value: check.count(mark) for mark in Mark},
        "notes": list(check.notes),
        "sentences": [
            {
                "text": one.sentence.text,
                "place": one.sentence.place,
                "part": one.sentence.part,
                "start": one.sentence.start,
                "end": one.sentence.end,
                "mark": one.mark.value,
                "explanation": explanation(one),
                "read_as": one.read_as or None,
                "correction": one.correction or None,
                "answer": answer_json(one.answer),
            }
            for one in check.sentences
        ],
    }


def annotated(draft: Draft, check: DraftCheck, suffix: str) -> bytes:
    """The file to write for an output name's ending: the draft itself with remarks, or the list of them.

    ``.docx`` is for a Word draft; ``.md`` gives a text or Markdown draft with footnotes; ``.txt`` gives the list for
    any draft. Raises DraftNotReadable for another ending.
    """
    match suffix.lower(), draft.format:
        case ".docx", DraftFormat.WORD:
            remarks = [
                Remark(part=s.sentence.part, start=s.sentence.start, end=s.sentence.end, text=remark(s))
                for s in check.sentences
            ]
            return with_remarks(draft.name, draft.data, remarks)
        case ((".md" | ".markdown"), (DraftFormat.MARKDOWN | DraftFormat.TEXT)):
            return _footnoted(draft, check).encode()
        case ((".txt" | ".text" | ".md" | ".markdown"), _):
            return (check_text(check) + "\n").encode()
        case _:
            own = Path(draft.name).suffix
            raise DraftNotReadable(f"a {own} draft cannot be handed back as '{suffix}'; name a {own} or .txt file")


def _footnoted(draft: Draft, check: DraftCheck) -> str:
    """The source with a footnote mark behind each checked sentence, and the footnotes at the end."""
    source = draft.data.decode()
    taken = set(re.findall(r"\[\^([^\]\s]+)\]", source))
    prefix = next(p for p in ("check-", "checked-", "report-check-") if not any(t.startswith(p) for t in taken))
    written, last = [], 0
    notes = []
    for n, one in enumerate(check.sentences, 1):
        written += [source[last : one.sentence.end], f"[^{prefix}{n}]"]
        last = one.sentence.end
        notes.append(f"[^{prefix}{n}]: " + "\n\n    ".join(map(markdown_text, remark(one).splitlines())))
    body = "".join([*written, source[last:]]).rstrip("\n")
    head = "\n".join(map(markdown_text, [summary(check), *(f"Note: {note}" for note in check.notes)]))
    return f"{body}\n\n---\n\n{head}\n\n" + "\n\n".join(notes) + "\n"
