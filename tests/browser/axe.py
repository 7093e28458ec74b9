"""axe-core, which finds faults that keep people out; not part of this project, `make axe` fetches it with npm."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "build" / "axe" / "axe.min.js"
GRAVE = {"serious", "critical"}
RUN = """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
  .then(found => found.violations.map(v => [v.id, v.impact, v.nodes.map(n => n.html)]))"""


def faults(page: Page) -> list[tuple[str, str]]:
    """The rule and the HTML of each grave fault."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[tuple[str, str, list[str]]] = page.evaluate(RUN)
    return [(rule, html) for rule, impact, parts in found if impact in GRAVE for html in parts]
