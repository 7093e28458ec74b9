"""The page of settings lists each of them as the program knows it, and each is read somewhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from assistant.config import PREFIX, VARIABLES, load_settings
from assistant.usage import InvalidSetting

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "configuration.md"
TABLE = re.compile(r"(?<=\| --- \| --- \| --- \|\n)(?:\|.*\|\n)+")


def test_the_page_lists_every_setting_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = "".join(f"| `{PREFIX}{v.name}` | {v.told} | {v.default} |\n" for v in VARIABLES)
    fresh = TABLE.sub(lambda _: rows, page)
    if os.environ.get("REWRITE_GOLDEN"):
        PAGE.write_text(fresh, encoding="utf-8")
        return
    assert page == fresh, "docs/configuration.md is stale: run `make golden`, and look at the difference"


def test_every_setting_is_read_somewhere() -> None:
    sources = [p for p in (ROOT / "assistant").rglob("*.py") if p.name != "config.py"]
    sources += [ROOT / "corpus" / "embedding.py"]
    text = "\n".join(p.read_text(encoding="utf-8") for p in sources) + "".join(
        (ROOT / "assistant" / "config.py").read_text(encoding="utf-8").split("KNOWN = ")[1:]
    )
    for variable in VARIABLES:
        assert re.search(rf'["}}]{variable.name}"|{PREFIX}{variable.name}\b', text), variable.name


@pytest.mark.parametrize("how", ["LIBRARY", "option"])
def test_a_database_that_is_given_as_a_folder_is_not_made_a_folder(how: str) -> None:
    url = "postgresql://me:a-secret@db.example/reports"
    given = (
        {"environment": {PREFIX + "LIBRARY": url}} if how == "LIBRARY" else {"library": Path(url), "environment": {}}
    )
    with pytest.raises(InvalidSetting, match="REPORT_ASSISTANT_DATABASE") as refused:
        load_settings(**given)  # type: ignore[arg-type]
    assert "a-secret" not in str(refused.value)
