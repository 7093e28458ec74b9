"""The errors of drafts that cannot be checked (the tree is drawn in corpus/errors.py)."""

from __future__ import annotations

from assistant.usage import WrongUsage


class DraftNotReadable(WrongUsage):
    """The draft is missing, locked, damaged, empty, too large, or of a kind that cannot be read."""
