"""A whole draft, checked: the marked-up text, each statement with its evidence, and the draft to take along."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.answers.answer import Answer
from assistant.answers.rendering import error_line, list_html, text_html
from assistant.drafts.draft import CheckedSentence, Draft, DraftCheck, DraftFormat, DraftSentence, Mark
from assistant.drafts.parsing import parse_draft
from assistant.drafts.reading import FORMATS, read_pasted
from assistant.drafts.writing import LABELS, annotated, check_text, explanation
from assistant.service import Assistant
from assistant.web.sources import show_source_buttons
from assistant.web.uploading import uploader_key
from corpus.errors import ReportError

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PER_PAGE = 25
"""Statements shown at once: each has buttons, and hundreds of them would make the page slow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft with what came of it, and the annotated copy (``suffix`` is its ending) to take along."""

    draft: Draft
    check: DraftCheck
    suffix: str
    copy: bytes

    @property
    def answers(self) -> dict[str, Answer]:
        """The evidence of each statement, by the key that its sources open under."""
        return {f"draft-{n}": one.answer for n, one in enumerate(self.check.sentences, 1)}


def ask_for_draft(assistant: Assistant) -> None:
    """The box and the upload; what was typed stays when the page is left, and when the draft cannot be read."""
    with st.form("draft", border=False):
        pasted = st.text_area("The draft", height=200, key="pasted", persist_state="session")
        file = st.file_uploader(
            "Or a file: Word, Markdown or text",
            type=[ending.lstrip(".") for ending in FORMATS],
            key=uploader_key("draft-file"),
        )
        wanted = st.form_submit_button("Check the draft")
    if wanted:
        _check(assistant, pasted, file)


def _check(assistant: Assistant, pasted: str, file: UploadedFile | None) -> None:
    if file is None and not pasted.strip():
        st.warning("There is nothing to check yet. Paste a draft or choose a file first.")
        return
    bar = st.progress(0.0, text="Reading the draft")
    try:
        draft = read_pasted(pasted) if file is None else parse_draft(_own_name(file.name), file.getvalue())

        def tell(done: int, total: int) -> None:
            bar.progress(done / total, text=f"Sentence {done} of {total}")

        check = assistant.check_draft(draft, progress=tell)
        assistant.library.log.asked("check draft", draft.name, f"{len(check.sentences)} sentences")
        suffix = ".docx" if draft.format is DraftFormat.WORD else ".md"
        copy = annotated(draft, check, suffix)
    except ReportError as error:
        st.error(error_line(error))
    else:
        st.session_state.checked_draft = Checked(draft=draft, check=check, suffix=suffix, copy=copy)
        st.query_params.pop("source", None)
    finally:
        bar.empty()


def _own_name(name: str) -> str:
    """The file's own name, whatever folder it claims."""
    return Path(name.replace("\\", "/")).name


def show_draft(checked: Checked) -> None:
    """The counts, the draft with its marks, and its statements one by one."""
    check = checked.check
    st.html(f"<h2>{text_html(Path(check.name).stem.capitalize())}</h2>{_counts_html(check)}")
    for note in check.notes:
        st.html(f'<div class="caveat" role="note">{text_html(note)}</div>')
    with st.container(horizontal=True, gap="small"):
        is_word = checked.suffix == ".docx"
        st.download_button(
            "Download with remarks",
            checked.copy,
            f"{Path(check.name).stem}-checked{checked.suffix}",
            WORD_TYPE if is_word else "text/markdown",
        )
        st.download_button("Download the list", check_text(check), f"{Path(check.name).stem}-checked.txt", "text/plain")
    if not check.sentences:
        st.info("No sentence of this draft states a figure or a movement that could be checked.")
        return
    with st.expander("The draft with its marks", expanded=True):
        st.html(draft_html(checked.draft, check))
    st.html("<h2>Statement by statement</h2>")
    _show_statements(check)


def _counts_html(check: DraftCheck) -> str:
    counts = "".join(
        f'<li class="verdict {mark.value}">{check.count(mark)} {LABELS[mark].lower()}</li>' for mark in Mark
    )
    of = f"{len(check.sentences)} of {check.n_sentences} sentences state something that can be checked."
    return f'<p class="where">{of}</p><ul class="counts">{counts}</ul>'


def draft_html(draft: Draft, check: DraftCheck) -> str:
    """The draft's sentences in order, those that were checked marked and numbered; markup in them is text."""
    numbers = {(s.sentence.part, s.sentence.start): (n, s.mark) for n, s in enumerate(check.sentences, 1)}
    paragraphs: list[str] = []
    before: DraftSentence | None = None
    for sentence in draft.sentences:
        text = text_html(" ".join(sentence.text.split()))
        if (sentence.part, sentence.start) in numbers:
            number, mark = numbers[sentence.part, sentence.start]
            text = f'<span class="said {mark.value}">{text}</span> <span class="tag">{number} {LABELS[mark]}</span>'
        if before is not None and _is_same_paragraph(draft, before, sentence):
            paragraphs[-1] += f" {text}"
        else:
            heading = sentence.heading if before is None or before.heading != sentence.heading else ""
            if heading:
                paragraphs.append(f"<strong>{text_html(heading)}</strong>")
            paragraphs.append(text)
        before = sentence
    return f'<div class="draft">{"".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}</div>'


def _is_same_paragraph(draft: Draft, before: DraftSentence, sentence: DraftSentence) -> bool:
    if draft.format is DraftFormat.WORD:
        return before.part == sentence.part
    return before.heading == sentence.heading and "\n" not in draft.data.decode()[before.end : sentence.start]


def _show_statements(check: DraftCheck) -> None:
    options: list[Mark | None] = [None, *(mark for mark in Mark if check.count(mark))]
    wanted = st.radio(
        "Show",
        options,
        format_func=lambda mark: "All" if mark is None else f"{LABELS[mark]} ({check.count(mark)})",
        horizontal=True,
        key="draft-shown",
    )
    shown = [(n, one) for n, one in enumerate(check.sentences, 1) if wanted in {None, one.mark}]
    first = 0
    if len(shown) > PER_PAGE:
        starts = range(0, len(shown), PER_PAGE)
        first = st.selectbox(
            "Statements",
            starts,
            format_func=lambda at: f"{at + 1} to {min(at + PER_PAGE, len(shown))} of {len(shown)}",
            key=f"draft-from-{wanted}",
        )
    for number, one in shown[first : first + PER_PAGE]:
        _show_statement(number, one)


def _show_statement(number: int, one: CheckedSentence) -> None:
    lines = [f"Read as: {one.read_as}"] if one.read_as else []
    if one.correction:
        lines.append(f"Suggested: {one.correction}")
    st.html(
        f'<h3 class="statement">{number}. {text_html(" ".join(one.sentence.text.split()))}</h3>'
        f'<p class="verdict {one.mark.value}">{LABELS[one.mark]}</p>'
        f'<div class="answer"><p>{text_html(explanation(one))}</p>'
        f"{''.join(f'<p>{text_html(line)}</p>' for line in lines)}</div>"
    )
    if one.answer.warnings:
        st.html(f'<div class="caveat" role="note">{list_html(one.answer.warnings)}</div>')
    if one.mark is not Mark.NEEDS_SOURCE:
        show_source_buttons(one.answer.citations, f"draft-{number}")
