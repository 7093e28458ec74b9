"""Fit which sentence ranks first and how sure quotes make us, on question sets; writes assistant/prose/confidence.toml.

    python scripts/fit_confidence.py ranking     # first: which sentence answers
    python scripts/fit_confidence.py answering   # then: whether what is quoted answers, and the threshold

Uses the reports and sets of ../shared where they are, and those under tests/. The libraries are made once, in
build/fit. A question whose answer is taken out of what was found, and one put to another library, stand for questions
that the reports do not answer. What is printed are held-out figures, with each library left out of the fit in turn.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answers.answer import Answer, Route, answer_json
from assistant.answers.citations import Citations
from assistant.answers.wording import Wording
from assistant.libraries.library import Library
from assistant.prose.confidence import ANSWER_FEATURES, answer_features, ruled_out
from assistant.prose.picking import Quote, pick
from assistant.prose.prose_sums import work_out, write_worked
from assistant.prose.quoting import write_quote
from assistant.prose.ranking import FEATURES, Evidence, Found, find_evidence
from assistant.questions.conversation import take_turns
from assistant.questions.declining import reason_to_decline
from assistant.questions.question import Question, read_question
from assistant.questions.scope import Scope
from assistant.service import Assistant
from corpus.document import Sentence
from corpus.sentences import plain

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
DATA = ROOT / "assistant" / "prose" / "confidence.toml"
WORK = ROOT / "build" / "fit"
SETS = ("questions.jsonl", "unanswerable.jsonl")
WRONG_AT_MOST = 0.04  # of all questions asked, those that prose may answer wrongly, held out
OUTSIDE = 0.1  # what a question of an outside set counts beside one of ours
REMOVED, CROSSED, CALCULATED = (
    0.5,
    0.4,
    0.6,
)  # … one without its answer, one of another library, one that asks of tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """A library with its questions; ``weight`` is what each counts."""

    name: str
    reports: tuple[Path, ...]
    sets: tuple[Path, ...]
    weight: float = 1.0

    def items(self, *kinds: str) -> Iterator[dict[str, Any]]:
        """Its questions of these kinds, briefings left out: they have a way of their own."""
        for path in self.sets:
            for line in path.read_text(encoding="utf-8").splitlines():
                item = json.loads(line) if line.strip() else {"kind": ""}
                if item["kind"] in kinds and not item["id"].startswith("brief"):
                    yield item


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One thing to learn from. ``group`` keeps what is made of one question in one fold."""

    group: str
    suite: str
    kind: str
    weight: float
    features: np.ndarray
    right: np.ndarray


def golden_sets() -> list[Path]:
    """The golden sets of questions; the paraphrases are one question ten times and would count it so."""
    return [path for path in sorted((ROOT / "tests/golden").glob("*.jsonl")) if path.stem != "paraphrases"]


def suites() -> list[Suite]:
    """The libraries that there are."""
    found = []
    practice = tuple(sorted((SHARED / "reports").glob("*.txt")))
    if practice:
        sets = (*sorted((SHARED / "eval").glob("practice_*.jsonl")), *golden_sets())
        found.append(Suite(name="practice", reports=practice, sets=sets))
    for folder in sorted(path.parent for path in (ROOT / "tests").glob("*reports/*/questions.jsonl")):
        sets = tuple(path for name in SETS if (path := folder / name).exists())
        found.append(Suite(name=folder.name, reports=tuple(folder.glob("source.*")), sets=sets))
    outside = SHARED / "eval/external/tatqa"
    if outside.exists():
        sets = (outside.with_suffix(".jsonl"),)
        found.append(Suite(name="outside", reports=tuple(sorted(outside.glob("*.txt"))), sets=sets, weight=OUTSIDE))
    return found


def open_suite(suite: Suite) -> Assistant:
    """The assistant over a suite's library, made first when it is not there yet."""
    folder = WORK / suite.name
    with Library.open(folder, create=True) as library:
        for report in suite.reports:
            name = report.parent.name if report.stem == "source" else report.stem
            library.add(report, document_id=name)
    return Assistant.open(folder)


