"""Fit how far a reading over tables can be trusted, on question sets; writes assistant/questions/trust.toml.

    python scripts/fit_trust.py [--threshold 0.5] [--dry]

Uses the reports and sets of ../shared where they are, and those under tests/. For each question the best reading is
worded and judged by ../shared/eval/score.py; a logistic model with a ridge penalty learns when it is right. What is
printed are held-out figures: ten folds over the questions, and each library left out in turn.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answers.answer import answer_json
from assistant.answers.answering import Answerer
from assistant.questions.conversation import shown_by, take_turns
from assistant.questions.declining import reason_to_decline
from assistant.questions.glossary import built_in
from assistant.questions.question import read_question
from assistant.questions.scope import Scope
from assistant.questions.trust import FEATURES, features
from assistant.service import build_scope
from corpus.loading import load
from corpus.sentences import sentences
from structured.grids import read_grids

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SETS = ("questions.jsonl", "unanswerable.jsonl")
RIDGE = 2.0
SEED = 0


def scope_of(reports: dict[str, Path]) -> Scope:
    """The scope over these reports, by id, with no prose to search."""
    documents = [load(path, document_id=name) for name, path in sorted(reports.items())]
    grids = [grid for document in documents for grid in read_grids(document)]
    return build_scope(documents, grids, {d.id: sentences(d) for d in documents}, lambda *_: (), built_in())


def golden_sets() -> list[Path]:
    """The golden sets of questions; the paraphrases are one question ten times and would count it so."""
    return [path for path in sorted((ROOT / "tests/golden").glob("*.jsonl")) if path.stem != "paraphrases"]


def libraries() -> list[tuple[dict[str, Path], list[Path]]]:
    """The reports of each library with its question sets."""
    found = []
    practice = {p.stem: p for p in sorted((SHARED / "reports").glob("*.txt"))}
    if practice:
        sets = [*sorted((SHARED / "eval").glob("practice_*.jsonl")), *golden_sets()]
        found.append((practice, sets))
    for folder in sorted(path.parent for path in (ROOT / "tests").glob("*reports/*/questions.jsonl")):
        sets = [path for name in SETS if (path := folder / name).exists()]
        found.append(({folder.name: next(folder.glob("source.*"))}, sets))
    return found


def judge_module() -> Any:
    """The scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def examples() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One row a question that has a reading: its features, whether the reading was right, which library it is of."""
    judge = judge_module().judge
    rows, right, library = [], [], []
    for number, (reports, sets) in enumerate(libraries()):
        scope = scope_of(reports)
        answerer = Answerer(scope)
        for line in (line for path in sets for line in path.read_text(encoding="utf-8").splitlines() if line.strip()):
            item = json.loads(line)
            if item["kind"] in {"claim", "ambiguous"} or item["id"].startswith("brief"):
                continue
            if item.get("documents") and set(item["documents"]) != set(reports):
                continue
            if reason_to_decline(read_question(item["question"]), scope.linker.known):
                continue
            turn = take_turns(item["question"], item.get("history", ()), scope)
            if turn.reading is None:
                continue
            if item["kind"] == "hybrid":  # the reason is prose's business
                item = {**item, "mentions": []}
            outcome = judge(item, answer_json(answerer.tables.from_reading(turn)))["outcome"]
            rows.append(features(turn.question, turn.understanding, turn.reading, shown_by(scope)))
            right.append(outcome == "correct")
            library.append(number)
    return np.array(rows), np.array(right, dtype=float), np.array(library)


def fit(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of standardised features and, last, the bias, by Newton's method."""
    design = np.c_[rows, np.ones(len(rows))]
    penalty = RIDGE * np.eye(design.shape[1])
    penalty[-1, -1] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (right - chance) - penalty @ weights
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        weights += np.linalg.solve(hessian, gradient)
    return weights


def chances(weights: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The probability that each row's reading is right."""
    return 1 / (1 + np.exp(-np.c_[rows, np.ones(len(rows))] @ weights))


def held_out(rows: np.ndarray, right: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """For each row the chance that a model gives which never saw its fold."""
    found = np.zeros(len(right))
    for each in np.unique(fold):
        inside = fold == each
        found[inside] = chances(fit(rows[~inside], right[~inside]), rows[inside])
    return found


def report(name: str, chance: np.ndarray, right: np.ndarray) -> None:
    """Print what each threshold would answer, and how much of it wrongly."""
    print(f"{name}: {len(right)} questions, the best reading right in {right.mean():.3f}")
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        given = chance >= threshold
        answered = right[given]
        n = len(right)
        print(f"  {threshold}: right {answered.sum() / n:.3f}, wrong {(1 - answered).sum() / n:.3f}")


def main() -> None:
    """Fit, print the held-out figures, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    rows, right, library = examples()
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - mean) / spread
    folds = np.random.RandomState(SEED).randint(0, 10, len(right))
    report("ten folds", held_out(scaled, right, folds), right)
    report("each library left out", held_out(scaled, right, library), right)
    weights = fit(scaled, right)
    raw = weights[:-1] / spread
    bias = weights[-1] - float((weights[:-1] * mean / spread).sum())
    lines = ["# Fitted by scripts/fit_trust.py with cross-validation; not to be changed by hand."]
    lines += [f"threshold = {arguments.threshold}", f"bias = {bias:.4f}", "", "[weights]"]
    lines += [f"{name} = {value:.4f}" for name, value in zip(FEATURES, raw, strict=True)]
    if not arguments.dry:
        (ROOT / "assistant/questions/trust.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
