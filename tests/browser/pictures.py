"""Pictures of the page for the documents, taken when the truth files are written anew."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "images"


def keep_picture(page: Page, name: str) -> None:
    """The picture of the page, when REWRITE_GOLDEN asks for it."""
    if os.environ.get("REWRITE_GOLDEN"):
        page.wait_for_timeout(1_000)  # what opens slowly is to be seen open
        picture = Image.open(io.BytesIO(page.screenshot()))
        picture.quantize(256).save(PICTURES / f"{name}.png", optimize=True)  # half the size, and looks the same
