"""Reading a draft into its sentences: Word, Markdown and plain text."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.drafts.draft import Draft, DraftFormat, DraftSentence
from assistant.drafts.errors import DraftNotReadable
from assistant.drafts.parsing import parse_draft
from corpus.document import PROSE_KINDS
from corpus.readers import markdown
from corpus.readers.decoding import decode
from corpus.readers.reading import NoText, NotReadable, TooMuch
from corpus.sentences import sentence_spans

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 600_000
"""Of text; some two hundred pages."""
FORMATS = {
    ".docx": DraftFormat.WORD,
    ".md": DraftFormat.MARKDOWN,
    ".markdown": DraftFormat.MARKDOWN,
    ".txt": DraftFormat.TEXT,
    ".text": DraftFormat.TEXT,
}
NOTE_MARK = re.compile(r"\[\^[^\]\s]+\](?!:)")
"""The mark of a Markdown footnote, in the text."""
_NOTE = re.compile(r"\[\^[^\]\s]+\]:")
_LOCKED = b"\xd0\xcf\x11\xe0"
_PASTED = "pasted text"


def read_draft_file(path: Path) -> Draft:
    """The draft in a file. Raises DraftNotReadable."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DraftNotReadable(
                f"'{path.name}' has {path.stat().st_size / 1e6:,.0f} MB; a draft may have {MAX_BYTES / 1e6:,.0f} MB: "
                "split it or leave out its pictures"
            )
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise DraftNotReadable(f"'{path}' is a folder; name the draft's file") from error
    except OSError as error:
        raise DraftNotReadable(f"cannot read the draft '{path}': {error.strerror or error}") from error
    return parse_draft(path.name, data)


def read_pasted(pasted: str) -> Draft:
    """A draft that was pasted or typed. Raises DraftNotReadable."""
    return parse_draft(f"{_PASTED}.md", pasted.encode())


def read_draft(name: str, data: bytes) -> Draft:
    """The draft in a file's bytes, read in this process (`parse_draft` has another do it). Raises DraftNotReadable."""
    suffix = Path(name).suffix.lower()
    format_ = FORMATS.get(suffix)
    if format_ is None:
        known = ", ".join(sorted(FORMATS))
        raise DraftNotReadable(f"'{name}' is no kind of draft that can be checked: save it as one of {known}")
    if len(data) > MAX_BYTES:
        raise DraftNotReadable(f"'{name}' has {len(data) / 1e6:,.0f} MB; a draft may have {MAX_BYTES / 1e6:,.0f} MB")
    if not data.strip():
        raise DraftNotReadable(f"'{name}' is empty; there is nothing to check")
    if data.startswith(_LOCKED):
        raise DraftNotReadable(
            f"'{name}' is locked with a password, or in the format of Word 97-2003; save it as .docx without a password"
        )
    draft = _read_word(name, data) if format_ is DraftFormat.WORD else _read_source(name, data, format_)
    if not draft.sentences:
        raise DraftNotReadable(f"'{name}' holds no text that could be read; there is nothing to check")
    return draft


def _bounded(name: str, n_characters: int) -> None:
    if n_characters > MAX_CHARACTERS:
        raise DraftNotReadable(
            f"'{name}' holds {n_characters:,} characters of text; a draft may hold {MAX_CHARACTERS:,}: "
            "check it in parts"
        )


def _read_word(name: str, data: bytes) -> Draft:
    from assistant.drafts.word import read_parts

    document, notes = read_parts(name, data)
    _bounded(name, sum(len(p.text) for p in document))
    sentences: list[DraftSentence] = []
    heading = lead_in = ""
    for index, part in enumerate(document):
        words = part.text.strip()
        if part.is_heading:
            heading, lead_in = words, ""
            continue
        for start, end in sentence_spans(part.text):
            sentences.append(
                DraftSentence(
                    text=part.text[start:end],
                    part=index,
                    start=start,
                    end=end,
                    place=part.place,
                    lead_in=lead_in if part.is_listed else "",
                    heading=heading,
                )
            )
        if words:
            lead_in = words if words.endswith(":") else lead_in if part.is_listed else ""
    return Draft(name=name, format=DraftFormat.WORD, data=data, sentences=tuple(sentences), notes=notes)


def _read_source(name: str, data: bytes, format_: DraftFormat) -> Draft:
    try:
        _bounded(name, len(decode(data).text))
        reading = markdown.read(data, "draft")  # plain text too: its paragraphs may be wrapped, as Markdown's may
    except NotReadable as error:
        raise DraftNotReadable(f"'{name}' {error}") from error
    except NoText as error:
        raise DraftNotReadable(f"'{name}' holds no text; there is nothing to check") from error
    except TooMuch as error:
        raise DraftNotReadable(f"'{name}' is too large for a draft; check it in parts") from error
    sentences = []
    for block in reading.blocks:
        if block.kind not in PROSE_KINDS:
            continue
        if _NOTE.match(block.text):
            continue
        # A footnote's mark behind a full stop must not join two sentences.
        for start, end in sentence_spans(NOTE_MARK.sub(lambda m: " " * len(m.group()), block.text)):
            at = block.locator.start + start
            section = block.locator.section
            sentences.append(
                DraftSentence(
                    text=block.text[start:end],
                    part=0,
                    start=at,
                    end=block.locator.start + end,
                    place=f"line {reading.source.count(chr(10), 0, at) + 1}",
                    lead_in=block.lead_in,
                    heading=section[-1] if section else "",
                )
            )
    return Draft(name=name, format=format_, data=reading.source.encode(), sentences=tuple(sentences))
