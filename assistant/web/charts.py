"""A chart on the page: drawn, as a table beside it, and as files."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from assistant.answers.chart import Chart, ChartKind
from assistant.answers.drawing import draw, draw_svg
from assistant.answers.rendering import text_html

COLOUR, QUIET = "#1d70b8", "#8a97a3"
_ROW = 30  # pixels for a bar with its label


def show_chart(chart: Chart, key: str) -> None:
    """A chart with its figures at the marks, and its figures as a table to change to."""
    drawn = _line(chart) if chart.kind is ChartKind.LINE else _bars(chart)
    title = alt.TitleParams(chart.title, subtitle=chart.subtitle, anchor="start", limit=680, subtitleColor="#6b7276")
    picture, table = st.tabs(["Chart", "Table"], key=f"chart-{key}")
    with picture:
        st.altair_chart(drawn.properties(title=title, description=chart.alt), width="stretch")
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


def _frame(chart: Chart) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": chart.labels,
            "value": list(map(float, chart.values)),
            "printed": chart.printed,
            "order": range(len(chart.labels)),
            "colour": [COLOUR if not chart.own or n in chart.own else QUIET for n in range(len(chart.labels))],
        }
    )


def _line(chart: Chart) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(_frame(chart)).encode(
        x=alt.X("label:N", sort=alt.SortField("order"), title=None, axis=alt.Axis(labelAngle=0, labelLimit=140)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False, padding=24), axis=None),
    )
    line = base.mark_line(color=COLOUR, point=alt.OverlayMarkDef(color=COLOUR, size=60))
    return alt.layer(line, base.mark_text(fontSize=13, dy=-14).encode(text="printed:N")).properties(height=240)


def _bars(chart: Chart) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(_frame(chart)).encode(
        y=alt.Y("label:N", sort=alt.SortField("order"), title=None, axis=alt.Axis(labelLimit=240, ticks=False)),
        x=alt.X("value:Q", title=None, scale=alt.Scale(padding=48), axis=None),
    )
    bars = base.mark_bar(height=18).encode(color=alt.Color("colour:N", scale=None))
    figures = base.mark_text(fontSize=13, align="left", dx=4).encode(text="printed:N")
    return alt.layer(bars, figures).properties(height=_ROW * len(chart.labels))


def _table(chart: Chart) -> str:
    rows = "".join(
        f'<tr><th scope="row">{text_html(label)}</th><td>{text_html(printed)}</td></tr>'
        for label, printed in zip(chart.labels, chart.printed, strict=True)
    )
    return (
        f'<div class="table"><table><caption>{text_html(chart.title)}</caption><tbody>{rows}</tbody></table>'
        f'<p class="aside">{text_html(chart.subtitle)}</p></div>'
    )
