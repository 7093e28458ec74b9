"""Labels as they read in a sentence: the names of rows and columns."""

from __future__ import annotations

from corpus.sentences import plain
from structured.observations import Grid, RowKind


def clean_label(text: str) -> str:
    """A label as it reads in a sentence: marks gone, no trailing colon or footnote stars."""
    return plain(text).strip().rstrip(":*").strip()


def own_subjects(grid: Grid) -> bool:
    """Whether the labels before the last are the rows' subjects (a project, then its measure), not groups of rows."""
    rows = [row for row in grid.rows if row.kind is not RowKind.TOTAL]
    nested = [row.path[:-1] for row in rows if len(row.path) > 1]
    return len(nested) == len(rows) > 0 and 2 * len(set(nested)) > len(nested)


def row_name(grid: Grid, path: tuple[str, ...]) -> str:
    """A row's name: its own label, with its parents where the label alone would not tell it apart."""
    if not path:
        return grid.title or grid.caption or "the figure"
    leaf = path[-1]
    twins = sum(1 for row in grid.rows if row.path and row.path[-1] == leaf)
    short = len(leaf) <= 4
    if (twins > 1 or short) and len(path) > 1:
        return clean_label(f"{clean_label(path[-2])}: {clean_label(leaf)}")
    if len(path) > 1 and (len(leaf) > 40 or own_subjects(grid)):
        return f"{clean_label(path[-2])} – {clean_label(leaf)}"
    return clean_label(leaf)


def column_name(path: tuple[str, ...]) -> str:
    """A column's name: its labels from the outermost, without repeating itself."""
    parts: list[str] = []
    for part in path:
        cleaned = clean_label(part)
        if cleaned and not any(cleaned in p for p in parts):
            parts.append(cleaned)
    return ", ".join(parts)
