"""An answer on the page: its sentence, figure, chart, caveats, sources and working."""

from __future__ import annotations

import json
from collections.abc import Mapping

import altair as alt
import pandas as pd
import streamlit as st

from assistant.answers.answer import Answer, Verdict, answer_json
from assistant.answers.charts import Chart, ChartKind, chart_of
from assistant.answers.rendering import (
    ROUTE_LABELS,
    answer_html,
    answer_text,
    escape_markdown,
    list_html,
    short_place,
    text_html,
)
from assistant.service import Assistant
from assistant.web.sources import show_citation
from corpus.errors import ReportError

VERDICTS = {
    Verdict.SUPPORTED: "The reports support this",
    Verdict.CONTRADICTED: "The reports contradict this",
    Verdict.NOT_FOUND: "The reports do not say",
}
COLOUR = "#1d70b8"


def show_answer(assistant: Assistant, answer: Answer, key: str) -> None:
    """One answer under its question: the sentence, the figure, the caveats, the chart, the sources and the working.

    ``key`` tells its widgets from those of other answers.
    """
    label = VERDICTS[answer.verdict] if answer.verdict else ROUTE_LABELS[answer.route]
    mark = f"verdict {answer.verdict.value}" if answer.verdict else "route"
    st.html(
        f'<h2 class="question">{text_html(answer.question)}</h2>'
        f'<p class="{mark}">{label}</p>'
        f'{_card(answer)}<div class="answer">{answer_html(answer)}</div>'
    )
    if answer.warnings:
        st.html(f'<div class="caveat" role="note">{list_html(answer.warnings)}</div>')
    chart = _chart(assistant, answer)
    if chart is not None:
        show_chart(chart, key)
    show_source_buttons(answer, key)
    with st.container(horizontal=True, gap="small"):
        if answer.working:
            with st.popover("How this was worked out"):
                st.html(list_html(answer.working, ordered=True))
        with st.popover("Copy or keep"):
            _show_uses(answer, key)


def show_source_buttons(answer: Answer, key: str) -> None:
    """A button for each citation, which opens it beside the answers."""
    with st.container(horizontal=True, gap="small"):
        for citation in answer.citations:
            text = escape_markdown(short_place(citation))
            st.button(text, key=f"source-{key}-{citation.n}", on_click=open_source, args=(f"{key}.{citation.n}",))


def open_source(place: str) -> None:
    """Open a source beside the answers: the key of the answer, a full stop, the citation's number."""
    st.query_params["source"] = place


def _close_source() -> None:
    st.query_params.pop("source", None)


def show_source(assistant: Assistant, answers: Mapping[str, Answer]) -> None:
    """The source that the address names, of these answers by key, with the way back."""
    key, _, number = st.query_params.get("source", "").rpartition(".")
    citation = next((c for c in answers[key].citations if str(c.n) == number), None) if key in answers else None
    if citation is None:
        return
    st.html('<span class="source-panel"></span>')
    st.button("Close the source", on_click=_close_source)
    show_citation(assistant, citation)


def has_source(answers: Mapping[str, Answer]) -> bool:
    """Whether the address names a source of these answers."""
    return st.query_params.get("source", "").rpartition(".")[0] in answers


def _chart(assistant: Assistant, answer: Answer) -> Chart | None:
    try:
        grids = assistant.library.grids(frozenset(c.document for c in answer.citations))
    except ReportError:
        return None  # a report has left the library since; the answer's figures stand in its text
    return chart_of(answer, grids)


def _card(answer: Answer) -> str:
    """The figure large, where the answer is one figure."""
    if len(answer.figures) != 1 or not answer.figures[0].printed or answer.verdict is not None:
        return ""
    figure = answer.figures[0]
    value, label = text_html(figure.printed), text_html(figure.label)
    return f'<div class="card"><span class="value">{value}</span><span class="label">{label}</span></div>'


def _show_uses(answer: Answer, key: str) -> None:
    """An answer to copy with its sources, to pass on by its address, or to keep as a file."""
    st.code(answer_text(answer, working=True), language=None, wrap_lines=True)
    if answer.verdict is None:  # claims are not kept
        st.caption("A link to this answer")
        st.code(f"{(st.context.url or '').split('?')[0]}?answer={answer.id}", language=None, wrap_lines=True)
    data = json.dumps(answer_json(answer), ensure_ascii=False, indent=2)
    st.download_button("Download as JSON", data, f"answer-{answer.id}.json", "application/json", key=f"json-{key}")


def show_chart(chart: Chart, key: str) -> None:
    """A chart with its figures beside the marks; the same as a table beneath, and as a file."""
    frame = pd.DataFrame(
        {
            "label": [point.label for point in chart.points],
            "value": [float(point.value) for point in chart.points],
            "printed": [point.printed for point in chart.points],
            "order": range(len(chart.points)),
        }
    )
    drawn = _trend(frame) if chart.kind is ChartKind.TREND else _bars(frame)
    st.altair_chart(
        drawn.properties(
            title=alt.TitleParams(chart.title, subtitle=chart.source, anchor="start"), description=chart.description
        ),
        width="stretch",
    )
    with st.popover("The figures of this chart"):
        st.dataframe(
            frame[["label", "printed"]].rename(columns={"label": "", "printed": "Figure"}),
            hide_index=True,
            width="stretch",
        )
        st.download_button(
            "Download as CSV",
            frame[["label", "value", "printed"]].to_csv(index=False),
            file_name="chart.csv",
            mime="text/csv",
            key=f"csv-{key}",
        )


def _trend(frame: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(frame).encode(
        x=alt.X("label:N", sort=alt.SortField("order"), title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False), axis=None),
    )
    line = base.mark_line(color=COLOUR, point=alt.OverlayMarkDef(color=COLOUR, size=60))
    return alt.layer(line, base.mark_text(dy=-14, fontSize=13).encode(text="printed:N"))


def _bars(frame: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(frame).encode(
        y=alt.Y("label:N", sort=alt.SortField("order"), title=None, axis=alt.Axis(labelLimit=320, ticks=False)),
        x=alt.X("value:Q", title=None, axis=None),
    )
    figures = base.mark_text(align="left", dx=4, fontSize=13).encode(text="printed:N")
    return alt.layer(base.mark_bar(color=COLOUR, height=18), figures)
