"""Changing a report: what it says of itself, the file it was read from, and whether it is there at all."""

from __future__ import annotations

import streamlit as st

from assistant.answers.rendering import error_line
from assistant.libraries.facts import read_facts
from assistant.service import Assistant
from assistant.web.access import Rights, visiting
from assistant.web.uploading import ENDINGS, MOST_MEGABYTES, add_files, uploader_key
from corpus.corrections import FIELDS
from corpus.errors import ReportError
from corpus.store import DocumentInfo


def show_changes(assistant: Assistant, info: DocumentInfo) -> None:
    """All that an editor may change of a report."""
    _show_details(assistant, info)
    _show_replacing(assistant, info)
    _show_removal(assistant, info)


def _show_details(assistant: Assistant, info: DocumentInfo) -> None:
    """What the report says of itself, to be set right where it is wrong; left empty, the report's own word holds."""
    st.html("<h3>Title and period</h3><p>Left empty, what the report itself says holds.</p>")
    with st.form(f"details-{info.id}", border=False):
        values = {
            field: st.text_input(field.capitalize(), value=getattr(info, field), key=f"{field}-{info.id}")
            for field in FIELDS
        }
        if st.form_submit_button("Save"):
            changed = {field: value.strip() for field, value in values.items() if value != getattr(info, field)}
            try:
                visiting().must(Rights.EDITOR)
                assistant.library.correct(info.id, read_facts(changed))
            except ReportError as error:
                st.error(error_line(error))
                return
            st.rerun()


def _show_replacing(assistant: Assistant, info: DocumentInfo) -> None:
    st.html("<h3>Replace</h3><p>Another file takes this report's place, under the same name and address.</p>")
    key = uploader_key(f"replace-{info.id}")
    file = st.file_uploader(
        f"The new file, up to {MOST_MEGABYTES} MB", type=ENDINGS, max_upload_size=MOST_MEGABYTES, key=key
    )
    if st.button("Replace this report", disabled=file is None, key=f"do-{key}") and file is not None:
        add_files(assistant, [file], info.id)


def _show_removal(assistant: Assistant, info: DocumentInfo) -> None:
    st.html(
        "<h3>Remove</h3><p>Removing a report takes its text, tables and figures out of the library. "
        "The file it was read from stays where it is.</p>"
    )
    sure = st.checkbox("Yes, remove this report", key=f"sure-{info.id}")
    if st.button("Remove", disabled=not sure, key=f"remove-{info.id}"):
        try:
            visiting().must(Rights.EDITOR)
            assistant.library.remove(info.id)
        except ReportError as error:
            st.error(error_line(error))
            return
        st.session_state.pop("told", None)
        st.query_params.clear()
        st.rerun()
