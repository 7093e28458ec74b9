"""What others have written: ``check``, ``audit``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.application import ANSWERED, DECLINED, app
from assistant.cli.opening import open_assistant
from assistant.cli.options import AsJson, Claim, FromBatch, InDocuments, OverFile, ToFile, WithWorking
from assistant.cli.replying import reply_to
from assistant.cli.streams import indented, refuse_to_overwrite, sound, write_file
from assistant.questions.declining import MAX_QUESTION
from assistant.usage import WrongUsage


@app.command()
def check(
    context: typer.Context,
    claim: Claim = None,
    as_json: AsJson = False,
    working: WithWorking = False,
    documents: InDocuments = None,
    batch: FromBatch = None,
    draft: Annotated[
        Path | None,
        typer.Option("--draft", metavar="FILE", help="Check a Word, Markdown or text file.", show_default=False),
    ] = None,
    output: ToFile = None,
    force: OverFile = False,
) -> int:
    """Check a claim, or every statement of a draft: supported, contradicted or not found."""
    if draft is not None or (claim is not None and len(claim) > MAX_QUESTION):
        if batch is not None or (draft is not None and claim is not None):
            raise WrongUsage("give one claim in quotes, --batch FILE or --draft FILE; one of them")
        return _check_draft(context, draft, claim or "", documents, output, as_json=as_json, force=force)
    if output is not None:
        raise WrongUsage("-o is for a draft that is handed back with remarks; name it with --draft FILE")
    return reply_to(context, claim, batch, documents, as_json, working, what="claim")


def _check_draft(
    context: typer.Context,
    path: Path | None,
    pasted: str,
    documents: Sequence[str] | None,
    output: Path | None,
    *,
    as_json: bool,
    force: bool,
) -> int:
    from assistant.drafts.reading import read_draft_file, read_pasted
    from assistant.drafts.writing import annotated, check_json, check_text, summary
    from assistant.libraries.progress import progress

    refuse_to_overwrite(output, force=force)
    draft = read_draft_file(path) if path is not None else read_pasted(sound(pasted))
    assistant = open_assistant(context)
    with progress(draft.name) as tell:
        scope = frozenset(documents) if documents else None
        checked = assistant.check_draft(
            draft, scope, lambda done, total: tell(f"sentence {done} of {total}", done / total)
        )
    assistant.library.log.asked("check draft", draft.name, f"{len(checked.sentences)} sentences")
    if output is not None:
        write_file(output, annotated(draft, checked, output.suffix))
    if as_json:
        print(indented(check_json(checked)))
    else:
        print(summary(checked) if output is not None else check_text(checked))
    return ANSWERED if checked.sentences else DECLINED


@app.command()
def audit(
    context: typer.Context,
    documents: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DOCUMENT", help="The reports' ids; every report when none is named.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Audit reports: figures of text and tables that do not agree, sums that do not add up.

    Ends with 0 whatever it finds; a script reads the severities from the JSON.
    """
    from assistant.auditing.findings import finding_json
    from assistant.auditing.wording import findings_text
    from assistant.service import Assistant

    assistant = Assistant.open(context.obj.settings.library)
    scope = frozenset(documents) if documents else None
    findings = assistant.audit(scope)
    audited = assistant.shelf().preferred(scope)
    titles = {info.id: info.title for info in assistant.library.documents() if audited is None or info.id in audited}
    as_data = {"findings": [finding_json(finding) for finding in findings]}
    print(indented(as_data) if as_json else findings_text(findings, titles))
    if not as_json and scope is None and (left_out := assistant.shelf().left_out()):
        print(f"\n{left_out}")
    return ANSWERED
