"""An answer on the page: its sentence, figure, chart, caveats, sources and working, and what can be done with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import streamlit as st

from assistant.answers.answer import Answer, Route, answer_json
from assistant.answers.card import card_of
from assistant.answers.chart import Chart
from assistant.answers.charts import chart_of
from assistant.answers.explaining import Explanation
from assistant.answers.rendering import (
    ROUTE_LABELS,
    VERDICT_LABELS,
    answer_html,
    answer_text,
    error_line,
    list_html,
    text_html,
)
from assistant.briefs.answer_word import answer_word
from assistant.checking.elsewhere import SecondLook
from assistant.service import Assistant
from assistant.web.copying import copyable
from assistant.web.explained import show_reading
from assistant.web.sources import Cited, show_source_buttons
from corpus.errors import ReportError

_ANSWERED = {Route.CALCULATION, Route.RETRIEVAL, Route.BOTH}
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_answer(
    assistant: Assistant,
    answer: Answer,
    key: str,
    show_more: Callable[[], None] | None = None,
    explained: Callable[[], Explanation] | None = None,
) -> None:
    """One answer under its question: the sentence, the figure, the caveats, the chart, the sources and the working.

    ``key`` tells its widgets from those of other answers; ``show_more`` adds to what can be done with it;
    ``explained`` tells how its question was read, where that is asked for.
    """
    label = VERDICT_LABELS[answer.verdict] if answer.verdict else ROUTE_LABELS[answer.route]
    mark = f"verdict {answer.verdict.value}" if answer.verdict else "route"
    st.html(
        f'<h2 class="question">{text_html(answer.question)}</h2>'
        f'<p class="{mark}">{label}</p>'
        f'{_card_html(answer)}<div class="answer">{answer_html(answer)}</div>'
    )
    if answer.warnings:
        st.html(f'<div class="caveat" role="note">{list_html(answer.warnings)}</div>')
    chart = _chart(assistant, answer)
    if chart is not None:
        from assistant.web.charts import show_chart  # with what draws it, which takes a second of the first page

        show_chart(chart, key)
    show_source_buttons(answer.citations, key)
    with st.container(horizontal=True, gap="small"):
        if answer.working or explained is not None:
            with st.popover("How this was worked out"):
                if answer.working:
                    steps = list_html(answer.working, ordered=True)
                    st.html(f'<div tabindex="0" role="region" aria-label="How this was worked out">{steps}</div>')
                if explained is not None:
                    show_reading(explained, key)
        if answer.verdict is None and answer.route in _ANSWERED:
            st.button("Check this another way", key=f"look-{key}", on_click=_want_look, args=(key,))
        with st.popover("Copy or keep"):
            _show_uses(answer, chart, key)
        if show_more is not None:
            show_more()
    if st.session_state.get(f"wanted-{key}"):
        _show_look(assistant, answer, key)


def cited_by(answers: Mapping[str, Answer]) -> Cited:
    """What these answers cite, and what bears them out elsewhere as far as it was asked for, by the answers' keys."""
    looks: dict[str, SecondLook] = st.session_state.get("looks", {})
    own = {key: answer.citations for key, answer in answers.items()}
    seen = {
        f"{key}~{n}": check.citations for key in answers if key in looks for n, check in enumerate(looks[key].checks)
    }
    return own | seen


def _want_look(key: str) -> None:
    st.session_state[f"wanted-{key}"] = not st.session_state.get(f"wanted-{key}")


def _show_look(assistant: Assistant, answer: Answer, key: str) -> None:
    """What the rest of the reports says of an answer."""
    looks: dict[str, SecondLook] = st.session_state.setdefault("looks", {})
    if key not in looks:
        try:
            with st.spinner("Looking in the rest of the reports …"):
                looks[key] = assistant.second_look(answer)
        except ReportError as error:
            st.error(error_line(error))
            return
    look = looks[key]
    with st.container(border=True):
        if not look.checks and not look.findings:
            st.html(
                "<p><strong>Stated in one place only.</strong> Nothing else in the reports states this, and nothing in "
                "them was found that disagrees with it.</p>"
            )
        for finding in look.findings:
            label = f"The report does not agree with itself here ({finding.severity.value})"
            st.html(f'<p class="verdict not_found">{label}</p><p>{text_html(finding.explanation)}</p>')
        for n, check in enumerate(look.checks):
            st.html(
                f'<p class="verdict supported">Stated elsewhere too: {text_html(check.question)}</p>'
                f'<div class="answer">{answer_html(check)}</div>'
            )
            show_source_buttons(check.citations, f"{key}~{n}")


def _chart(assistant: Assistant, answer: Answer) -> Chart | None:
    try:
        grids = assistant.library.grids(frozenset(c.document for c in answer.citations))
    except ReportError:
        return None  # a report has left the library since; the answer's figures stand in its text
    return chart_of(answer, grids)


def _card_html(answer: Answer) -> str:
    """The figure large, where the answer is about one."""
    card = card_of(answer)
    if card is None:
        return ""
    parts = {"value": card.value, "change": card.change, "label": card.name, "when": card.when}
    lines = (f'<span class="{name}">{text_html(text)}</span>' for name, text in parts.items() if text)
    return f'<div class="card">{"".join(lines)}</div>'


def _link(answer: Answer) -> str:
    """The address of an answer, wherever the page is served; claims are not kept, theirs checks them again."""
    here = (st.context.url or "").partition("?")[0].rstrip("/").removesuffix("/ask").removesuffix("/check")
    return f"{here}/check?{urlencode({'claim': answer.question})}" if answer.verdict else f"{here}/?answer={answer.id}"


def _show_uses(answer: Answer, chart: Chart | None, key: str) -> None:
    """An answer to copy with its sources, to pass on by its address, or to keep as a file."""
    st.html(copyable("The answer with its sources", answer_text(answer)))
    link = "A link that checks this claim" if answer.verdict else "A link that opens this answer"
    st.html(copyable(link, _link(answer)))
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Download as Word",
            lambda: answer_word(answer, chart),
            f"answer-{answer.id}.docx",
            WORD_TYPE,
            key=f"word-{key}",
            on_click="ignore",
        )
        data = json.dumps(answer_json(answer), ensure_ascii=False, indent=2)
        st.download_button(
            "Download as JSON",
            data,
            f"answer-{answer.id}.json",
            "application/json",
            key=f"json-{key}",
            on_click="ignore",
        )
    if chart is not None:
        from assistant.web.charts import show_chart_files

        show_chart_files(chart, key)
