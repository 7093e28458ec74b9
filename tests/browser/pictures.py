"""What is seen of the page: pictures for the documents, and whether the last answer lies free."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
PICTURES, LOOKED_AT = ROOT / "docs" / "images", ROOT / "build" / "pictures"

ANSWER_IS_SEEN = """() => {
  const answer = [...document.querySelectorAll(".answer p")].at(-1); // looked for anew: the page may draw it again
  const r = answer.getBoundingClientRect();
  return answer.contains(document.elementFromPoint(r.x + 8, r.y + r.height / 2));
}"""


def keep_picture(page: Page, name: str, is_shown: bool = True) -> None:
    """The picture of the page, when REWRITE_GOLDEN asks for it: for the documents, or only to be looked at."""
    if os.environ.get("REWRITE_GOLDEN"):
        page.wait_for_timeout(1_000)  # what opens slowly is to be seen open
        picture = Image.open(io.BytesIO(page.screenshot()))
        folder = PICTURES if is_shown else LOOKED_AT
        folder.mkdir(parents=True, exist_ok=True)
        picture.quantize(256).save(folder / f"{name}.png", optimize=True)  # half the size, and looks the same
