"""Draw how answers, memory and disk grow with the library, from what bench.scale measured; print it as a table.

    python -m bench.scale DIR --words --json build/growth/100.json      # for each library, of other sizes
    python -m bench.growth build/growth/*.json -o docs/images/growth.svg

Both axes are logarithmic: a line that rises as steeply as the dotted one grows with the library, a flat one not at all.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Measured = dict[str, Any]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 400, 64, 28, 150, 48
COLOURS = ("#1d5b8f", "#b3541e", "#4d7c34", "#7a3e8f", "#666666")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A line of the drawing: its name, and a value for each library, in the unit that the name tells."""

    name: str
    values: tuple[float, ...]


def share(values: Sequence[float], part: int) -> float:
    """That percentile."""
    return statistics.quantiles(values, n=100, method="inclusive")[part - 1]


def curves_of(runs: Sequence[Measured], by: str) -> tuple[Curve, ...]:
    """What is drawn: answers in milliseconds of the clock or the processor, memory in MiB, disk in MB."""

    def over(name: str, value: Callable[[Measured], float]) -> Curve:
        return Curve(name=name, values=tuple(value(run) for run in runs))

    return (
        over("calculation p50, ms", lambda run: share(run[by]["calculation"], 50)),
        over("calculation p95, ms", lambda run: share(run[by]["calculation"], 95)),
        over("retrieval p50, ms", lambda run: share(run[by]["retrieval"], 50)),
        over("retrieval p95, ms", lambda run: share(run[by]["retrieval"], 95)),
        over("memory, MiB", lambda run: run["memory"]),
    )


def drawing(sizes: Sequence[int], curves: Sequence[Curve], by: str) -> str:
    """The curves as SVG."""
    values = [value for curve in curves for value in curve.values]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(min(sizes)), math.log10(max(sizes))

    def x(size: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(size) - first) / (last - first)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (math.log10(value) - low) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="16">Time of the {by} and memory, by the number of reports</text>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:,}</text>')
    for size in sizes:
        parts.append(f'<path d="M{x(size):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee"/>')
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">reports</text>')
    end = min(max(sizes), min(sizes) * 10 ** (high - low))
    parts.append(
        f'<path d="M{x(min(sizes)):.1f} {y(10**low):.1f}L{x(end):.1f} {y(10**low * end / min(sizes)):.1f}"'
        ' stroke="#999" stroke-dasharray="2 4" fill="none"/>'
    )
    taken: list[float] = []
    for colour, curve in zip(COLOURS, curves, strict=True):
        line = "L".join(f"{x(size):.1f} {y(value):.1f}" for size, value in zip(sizes, curve.values, strict=True))
        parts.append(f'<path d="M{line}" stroke="{colour}" stroke-width="2" fill="none"/>')
        label = y(curve.values[-1]) + 4
        while any(abs(label - other) < 14 for other in taken):
            label += 2
        taken.append(label)
        parts.append(f'<text x="{WIDTH - RIGHT + 6}" y="{label:.1f}" fill="{colour}">{curve.name}</text>')
    return "\n".join([*parts, "</svg>\n"])


def table(runs: Sequence[Measured]) -> str:
    """What was measured, a column for each library."""

    def answers(run: Measured) -> str:
        return ", ".join(f"{n} {what}" for what, n in sorted(run["answers"].items()))

    rows: list[tuple[str, Callable[[Measured], str]]] = [
        ("passages, figures", lambda run: f"{run['chunks']:,}, {run['figures']:,}")
    ]
    for kind in ("calculation", "retrieval"):
        for by in ("processor", "clock"):

            def told(run: Measured, kind: str = kind, by: str = by) -> str:
                return " / ".join(f"{share(run[by][kind], part):.0f}" for part in (50, 95, 99)) + " ms"

            rows.append((f"{kind}, {by}, p50 / p95 / p99", told))
    rows += [
        ("first answer after opening, clock", lambda run: f"{run['first'][0]:.1f} s"),
        ("memory, folder", lambda run: f"{run['memory']:,.0f} MiB, {run['bytes'] / 1e6:,.0f} MB"),
        ("answers", answers),
        ("load", lambda run: f"{run['load']:.0f}"),
    ]
    heads = " | ".join(f"{run['reports']:,} reports" for run in runs)
    lines = [f"| | {heads} |", f"| --- |{' --- |' * len(runs)}"]
    return "\n".join([*lines, *(f"| {name} | {' | '.join(map(cell, runs))} |" for name, cell in rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--by", choices=("clock", "processor"), default="processor")
    arguments = parser.parse_args()
    runs = sorted(
        (json.loads(file.read_text(encoding="utf-8")) for file in arguments.files), key=lambda r: r["reports"]
    )
    print(table(runs))
    if arguments.output:
        sizes = [run["reports"] for run in runs]
        arguments.output.write_text(drawing(sizes, curves_of(runs, arguments.by), arguments.by), encoding="utf-8")


if __name__ == "__main__":
    main()
