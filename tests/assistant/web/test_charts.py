"""The page's charts, as what they tell the browser to draw."""

from __future__ import annotations

from decimal import Decimal

from assistant.answers.chart import Chart, ChartKind
from assistant.web.charts import _bars


def test_each_figure_stands_beyond_the_end_of_its_bar() -> None:
    chart = Chart(
        kind=ChartKind.BARS,
        title="Vans fell most",
        subtitle="Change",
        labels=("Vans", "Bikes"),
        values=(Decimal(-29), Decimal(98)),
        printed=("-29%", "98%"),
        alt="Vans -29%, bikes 98%",
    )
    drawn = _bars(chart, "light").to_dict()
    texts = {layer["transform"][0]["filter"]: layer["mark"] for layer in drawn["layer"] if "transform" in layer}
    assert texts["datum.value < 0"]["align"] == "right" and texts["datum.value < 0"]["dx"] < 0
    assert texts["datum.value >= 0"]["align"] == "left" and texts["datum.value >= 0"]["dx"] > 0
    assert all(layer["encoding"]["y"]["sort"] == ["Vans", "Bikes"] for layer in drawn["layer"])
    scale = drawn["layer"][0]["encoding"]["x"]["scale"]
    first, last = scale["range"]
    assert scale["domain"] == [-29, 98]
    assert first >= 4 * 8 and last == {"expr": f"width - {first}"}
