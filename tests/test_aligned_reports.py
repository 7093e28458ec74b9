"""Our own reports laid out by spaces in several manners: what is read of them stands in the originals."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.loading import load
from structured.grids import read_grids
from tests.writers import aligned, pdf

HERE = Path(__file__).parent
REPORTS = sorted([*HERE.glob("reports/*/source.*"), *HERE.glob("later_reports/*/source.*")])
_UNIT = re.compile(r"(?:^| )(?:£m|£000|%|FTE|£)(?= |$)")
_WRAPPED = ("wrapped", "at last")
"""Where labels are wrapped, what is a label's second line and what heads a group is not always plain."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(path, id=path.parent.name, marks=pytest.mark.slow if "later_reports" in path.parts else ())
        for path in REPORTS
    ],
)
def original(request: pytest.FixtureRequest) -> Document:
    return load(request.param, document_id="report")


def said(document: Document) -> Counter[tuple[str, frozenset[str], str, str]]:
    """Each cell by its row's label, the words of its headings, its quantity and what is printed.

    Units are left out of headings: a line of units under them is theirs in text, and a row of its own with tabs.
    """
    return Counter(
        (
            o.row_path[-1] if o.row_path else "",
            frozenset(_UNIT.sub("", " ".join(o.column_path)).split()),
            str(o.quantity),
            o.printed,
        )
        for grid in read_grids(document)
        for o in grid.observations
    )


@pytest.mark.parametrize("name", aligned.MANNERS)
def test_no_figure_stands_under_another_heading(original: Document, name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    aligned.write(original, path, aligned.MANNERS[name])
    copy = load(path)
    there, here = said(original), said(copy)
    least = 0.7 if name in _WRAPPED else 0.97
    assert sum((there & here).values()) >= least * sum(there.values())
    # One table of the originals has a heading over a column too many, as blanks beside it say.
    strange = here - there
    assert all(
        any((label, quantity, printed) == (other, q, p) and words < more for other, more, q, p in there)
        for label, words, quantity, printed in strange
    )
    if name not in _WRAPPED:
        assert not copy.warnings


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine")
def test_what_a_program_lays_out_is_read_alike(tmp_path: Path) -> None:
    original = load(HERE / "reports/county-council-outturn-2024-25/source.txt", document_id="report")
    pdf.write(original, tmp_path / "report.pdf")
    subprocess.run(["pdftotext", "-layout", str(tmp_path / "report.pdf"), str(tmp_path / "report.txt")], check=True)
    assert said(load(tmp_path / "report.txt")) == said(original)
