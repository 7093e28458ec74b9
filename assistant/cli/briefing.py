"""A briefing on a topic: ``brief``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.answers.answer import Answer, outcome_of
from assistant.answers.rendering import answer_text
from assistant.cli.application import ANSWERED, DECLINED, app
from assistant.cli.opening import open_assistant
from assistant.cli.options import InDocuments, OverFile, ToFile
from assistant.cli.streams import refuse_to_overwrite, sound, write_file
from assistant.usage import WrongUsage


@app.command()
def brief(
    context: typer.Context,
    topic: Annotated[str, typer.Argument(help="The topic, in quotes.", show_default=False)],
    output: ToFile = None,
    force: OverFile = False,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help="Write it in this Word template.", show_default=False),
    ] = None,
    documents: InDocuments = None,
) -> int:
    """Write a briefing on a topic: the figures, a chart, causes and actions, caveats and sources.

    As Word for an OUT that ends in .docx, as Markdown for .md and where none is given.
    """
    if output is not None and output.suffix.lower() not in {".docx", ".md"}:
        raise WrongUsage(f"'{output}' should end in .docx or .md")
    if template is not None and (output is None or output.suffix.lower() != ".docx"):
        raise WrongUsage("--template is for a Word briefing; name it with -o and an ending of .docx")
    picture = output.with_name(f"{output.stem}-chart.png") if output is not None else None
    refuse_to_overwrite(output, force=force)
    assistant = open_assistant(context)
    written = assistant.brief(topic=sound(topic), documents=frozenset(documents) if documents else None)
    assistant.library.log.asked(
        "brief", sound(topic), outcome_of(written) if isinstance(written, Answer) else "written"
    )
    if isinstance(written, Answer):
        print(answer_text(written))
        return DECLINED
    from assistant.briefs.markdown import brief_markdown

    if output is None:
        print(brief_markdown(written), end="")
    elif output.suffix.lower() == ".docx":
        from assistant.briefs.word import TEMPLATE, brief_word

        write_file(output, brief_word(written, template or TEMPLATE))
    else:
        assert picture is not None
        if written.chart is not None:
            from assistant.answers.drawing import draw

            refuse_to_overwrite(picture, force=force)
            write_file(picture, draw(written.chart))
        write_file(output, brief_markdown(written, picture.name).encode())
    return ANSWERED