def scope_of(assistant: Assistant, item: dict[str, Any]) -> Scope:
    """What a question may be answered from."""
    documents = item.get("documents")
    return assistant._scope(frozenset(documents) if documents else None)


def scorer() -> Any:
    """The scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answers(score: Any, item: dict[str, Any], sentence: Sentence) -> bool:
    """Whether a sentence is one that answers the question: its evidence, or its expected words."""
    text = plain(sentence.text)
    if item.get("evidence"):
        citation = {"document": sentence.locator.document_id, "quote": text}
        return any(score.covers(citation, evidence) for evidence in item["evidence"])
    have = set(score.tokens(text))
    for choice in (choice for choices in item.get("mentions") or [] for choice in choices):
        words = score.tokens(choice)
        if words and sum(word in have for word in words) >= 0.85 * len(words):
            return True
    return False


def wording_of(scope: Scope, question: Question, quotes: Sequence[Quote]) -> Wording:
    """What the quotes say, with citations, and what their figures give."""
    wording = Wording(citations=Citations(scope.document_of))
    worked = work_out(question, quotes)
    if worked is not None:
        write_worked(wording, worked)
    for quote in quotes:
        write_quote(wording, quote)
    return wording


# -- ranking ---------------------------------------------------------------------------------------------------------


def ranking_examples() -> list[Example]:
    """For each part of each text question, the sentences found and which of them answer."""
    score = scorer()
    found: list[Example] = []
    for suite in suites():
        assistant = open_suite(suite)
        for item in suite.items("text"):
            scope = scope_of(assistant, item)
            turn = take_turns(item["question"], item.get("history", ()), scope)
            parts = find_evidence(turn.question, turn.linked, scope.linker, scope.placer, scope.search)
            for part in (p for p in parts if p.ranked):
                found.append(
                    Example(
                        group=item["id"],
                        suite=suite.name,
                        kind="text",
                        weight=suite.weight / len(parts) ** 0.5,
                        features=np.array([e.features for e in part.ranked]),
                        right=np.array([answers(score, item, e.sentence) for e in part.ranked]),
                    )
                )
    return found


def fit_ranking(examples: Sequence[Example], ridge: float = 0.03) -> np.ndarray:
    """Weights that make an answering sentence the most likely of those found (a softmax over each question's)."""
    spread = np.vstack([e.features for e in examples]).std(axis=0) + 1e-9
    learnt = [(e.features / spread, e.right, e.weight) for e in examples if e.right.any()]
    total = sum(weight for _, _, weight in learnt)
    weights = np.zeros(len(spread))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, 401):
        gradient = ridge * weights
        for features, right, weight in learnt:
            chance = _softmax(features @ weights)
            target = chance * right
            gradient -= weight / total * ((target / target.sum() - chance) @ features)
        mean, square = 0.9 * mean + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return np.asarray(weights / spread)


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def report_ranking(examples: Sequence[Example]) -> None:
    """Print how often an answering sentence is among the first, with weights that never saw the question."""
    fold = folds(examples)
    models = [fit_ranking([e for e in examples if fold[e.group] != n]) for n in range(max(fold.values()) + 1)]
    best: dict[tuple[str, str], int] = {}
    for example in examples:
        order = np.argsort(-(example.features @ models[fold[example.group]]), kind="stable")
        places = np.flatnonzero(example.right[order])
        key = (example.suite, example.group)
        best[key] = min(best.get(key, 999), int(places[0]) if len(places) else 999)
    for suite in dict.fromkeys(e.suite for e in examples):
        ranks = np.array([rank for (name, _), rank in best.items() if name == suite])
        print(f"{suite}: {len(ranks)} questions, " + ", ".join(f"@{k} {(ranks < k).mean():.3f}" for k in (1, 3, 5)))


