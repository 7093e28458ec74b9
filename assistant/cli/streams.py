"""What comes in and goes out: texts, files, JSON."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from assistant.usage import WrongUsage


def sound(text: str) -> str:
    """The text with what is no character (half of a surrogate pair, a byte that is not UTF-8) replaced by '?'."""
    return text.encode(errors="replace").decode()


def read_text(path: Path, what: str) -> str:
    """The text of a file, or of standard input for '-'. Raises WrongUsage."""
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WrongUsage(f"cannot read the {what} '{path}': {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WrongUsage(f"the {what} '{path}' is not UTF-8 text (byte {error.start}); save it as UTF-8") from error


def write_file(output: Path, data: bytes) -> None:
    """Write a file wholly or not at all. Raises WrongUsage when it cannot be written."""
    part = output.with_name(f".{output.name}.part")
    try:
        part.write_bytes(data)
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WrongUsage(f"cannot write '{output}': {error.strerror or error}") from error
    print(f"written: {output}", file=sys.stderr)


def refuse_to_overwrite(output: Path | None, *, force: bool) -> None:
    """Raise WrongUsage where the file is there already."""
    if output is not None and output.exists() and not force:
        raise WrongUsage(f"'{output}' is there already; --force replaces it")


def one_line(data: dict[str, Any]) -> str:
    """The data as JSON, for a line of JSON Lines."""
    return _seen(json.dumps(data, ensure_ascii=False))


def indented(data: dict[str, Any]) -> str:
    """The data as JSON for people to read."""
    return _seen(json.dumps(data, ensure_ascii=False, indent=2))


_UNSEEN = re.compile(r"[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _seen(told: str) -> str:
    """The same JSON, in which no sign steers the terminal that it is shown on."""
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", told)
