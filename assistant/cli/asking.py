"""Questions: ``ask``, ``chat``."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.answers.answer import Route, outcome_of
from assistant.answers.rendering import answer_text
from assistant.cli.application import ANSWERED, DECLINED, app
from assistant.cli.opening import open_assistant
from assistant.cli.options import AsJson, FromBatch, InDocuments, Question, WithWorking
from assistant.cli.replying import Style, reply_to
from assistant.cli.streams import indented, sound


@app.command()
def ask(
    context: typer.Context,
    question: Question = None,
    as_json: AsJson = False,
    working: WithWorking = False,
    documents: InDocuments = None,
    batch: FromBatch = None,
    style: Annotated[
        Style, typer.Option("--style", help="'answer': two or three formal sentences, sources in brackets.")
    ] = Style.PLAIN,
) -> int:
    """Answer a question, or each question of a file."""
    return reply_to(context, question, batch, documents, as_json, working, what="question", style=style)


@app.command()
def explain(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question, in quotes.", show_default=False)],
    as_json: AsJson = False,
    documents: InDocuments = None,
) -> int:
    """Show how a question is read: what each word became, what was turned down, and why.

    Ends as `ask` does. A language model has no part in it.
    """
    from assistant.answers.explaining import explanation_json, explanation_text

    scope = frozenset(documents) if documents else None
    assistant = open_assistant(context)
    explanation = assistant.explain(sound(question), documents=scope)
    assistant.library.log.asked("explain", sound(question), outcome_of(explanation.answer))
    print(indented(explanation_json(explanation)) if as_json else explanation_text(explanation))
    return DECLINED if explanation.answer.route in {Route.REFUSAL, Route.CLARIFICATION} else ANSWERED


@app.command()
def chat(context: typer.Context, working: WithWorking = False, documents: InDocuments = None) -> int:
    """Hold a conversation in the terminal.

    Follow-ups such as "and the year before?" are understood, and a question back is answered by "the second".
    An empty line or Ctrl-D ends it.
    """
    assistant = open_assistant(context)
    scope = frozenset(documents) if documents else None
    history: list[str] = []
    for example in assistant.examples(3):
        print(f"for example: {example}")
    while line := _read_question():
        answer = assistant.ask(line, history=tuple(history), documents=scope)
        assistant.library.log.asked("ask", line, outcome_of(answer))
        print(f"\n{answer_text(answer, working=working)}\n")
        history.append(answer.question)
    return ANSWERED


def _read_question() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        print()
        return ""
