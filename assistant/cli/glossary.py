"""The words of a library's owner: ``glossary``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from assistant.cli.application import ANSWERED, app, complain
from assistant.cli.options import AsJson
from assistant.cli.streams import indented, sound
from assistant.usage import WrongUsage


class Action(StrEnum):
    """What is done with the owner's words."""

    LIST = "list"
    ADD = "add"
    REMOVE = "remove"


class Kind(StrEnum):
    """What is said of words: those of `own_words.Kind`, which takes long to import."""

    SAME = "same"
    LIGHT = "light"
    MORE_IS_BETTER = "more-is-better"
    LESS_IS_BETTER = "less-is-better"


@app.command()
def glossary(
    context: typer.Context,
    action: Annotated[Action, typer.Argument(help="What to do.")] = Action.LIST,
    phrases: Annotated[
        list[str] | None, typer.Argument(help="The words or phrases, each in quotes.", show_default=False)
    ] = None,
    kind: Annotated[
        Kind, typer.Option("--as", help="What is said of the words that are added; see below.")
    ] = Kind.SAME,
    as_json: AsJson = False,
) -> int:
    """List, add or remove your own words for this library.

    `glossary add tip "recycling centre"` says that they mean the same. With --as light: that an answer need not
    explain a word. With --as more-is-better or less-is-better: which way is good. It counts from the next question on.
    """
    from assistant.libraries.library import Library
    from assistant.questions import own_words

    given = [sound(phrase) for phrase in phrases or ()]
    with Library.open(context.obj.settings.library) as library:
        own = own_words.read_own_words(library)
        if action is Action.LIST:
            if given:
                raise WrongUsage("`glossary list` takes no phrases; `glossary add` and `glossary remove` do")
            print(
                indented(own_words.own_words_json(own))
                if as_json
                else own_words.own_words_text(own) or "this library has no words of its own yet"
            )
            return ANSWERED
        if not given:
            raise WrongUsage(f"`glossary {action.value}` wants phrases, each in quotes")
        changed = own
        if action is Action.ADD:
            changed = own_words.add_words(own, own_words.Kind(kind.value), given)
        else:
            for phrase in given:
                changed = own_words.remove_words(changed, phrase)
        if changed == own:
            complain("nothing to change: that is there already")
            return ANSWERED
        library.log.changed(f"glossary {action.value}: {'; '.join(given)}")
        own_words.write_own_words(library, changed)
    print(f"{'added' if action is Action.ADD else 'removed'}: {', '.join(given)}")
    return ANSWERED
