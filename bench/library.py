"""A library of synthetic reports, made once and kept: python -m bench.library DIR --reports 1000 [--words]."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from assistant.libraries.library import Library
from bench.synthetic import reports
from bench.vectors import WordVectors
from corpus.embedding import Embedder, MiniLmEmbedder

_AT_ONCE = 50


def embedder(*, words: bool) -> Embedder:
    return WordVectors() if words else MiniLmEmbedder()


def build(folder: Path, count: int, *, words: bool) -> float:
    """Add the first ``count`` reports to the library in ``folder``; the seconds that it took.

    What is there already is left as it is. Raises ReportError when a report cannot be added.
    """
    started = time.perf_counter()
    with (
        Library.open(folder, create=True, embedder=embedder(words=words)) as library,
        tempfile.TemporaryDirectory() as d,
    ):
        held = {info.id for info in library.documents()}
        wanted = [report for report in reports(count) if report.id not in held]
        for start in range(0, len(wanted), _AT_ONCE):
            paths = []
            for report in wanted[start : start + _AT_ONCE]:
                paths.append(Path(d) / f"{report.id}.md")
                paths[-1].write_text(report.text, encoding="utf-8")
            for outcome in library.add_all(paths):
                if outcome.error is not None:
                    raise outcome.error
        library.prepare()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--words", action="store_true", help="vectors of words instead of the model's")
    arguments = parser.parse_args()
    seconds = build(arguments.folder, arguments.reports, words=arguments.words)
    print(f"{arguments.reports} reports in {seconds:.0f} s")


if __name__ == "__main__":
    main()
