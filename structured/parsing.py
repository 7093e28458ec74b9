"""Read a report with its tables as data in the process that reads its file, within the same bounds.

Run as a program, this module is the child of `corpus.parsing`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from corpus.document import Document
from corpus.loading import ReportFile
from corpus.parsing import DEFAULT, Limits, parse_further, result_is_odd, serve
from corpus.records import from_json, to_json
from structured.observations import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A report as it was read, and each of its tables as data, in reading order."""

    document: Document
    grids: tuple[Grid, ...]


def parse(file: ReportFile, *, document_id: str | None = None, limits: Limits = DEFAULT) -> Parsed:
    """The report in a file, read by another process; the id is the file's name without its ending unless given.

    Raises what `corpus.parsing.parse` raises.
    """
    document, grids = parse_further(file, __name__, document_id=document_id, limits=limits)
    try:
        return Parsed(document=document, grids=from_json(tuple[Grid, ...], grids))
    except ValueError as error:
        raise result_is_odd(file) from error


if __name__ == "__main__":
    from structured.grids import read_grids  # imported here: whoever waits for the child needs it not

    serve(sys.argv[1], lambda document: to_json(read_grids(document)))