# -- answering -------------------------------------------------------------------------------------------------------

MADE_UP = frozenset({"removed", "crossed"})
TABLES = ("lookup", "difference", "percent_change", "rank", "aggregate", "share", "compare", "trend", "filter", "gap")
OPEN = ("text", "unanswerable", "injection")


def answering_examples() -> tuple[list[Example], int]:
    """Quotes, and whether they answer; with the number of questions asked of our own libraries."""
    score = scorer()
    opened = [(suite, open_suite(suite)) for suite in suites()]
    found: list[Example] = []
    asked = 0
    for number, (suite, assistant) in enumerate(opened):
        own = suite.weight == 1.0
        for item in suite.items(*OPEN, "followup", *TABLES) if own else suite.items("text"):
            asked += own
            text = item["kind"] in OPEN
            weight = 1.0 if text else CALCULATED
            found += _example(score, suite, assistant, item, item["kind"], weight)
            if item["kind"] == "text":
                found += _example(score, suite, assistant, item, "removed", REMOVED, removed=True)
                other, elsewhere = opened[(number + 1 + asked % (len(opened) - 1)) % len(opened)]
                if own and other.weight == 1.0:
                    moved = {**{k: v for k, v in item.items() if k != "documents"}, "routes": ["refusal"]}
                    found += _example(score, suite, elsewhere, moved, "crossed", CROSSED)
    return found, asked


def _example(
    score: Any,
    suite: Suite,
    assistant: Assistant,
    item: dict[str, Any],
    kind: str,
    weight: float,
    *,
    removed: bool = False,
) -> list[Example]:
    """What is made of a question, if anything; ``removed`` takes its answer out of what was found."""
    scope = scope_of(assistant, item)
    if reason_to_decline(read_question(item["question"]), scope.linker.known):
        return []
    turn = take_turns(item["question"], item.get("history", ()), scope)
    if not turn.linked.needs or (kind not in {*OPEN, "removed", "crossed"} and turn.trusted >= 0.5):
        return []  # what a table answers is never put to prose
    context = turn.earlier.question.text if turn.earlier is not None else ""
    parts = find_evidence(turn.question, turn.linked, scope.linker, scope.placer, scope.search, context=context)
    if removed:
        parts = _without(parts, lambda sentence: answers(score, item, sentence))
    quotes = pick(parts, scope.placer)
    if ruled_out(turn.question, turn.linked, scope.linker, parts, quotes):
        return []  # no confidence would have it given
    text = wording_of(scope, turn.question, quotes).text()
    answer = answer_json(Answer(question=item["question"], route=Route.RETRIEVAL, text=text))
    values = answer_features(turn.question, turn.linked, scope.linker, parts, quotes, scope.placer, turn.trusted)
    return [
        Example(
            group=item["id"],
            suite=suite.name,
            kind=kind,
            weight=weight * suite.weight,
            features=np.array(values),
            right=np.array(score.judge(item, answer)["outcome"] == "correct"),
        )
    ]


def _without(parts: Sequence[Found], drop: Callable[[Sentence], bool]) -> tuple[Found, ...]:
    """What was found without the paragraphs that hold a sentence to be dropped."""

    def block(evidence: Evidence) -> tuple[str, int]:
        return evidence.sentence.locator.document_id, evidence.sentence.block

    gone = {block(e) for part in parts for e in part.ranked if drop(e.sentence)}
    return tuple(replace(part, ranked=tuple(e for e in part.ranked if block(e) not in gone)) for part in parts)


