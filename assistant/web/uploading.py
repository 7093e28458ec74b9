"""Adding reports from the page, and putting another file in the place of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from uuid import uuid4

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.answers.rendering import escape_markdown, list_html, text_html
from assistant.libraries.adding import AddedDocument
from assistant.libraries.listing import counted
from assistant.service import Assistant
from assistant.web.access import Rights, visiting
from corpus.errors import ReportError
from corpus.loading import FORMATS, MAX_BYTES, ReportFile

ENDINGS = [ending.lstrip(".") for ending in FORMATS]
MOST_MEGABYTES = MAX_BYTES // 1_000_000
_ROUND = "uploads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of one file: a line, what to know of it besides, and whether the library now holds it."""

    line: str
    notes: tuple[str, ...] = ()
    is_there: bool


def show_upload(assistant: Assistant) -> None:
    """The place to drop files, and what came of those that were dropped before."""
    told: list[Told] = st.session_state.get("told", [])
    with st.expander("Add reports", expanded=bool(told)):
        _show_told(told)
        files = st.file_uploader(
            f"Files to add, up to {MOST_MEGABYTES} MB each",
            type=ENDINGS,
            accept_multiple_files=True,
            max_upload_size=MOST_MEGABYTES,
            key=uploader_key("files"),
        )
        if st.button("Add to the library", disabled=not files) and files:
            add_files(assistant, files)


def add_files(assistant: Assistant, files: Sequence[UploadedFile], document_id: str | None = None) -> None:
    """Add files one after the other, each wholly or not at all, and show the page anew with what came of them.

    ``document_id`` names the report whose place the file takes.
    """
    told: list[Told] = []
    bar = st.progress(0.0, text="Reading …")
    for number, file in enumerate(files):
        name = PurePath(file.name.replace("\\", "/")).name  # a browser may tell a path

        def tell(stage: str, done: float, number: int = number, name: str = name) -> None:
            which = f"{number + 1} of {len(files)}: " if len(files) > 1 else ""
            part = (number + max(0.0, min(1.0, done))) / len(files)
            bar.progress(part, text=escape_markdown(f"{which}{name}: {stage}"))

        try:
            visiting().must(Rights.EDITOR)
            report = ReportFile.of(file.getvalue(), name, name)
            added = assistant.library.add(report, document_id=document_id, progress=tell)
            told.append(_of(added))
            st.query_params["report"] = added.info.id  # what was added is what to look at
        except ReportError as error:
            told.append(Told(line=str(error), is_there=False))
    bar.empty()
    st.session_state.told = told
    del st.session_state[_ROUND]
    st.rerun()


def uploader_key(name: str) -> str:
    """A key for an uploader, under which it is empty after files were taken, and after the server was started anew.

    A browser goes on showing the files that were chosen, also where no server holds them any longer.
    """
    return f"{name}-{st.session_state.setdefault(_ROUND, uuid4().hex)}"


def _of(added: AddedDocument) -> Told:
    info = added.info
    read = f"{counted(info.tables, 'table')}, {counted(info.observations, 'figure')}"
    warnings = (f"{w.message}" + (f" (page {w.page})" if w.page is not None else "") for w in info.warnings)
    return Told(line=f"{added.status.value}: {info.title} ({read})", notes=(*added.notes, *warnings), is_there=True)


def _show_told(told: Sequence[Told]) -> None:
    if not told:
        return
    kept, lost = [t for t in told if t.is_there], [t for t in told if not t.is_there]
    if lost:
        with st.container(key="lost"):
            st.error(f"{counted(len(lost), 'file')} could not be added.")
            st.html(list_html(t.line for t in lost))
    if kept:
        st.success(f"{counted(len(kept), 'file')} read.")
        lines = "".join(f"<li>{text_html(t.line)}{list_html(t.notes) if t.notes else ''}</li>" for t in kept)
        st.html(f'<ul class="outcomes">{lines}</ul>')
