"""Names that are safe to print, to keep and to use as an id: no control characters, no parts of a path.

Knows nothing of files: a name is words.
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePath

from corpus.errors import InvalidId

MAX_ID_CHARS = 100
_NO_ID = "/\\*?"  # they would make a path, or a pattern of several names


def printable(text: str) -> str:
    r"""The text on one line, with what cannot be shown (control characters, broken ones) as '?'.

    >>> printable("a\x1b[31m name\nof two lines")
    'a?[31m name of two lines'
    """
    text = " ".join(text.encode(errors="replace").decode().split())
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def id_of(file_name: str) -> str:
    r"""The id that a report of this file name has: the name without its ending, made safe.

    >>> id_of("Widget report Q1.pdf"), id_of("..\x07/-rf.txt")
    ('Widget report Q1', 'rf')
    """
    stem = PurePath(file_name.replace("\0", "")).stem if file_name.strip(". ") else ""
    return _safe(stem) or "report"


def check_id(given: str) -> str:
    """The id that a user gave. Raises InvalidId when it is not fit to be one."""
    if not given or given != _safe(given):
        fit = _safe(given)
        rule = f"an id has up to {MAX_ID_CHARS} characters, no / \\ * ? or control signs, and no '-' or '.' in front"
        hint = f"; '{fit}' would do" if fit else ""
        raise InvalidId(given, f"'{printable(given)}' cannot be a report's id: {rule}{hint}")
    return given


def numbered(document_id: str, number: int) -> str:
    """The id with a number after it; itself for the first.

    >>> numbered("widgets", 1), numbered("widgets", 2)
    ('widgets', 'widgets-2')
    """
    end = f"-{number}" if number > 1 else ""
    return document_id[: MAX_ID_CHARS - len(end)] + end


def _safe(text: str) -> str:
    text = unicodedata.normalize("NFC", text.encode(errors="replace").decode())
    text = " ".join("".join(sign if sign.isprintable() and sign not in _NO_ID else " " for sign in text).split())
    return text.lstrip("-.~ ")[:MAX_ID_CHARS].rstrip(" .")
