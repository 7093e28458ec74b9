"""The tables of a report as one file of comma-separated values, each with its title and notes, apart by blank lines."""

from __future__ import annotations

import csv
from pathlib import Path

from corpus.document import Document
from tests.writers import lines_above


def write(document: Document, path: Path) -> None:
    """Write the tables one under another."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([document.title])
        for index, block in enumerate(document.blocks):
            table = block.table
            if table is None:
                continue
            above = lines_above(document, index)
            writer.writerow([])
            writer.writerow([table.title])
            writer.writerows([line] for line in above)
            writer.writerows([cell.text for cell in row] for row in table.rows())
            writer.writerows([note] for note in table.notes if note not in above)