def fit_answering(examples: Sequence[Example], ridge: float = 1.0) -> np.ndarray:
    """Weights of the features and, last, the bias, by Newton's method on standardised features."""
    rows = np.array([e.features for e in examples])
    right = np.array([float(e.right) for e in examples])
    weight = np.array([e.weight for e in examples])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.c_[(rows - mean) / spread, np.ones(len(rows))]
    penalty = ridge * np.eye(design.shape[1])
    penalty[-1, -1] = 1e-6
    found = np.zeros(design.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-design @ found))
        gradient = design.T @ (weight * (right - chance)) - penalty @ found
        hessian = (design * (weight * chance * (1 - chance))[:, None]).T @ design + penalty
        found += np.linalg.solve(hessian, gradient)
    return np.append(found[:-1] / spread, found[-1] - (found[:-1] * mean / spread).sum())


def held_out(examples: Sequence[Example]) -> np.ndarray:
    """For each example the confidence of a model that never saw its question."""
    fold = folds(examples)
    place = np.array([fold[e.group] for e in examples])
    chances = np.zeros(len(examples))
    for number in range(max(fold.values()) + 1):
        model = fit_answering([e for e in examples if fold[e.group] != number])
        inside = np.flatnonzero(place == number)
        rows = np.array([examples[int(i)].features for i in inside])
        chances[inside] = 1 / (1 + np.exp(-np.c_[rows, np.ones(len(rows))] @ model))
    return chances


def choose_threshold(examples: Sequence[Example], asked: int) -> float:
    """The lowest threshold at which no more than the allowed share of all questions asked is answered wrongly."""
    chance = held_out(examples)
    own = np.array([e.suite != "outside" and e.kind not in MADE_UP for e in examples])
    right = np.array([bool(e.right) for e in examples])
    chosen = 0.95
    for threshold in np.arange(0.95, 0.29, -0.05):
        given = chance >= threshold
        wrong = (given & own & ~right).sum() / asked
        if wrong <= WRONG_AT_MOST:
            chosen = float(round(threshold, 2))
        line = f"  {threshold:.2f}: wrong of all asked {wrong:.3f}"
        for kind in ("text", "unanswerable", "removed", "crossed"):
            mine = np.array([e.kind == kind and e.suite != "outside" for e in examples])
            shares = [(given & mine & what).sum() / mine.sum() for what in (right, ~right)]
            line += f" | {kind} right {shares[0]:.2f} wrong {shares[1]:.2f}"
        print(line)
    return chosen


# -- both ------------------------------------------------------------------------------------------------------------


def folds(examples: Sequence[Example]) -> dict[str, int]:
    """A fold for each question: its library's, so that no model is judged on a report that it was fitted on."""
    names = sorted({e.suite for e in examples})
    return {e.group: names.index(e.suite) for e in examples}


def write(section: str, names: Sequence[str], values: np.ndarray, **settings: float) -> None:
    """Put one section's settings and weights into the data file, the rest as it is."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    text = DATA.read_text(encoding="utf-8")
    head = text[: text.index("[ranking]")]
    data[section] = {**{k: v for k, v in data[section].items() if k != "weights"}, **settings}
    data[section]["weights"] = {name: round(float(value), 3) for name, value in zip(names, values, strict=True)}
    lines = [re.sub(r"\s+$", "", head), ""]
    for part in ("ranking", "answering"):
        lines += [f"[{part}]", *(f"{k} = {v}" for k, v in data[part].items() if k != "weights"), ""]
        lines += [f"[{part}.weights]", *(f"{k} = {v}" for k, v in data[part]["weights"].items()), ""]
    DATA.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print the held-out figures, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=["ranking", "answering"])
    parser.add_argument("--dry", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if arguments.stage == "ranking":
        examples = ranking_examples()
        report_ranking(examples)
        if not arguments.dry:
            write("ranking", FEATURES, fit_ranking(examples))
        return
    examples, asked = answering_examples()
    threshold = choose_threshold(examples, asked)
    weights = fit_answering(examples)
    print(f"{len(examples)} examples, {asked} questions asked, threshold {threshold}")
    if not arguments.dry:
        write("answering", ANSWER_FEATURES, weights[:-1], bias=round(float(weights[-1]), 3), threshold=threshold)


if __name__ == "__main__":
    main()
