"""The page of a PDF that a citation stands on, as a picture, with the place marked; made in a process of its own.

As for reading, the file may come from anywhere and the library that draws is large: the child has bounds, gets the
bytes and no path, and gives a header in JSON and the picture. Run as a program, this module is the child.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import corpus
from corpus.errors import ReaderStopped
from corpus.loading import ReportFile
from corpus.parsing import Limits, bound
from corpus.readers.pdf_places import CellWanted, Wanted

WIDTH = 1240  # pixels, for 21 cm at 150 dots an inch
BOUNDS = Limits(seconds=20, computing=15, megabytes=1536)

Part = tuple[float, float, float, float]
"""Left, top, width and height, as parts of the picture's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A page drawn: WebP bytes of ``width`` by ``height`` pixels. ``boxes`` are the place, ``row`` the line around it.

    Without boxes and row it is only known that the place is on this page. ``number`` counts pages from 1.
    """

    data: bytes
    width: int
    height: int
    number: int
    boxes: tuple[Part, ...] = ()
    row: Part | None = None


def picture_place(file: ReportFile, wanted: Wanted, *, limits: Limits = BOUNDS) -> PagePicture | None:
    """The page of a PDF where something is said, drawn; None where that cannot be told.

    Raises ReaderStopped when the drawing broke off or took too long.
    """
    order = json.dumps({"wanted": asdict(wanted), "limits": asdict(limits)})
    root = str(Path(corpus.__file__).parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    message = f"the page of '{file.name}' could not be drawn"
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "corpus.picturing", order],
            input=file.data,
            capture_output=True,
            timeout=limits.seconds,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReaderStopped(file.place, message) from error
    header, _, picture = done.stdout.partition(b"\n")
    if done.returncode or not header:
        raise ReaderStopped(file.place, message)
    return _read(json.loads(header), picture)


def _read(header: dict[str, object] | None, picture: bytes) -> PagePicture | None:
    if header is None:
        return None
    boxes, row = header.pop("boxes"), header.pop("row")
    assert isinstance(boxes, list)
    return PagePicture(
        data=picture,
        boxes=tuple(_part(box) for box in boxes),
        row=_part(row) if isinstance(row, list) else None,
        **header,  # type: ignore[arg-type]
    )


def _part(values: Sequence[float]) -> Part:
    left, top, width, height = map(float, values)
    return left, top, width, height


# --- the child -------------------------------------------------------------------------------------------------------


def _serve(order: str) -> None:
    """Find the place in the file on standard input and write the picture of its page to standard output."""
    from corpus.readers.pdf_marks import Box, Pages
    from corpus.readers.pdf_places import find_place

    told = json.loads(order)
    cells = tuple(CellWanted(**cell) for cell in told["wanted"].pop("cells"))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints goes nowhere
    data = sys.stdin.buffer.read()
    bound(Limits(**told["limits"]))
    pages = Pages(data)
    found = find_place(pages, Wanted(cells=cells, **told["wanted"]))
    with out:
        if found is None:
            out.write(b"null\n")
            return
        drawn = pages.picture(found.index, WIDTH, found.marks.n_turns).convert("RGB")
        across, down = found.marks.width, found.marks.height

        def part(box: Box) -> Part:
            return box.x0 / across, box.top / down, box.width / across, box.height / down

        header = {
            "width": drawn.width,
            "height": drawn.height,
            "number": found.index + 1,
            "boxes": [part(box) for box in found.boxes],
            "row": part(found.row) if found.row is not None else None,
        }
        packed = io.BytesIO()
        drawn.save(packed, format="WEBP", quality=80)
        out.write(json.dumps(header).encode() + b"\n" + packed.getvalue())


if __name__ == "__main__":
    _serve(sys.argv[1])
