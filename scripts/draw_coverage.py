"""Draw accuracy against coverage on held-back folds; writes docs/images/coverage.svg and prints what the bounds hold.

    python scripts/draw_coverage.py [--tables]

Two curves: the best reading over tables by its trust, and what is quoted by its confidence. Each question is judged by
a model that never saw its fold (the folds of `fit_trust.py` and `fit_confidence.py`). For every threshold: the share of
the questions that would be answered, and the share of these answered rightly. Points mark the thresholds in use.
Quotes take many minutes (libraries are made for them); ``--tables`` leaves them out.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import fit_confidence
import fit_trust
import numpy as np

from assistant.prose.confidence import THRESHOLD
from assistant.questions import trust

OUT = Path(__file__).resolve().parents[1] / "docs" / "images" / "coverage.svg"
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 400, 64, 28, 20, 52
LOWEST = 0.5
FEWEST = 15
"""With fewer questions answered than these, a share says nothing and is not drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Held-out chances with what was right, of ``asked`` questions; ``threshold`` is the one in use."""

    name: str
    colour: str
    chance: np.ndarray
    right: np.ndarray
    asked: int
    threshold: float

    def at(self, threshold: float) -> tuple[float, float, float]:
        """The share answered, the share of these right, and the share of all asked answered wrongly."""
        given = self.chance >= threshold
        n = int(given.sum())
        right = float(self.right[given].sum())
        return n / self.asked, right / n if n else 1.0, (n - right) / self.asked


def of_tables() -> tuple[Curve, Curve]:
    """The curve over ten folds, and the one with each library left out in turn."""
    rows, right, library = fit_trust.examples()
    scaled = (rows - rows.mean(axis=0)) / (rows.std(axis=0) + 1e-9)
    folds = np.random.RandomState(fit_trust.SEED).randint(0, 10, len(right))
    chances = (fit_trust.held_out(scaled, right, fold) for fold in (folds, library))
    ten, left_out = (
        Curve(
            name=name, colour=colour, chance=chance, right=right, asked=len(right), threshold=trust.threshold()
        )
        for name, colour, chance in zip(
            ("readings of tables", "readings of tables, each library left out"), ("#1d70b8", "#5694ca"), chances,
            strict=True,
        )
    )  # fmt: skip
    return ten, left_out


def of_prose() -> Curve:
    """The curve of quotes: the questions for text, and those of them whose answer was taken out."""
    examples, _ = fit_confidence.answering_examples()
    chance = fit_confidence.held_out(examples)
    own = np.array([e.suite != "outside" and e.kind in {"text", "unanswerable"} for e in examples])
    right = np.array([float(e.right) for e in examples])
    return Curve(
        name="quotes", colour="#d4351c", chance=chance[own], right=right[own], asked=int(own.sum()), threshold=THRESHOLD
    )


def points(curve: Curve) -> list[tuple[float, float]]:
    """The curve from the surest question on, a point for each question more that would be answered."""
    found = []
    for threshold in sorted(set(curve.chance), reverse=True):
        coverage, accuracy, _ = curve.at(threshold)
        if coverage * curve.asked >= FEWEST:
            found.append((coverage, accuracy))
    return found


def place(coverage: float, accuracy: float) -> tuple[float, float]:
    """Where a point stands in the picture."""
    x = LEFT + coverage * (WIDTH - LEFT - RIGHT)
    y = TOP + (1 - max(LOWEST, accuracy)) / (1 - LOWEST) * (HEIGHT - TOP - BOTTOM)
    return round(x, 1), round(y, 1)


def drawn(curves: Sequence[Curve]) -> str:
    """The picture as SVG."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        ' font-size="13">',
        "<title>Accuracy against coverage on held-back folds</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for step in range(6):
        share = step / 5
        (x, _), (_, y) = place(share, 1), place(0, LOWEST + share * (1 - LOWEST))
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{LOWEST + share * (1 - LOWEST):.0%}</text>')
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{share:.0%}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">share of the questions answered</text>')
    parts.append(f'<text x="{LEFT}" y="16">share of the answers that are right</text>')
    for number, curve in enumerate(curves):
        line = " ".join(f"{x},{y}" for x, y in (place(*point) for point in points(curve)))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{curve.colour}" stroke-width="2"/>')
        coverage, accuracy, _ = curve.at(curve.threshold)
        x, y = place(coverage, accuracy)
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="{curve.colour}"/>')
        legend = HEIGHT - BOTTOM - 16 - 20 * (len(curves) - 1 - number)
        parts.append(f'<rect x="{LEFT + 12}" y="{legend - 10}" width="14" height="4" fill="{curve.colour}"/>')
        parts.append(f'<text x="{LEFT + 34}" y="{legend - 4}">{curve.name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Draw the curves, and print what the thresholds in use give on the folds that were held back."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", action="store_true", help="draw the readings of tables alone")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    curves = of_tables() if arguments.tables else (*of_tables(), of_prose())
    for curve in curves:
        coverage, accuracy, wrong = curve.at(curve.threshold)
        print(
            f"{curve.name}: {curve.asked} questions, threshold {curve.threshold}: answered {coverage:.3f}, "
            f"of these right {accuracy:.3f}, wrong of all {wrong:.3f}"
        )
    OUT.write_text(drawn(curves), encoding="utf-8")


if __name__ == "__main__":
    main()
