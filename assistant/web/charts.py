"""A chart on the page: drawn, as a table beside it, and as files."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from assistant.answers.chart import Chart, ChartKind
from assistant.answers.drawing import draw, draw_svg
from assistant.answers.rendering import scrolling, text_html

_INK = {"light": "#1b1f23", "dark": "#e8ecef"}
_MAIN = {"light": "#1d5b8f", "dark": "#8cc1f0"}
_QUIET = {"light": "#a3afba", "dark": "#5d6975"}
_SIGN = 8  # pixels for each sign of a figure, which stands beyond the end of its bar
_LABELS = alt.ExprRef("windowSize()[0] < 640 ? 160 : 260")
"""Pixels for the labels of bars at most, so that on a phone there is room for the bars."""
_ROW = 30  # pixels for a bar with its label


def show_chart(chart: Chart, key: str) -> None:
    """A chart with its figures at the marks, and its figures as a table to change to."""
    theme = st.context.theme.type or "light"
    drawn = _line(chart, theme) if chart.kind is ChartKind.LINE else _bars(chart, theme)
    picture, table = st.tabs(["Chart", "Table"], key=f"chart-{key}")
    with picture:
        st.html(f'<p class="chart-title">{text_html(chart.title)}</p><p class="aside">{text_html(chart.subtitle)}</p>')
        st.altair_chart(drawn.properties(description=chart.alt), width="stretch")
    with table:
        st.html(_table(chart))


def show_chart_files(chart: Chart, key: str) -> None:
    """The chart to take along; each file is made when it is asked for."""
    with st.container(horizontal=True, gap="small"):
        for name, mime, make in (
            ("PNG", "image/png", lambda: draw(chart)),
            ("SVG", "image/svg+xml", lambda: draw_svg(chart)),
            ("CSV", "text/csv", chart.csv),
        ):
            st.download_button(
                f"Chart as {name}", make, f"chart.{name.lower()}", mime, key=f"{name}-{key}", on_click="ignore"
            )


def _frame(chart: Chart, theme: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": chart.labels,
            "value": list(map(float, chart.values)),
            "printed": chart.printed,
            "order": range(len(chart.labels)),
            "colour": [
                (_QUIET if chart.own and n not in chart.own else _MAIN)[theme] for n in range(len(chart.labels))
            ],
        }
    )


def _line(chart: Chart, theme: str) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(_frame(chart, theme)).encode(
        x=alt.X("label:N", sort=alt.SortField("order"), title=None, axis=_axis(theme, 140)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False, padding=24), axis=None),
    )
    line = base.mark_line(color=_MAIN[theme], point=alt.OverlayMarkDef(color=_MAIN[theme], size=60))
    return alt.layer(line, base.mark_text(fontSize=13, dy=-14, color=_INK[theme]).encode(text="printed:N")).properties(
        height=240
    )


def _bars(chart: Chart, theme: str) -> alt.LayerChart | alt.FacetChart:
    values = [0.0, *map(float, chart.values)]
    low, high = min(values), max(values)
    room = _SIGN * (max(map(len, chart.printed)) + 1)
    scale = alt.Scale(
        domain=[low, high],
        range=[room if low < 0 else 0, alt.ExprRef(f"width - {room}") if high > 0 else alt.ExprRef("width")],
        nice=False,
    )
    base = alt.Chart(_frame(chart, theme)).encode(
        y=alt.Y("label:N", sort=list(chart.labels), title=None, axis=_axis(theme, _LABELS)),
        x=alt.X("value:Q", title=None, scale=scale, axis=None),
    )
    bars = base.mark_bar(height=18).encode(color=alt.Color("colour:N", scale=None))
    # beyond the end of its bar each: on a dark bar a figure could not be read
    text = base.encode(text="printed:N")
    above = text.transform_filter("datum.value >= 0").mark_text(fontSize=13, align="left", dx=4, color=_INK[theme])
    below = text.transform_filter("datum.value < 0").mark_text(fontSize=13, align="right", dx=-4, color=_INK[theme])
    return alt.layer(bars, above, below).properties(height=_ROW * len(chart.labels))


def _axis(theme: str, limit: int | alt.ExprRef) -> alt.Axis:
    """An axis that is only its labels, each at most so many pixels wide."""
    return alt.Axis(
        labelColor=_INK[theme],
        labelFontSize=13,
        labelAngle=0,
        labelLimit=limit,
        labelPadding=8,
        ticks=False,
        domain=False,
    )


def _table(chart: Chart) -> str:
    rows = "".join(
        f'<tr><th scope="row">{text_html(label)}</th><td>{text_html(printed)}</td></tr>'
        for label, printed in zip(chart.labels, chart.printed, strict=True)
    )
    caption = f"<caption>{text_html(chart.title)}</caption>"
    source = f'<p class="aside">{text_html(chart.subtitle)}</p>'
    return scrolling(chart.title, f"<table>{caption}<tbody>{rows}</tbody></table>{source}")
