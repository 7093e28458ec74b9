"""The starter library: restated editions of published reports that travel with the program, for a library that is new.

Knows when a library gets them, and what an answer says when it quotes an edition instead of the report itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import corpus
from assistant.answers.answer import Answer
from assistant.libraries.library import Library, Progress
from corpus.store import DocumentInfo

STARTER_REPORTS = tuple(sorted((Path(corpus.__file__).parent / "starter").glob("*.md")))
"""The editions' files, sorted by name."""

UNFINISHED = "starter.unfinished"  # stands while the reports are being added

Watch = Callable[[str], AbstractContextManager[Progress]]
"""Shows how far the addition of the file of that name is, while the context is open."""


def is_due(library: Library) -> bool:
    """Whether the starter reports are to be added: nothing was ever added here, or adding them was broken off.

    A library that was emptied is left empty: its version counts what was removed.
    """
    if library.version == 0:
        return True
    held = library.documents() if library.read_note(UNFINISHED) is not None else ()
    return bool(held) and all(info.restates for info in held)


def add_starter(library: Library, watch: Watch) -> tuple[DocumentInfo, ...]:
    """Add the starter reports, in their order. Raises what `Library.add` raises."""
    library.write_note(UNFINISHED, "")
    added = []
    for path in STARTER_REPORTS:
        with watch(path.name) as progress:
            added.append(library.add(path, progress=progress).info)
    library.remove_note(UNFINISHED)
    return tuple(added)


def with_edition_note(answer: Answer, documents: Iterable[DocumentInfo]) -> Answer:
    """The answer; where it cites a restated edition, with a warning that says whose the words and the figures are."""
    note = edition_note((citation.document for citation in answer.citations), documents)
    return replace(answer, warnings=(*answer.warnings, note)) if note else answer


def edition_note(cited: Iterable[str], documents: Iterable[DocumentInfo]) -> str:
    """Whose the words and the figures are where a restated edition is among the documents cited; '' otherwise."""
    ids = set(cited)
    titles = [info.title for info in documents if info.restates and info.id in ids]
    if not titles:
        return ""
    return (
        f"Quoted from a restated edition of {'; '.join(titles)}: the words are the edition's, the figures the report's."
    )
