"""Documents that are handed out to be kept as files."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from fastapi.responses import Response

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown"
_TYPES = {".docx": WORD, ".md": f"{MARKDOWN}; charset=utf-8"}


def as_file(name: str, content: bytes) -> Response:
    """A document as a response that a browser saves under its name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_TYPES[PurePath(name).suffix], headers=headers)


def file_responses(described: str, *media_types: str) -> dict[int | str, dict[str, Any]]:
    """The response of a route that also gives files, for its specification."""
    schema = {"type": "string", "format": "binary"}
    return {200: {"description": described, "content": {kind: {"schema": schema} for kind in media_types}}}
