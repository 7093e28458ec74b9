"""Models that play a part: one that knows what a question set expects, and some that do their worst."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel

from assistant.language_model.model import Reply
from assistant.libraries.library import Library
from assistant.questions.words import label_stems

JSON = dict[str, Any]
Answers = Callable[[JSON, str], bool]
"""Whether a text answers an item of a question set."""


class Player:
    """A model that is played here: for each form of reply a method that gets the data."""

    name = "openai:player"

    def __init__(self) -> None:
        self.n_replies = 0

    def reply(self, instruction: str, data: str, schema: type[BaseModel], *_: Any) -> Reply:  # noqa: ARG002
        self.n_replies += 1
        play = {"PlanReply": self.plan, "ChoiceReply": self.choice, "WordingReply": self.wording}[schema.__name__]
        return Reply(text=json.dumps(play(json.loads(data))))

    def plan(self, data: JSON) -> JSON:  # noqa: ARG002
        return {"plan": None}

    def choice(self, data: JSON) -> JSON:  # noqa: ARG002
        return {"sentences": []}

    def wording(self, data: JSON) -> JSON:
        return {"wording": f"The report gives {' and '.join('{' + name + '}' for name in data['facts'])}."}


class Right(Player):
    """Chooses what the set expects where it is offered, and nothing else."""

    def __init__(self, items: Sequence[JSON], library: Library, answers: Answers) -> None:
        super().__init__()
        self._items = {item["question"]: item for item in items}
        self._answers = answers
        self._printed = {
            (o.document_id, o.table, o.row, o.column): o.printed for grid in library.grids() for o in grid.observations
        }

    def plan(self, data: JSON) -> JSON:
        item = self._items[data["question"]]
        for place, labels in offered(data):
            printed = self._printed.get((place["document"], place["table"], place["row"], place["column"]), "")
            quoted = [e["quote"] for e in item.get("evidence", [])]
            of_evidence = any(printed in quote and labels[0] in quote for quote in quoted) if printed else False
            if of_evidence and self._answers(item, f"{' '.join(labels)} {printed}"):
                return {"plan": {"operation": "look up", "operands": [place]}}
        return {"plan": None}

    def choice(self, data: JSON) -> JSON:
        item = self._items[data["question"]]
        fitting = [int(n) for n, text in data["sentences"].items() if self._answers(item, text)]
        return {"sentences": fitting[:1]}


class Eager(Player):
    """Always chooses something: the cell whose labels share most words with the question, the first sentence."""

    def plan(self, data: JSON) -> JSON:
        asked = set(label_stems(data["question"]))
        best = max(
            offered(data), key=lambda cell: len(asked & {s for t in cell[1] for s in label_stems(t)}), default=None
        )
        return {"plan": best and {"operation": "look up", "operands": [best[0]]}}

    def choice(self, data: JSON) -> JSON:  # noqa: ARG002
        return {"sentences": [1]}


class Liar(Player):
    """Chooses by chance, from what is offered and what is not, and words it with figures of its own."""

    OPERATIONS = ("look up", "sum", "mean", "compare", "difference", "percentage change", "share", "rank", "count")
    WORDINGS = (
        "It was 999,999, not {f1}.",
        "It fell by half to {f1}.",
        "“999,999”, the report says: {f1} [7].",
        "It was nine hundred thousand.",
        "{f1}",
    )

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._chance = random.Random(seed)

    def plan(self, data: JSON) -> JSON:
        cells = [place for place, _ in offered(data)]
        if not cells or self._chance.random() < 0.1:
            return {
                "plan": {"operation": "look up", "operands": [{"document": "x", "table": 1, "row": 1, "column": 1}]}
            }
        chosen = self._chance.sample(cells, min(len(cells), self._chance.randint(1, 3)))
        operation = self._chance.choice(self.OPERATIONS)
        return {"plan": {"operation": operation, "operands": chosen[:-1] or chosen, "baseline": chosen[-1:]}}

    def choice(self, data: JSON) -> JSON:  # noqa: ARG002
        return {"sentences": [self._chance.randint(0, 13)]}

    def wording(self, data: JSON) -> JSON:  # noqa: ARG002
        return {"wording": self._chance.choice(self.WORDINGS)}


def offered(data: JSON) -> list[tuple[JSON, list[str]]]:
    """Every cell of the tables that the model is shown, with its labels, the row's first."""
    return [
        (
            {"document": t["document"], "table": t["table"], "row": row["row"], "column": column["column"]},
            [*row["labels"], *column["labels"]] or [""],
        )
        for t in data["tables"]
        for row in t["rows"]
        for column in t["columns"]
    ]
