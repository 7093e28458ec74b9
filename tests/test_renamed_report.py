"""With every name in the reports changed, the questions so changed get the same answers: nothing here knows the names.

The words that a question uses for a name without saying it ("muggings" for robberies) are the glossary's business. The
renamed library therefore gets a glossary extension: each built-in group that holds a renamed word, with the new word in
its place, as the owner of a library about other subjects would write it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.answers.answer import Answer, Route
from assistant.libraries.library import Library
from assistant.questions.glossary import read_glossary
from assistant.questions.words import STOP_WORDS, stem
from assistant.service import Assistant
from tests.asking import Item, answers_over, put_all, read_items

ROOT = Path(__file__).resolve().parents[1]
SETS = ROOT.parent / "shared" / "eval"
GLOSSARY = ROOT / "assistant" / "questions" / "glossary.toml"
NAMES = tomllib.loads((Path(__file__).with_name("renaming.toml")).read_text(encoding="utf-8"))
PROSE_FLOOR = 0.8
"""The share of answers from prose that must stay the same: other words mean other things to the sentence embedding."""

WORD = re.compile(r"[A-Za-z]+")
ROUTES = {"calculation", "retrieval", "both", "refusal", "clarification"}


def _plurals(words: dict[str, str]) -> dict[str, str]:
    return {f"{old}s": f"{new}s" for old, new in words.items()} | words


WORDS = _plurals(NAMES["words"])


def _cased(new: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return new.upper()
    if len(like) > 2 and like[:-1].isupper() and like[-1] == "s":  # the plural of an acronym
        return new[:-1].upper() + new[-1]
    return new.capitalize() if like[0].isupper() else new


def renamed(text: str) -> str:
    """The text with each name replaced."""

    def other(match: re.Match[str]) -> str:
        word = match.group()
        if word in NAMES["exact"]:
            return str(NAMES["exact"][word])
        new = WORDS.get(word.lower())
        return word if new is None else _cased(new, word)

    return WORD.sub(other, text)


def renamed_item(item: Item) -> Item:
    return {**item, "question": renamed(item["question"]), "history": [renamed(t) for t in item.get("history", ())]}


def renamed_glossary(folder: Path) -> Path:
    """The groups of the built-in glossary in which something is renamed, renamed."""
    data = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))

    def changed(texts: list[str]) -> list[str]:
        return [renamed(text) for text in texts if renamed(text) != text]

    same = [[renamed(phrase) for phrase in group] for group in data["same"] if changed(group)]
    lines = [
        f"same = {json.dumps(same)}",
        f"light = {json.dumps(changed(data['light']))}",
        "[polarity]",
        *(f"{way} = {json.dumps(changed(words))}" for way, words in data["polarity"].items()),
    ]
    path = folder / "glossary.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def items(practice_reports: list[Path]) -> list[Item]:
    return [item for path in sorted(SETS.glob("practice_*.jsonl")) for item in read_items(path)]


@dataclass(frozen=True)
class Pair:
    """One question with its answer, and with the answer to the renamed question over the renamed reports."""

    item: Item
    plain: Answer
    renamed: Answer


@pytest.fixture(scope="module")
def pairs(
    practice_reports: list[Path],
    practice_library: Path,
    items: list[Item],
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Pair]:
    folder = tmp_path_factory.mktemp("renamed")
    with Library.open(folder / "library", create=True) as library:
        for path in practice_reports:
            copy = folder / path.name
            copy.write_text(renamed(path.read_text(encoding="utf-8")), encoding="utf-8")
            library.add(copy)
        other = Assistant(library, read_glossary(renamed_glossary(folder)))
        there = put_all(other, map(renamed_item, items))
    here = answers_over(practice_library, *sorted(SETS.glob("practice_*.jsonl")))
    return [Pair(item, here[item["id"]], there[item["id"]]) for item in items]


def figures(answer: Answer) -> list[tuple[Any, ...]]:
    return [(f.value, f.unit, f.citation, f.derived) for f in answer.figures]


def cells(answer: Answer, change: Callable[[str], str]) -> list[tuple[Any, ...]]:
    return [
        (c.document, x.table, x.row_index, x.column_index, change(x.row), change(x.column), change(x.printed))
        for c in answer.citations
        for x in c.cells
    ]


def unchanged(text: str) -> str:
    return text


# --- the renaming itself ---------------------------------------------------------------------------------------------


def vocabulary(practice_reports: list[Path], items: list[Item]) -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in practice_reports]
    texts += [text for item in items for text in (item["question"], *item.get("history", ()))]
    return {word for text in texts for word in WORD.findall(text)} - {"Met"}


def test_words_of_one_root_stay_together_and_others_apart(practice_reports: list[Path], items: list[Item]) -> None:
    there: dict[str, set[str]] = {}
    back: dict[str, set[str]] = {}
    for word in vocabulary(practice_reports, items):
        there.setdefault(stem(word), set()).add(stem(renamed(word)))
        back.setdefault(stem(renamed(word)), set()).add(stem(word))
    assert {root: found for root, found in there.items() if len(found) > 1} == {}
    assert {root: found for root, found in back.items() if len(found) > 1} == {}


def test_no_new_name_means_anything_yet(practice_reports: list[Path], items: list[Item]) -> None:
    used = {word.lower() for word in vocabulary(practice_reports, items)} | set(STOP_WORDS)
    assert {new for new in WORDS.values() if new in used} == set()


def test_a_name_is_followed_through_its_forms() -> None:
    assert renamed("the Mayor’s OFFICE, LONDON's BCUs and two burglaries: Met met") == (
        "the Warden’s OFFICE, MARLOW's TRUs and two seepages: Coz met"
    )


def test_the_reports_are_renamed_throughout(practice_reports: list[Path]) -> None:
    for path in practice_reports:
        text = path.read_text(encoding="utf-8")
        changed = sum(a != b for a, b in zip(WORD.findall(text), WORD.findall(renamed(text)), strict=True))
        assert changed > 0.05 * len(WORD.findall(text))
        left = {"london", "police", "mopac", "crime", "victims", "boroughs"}
        assert left.isdisjoint(word.lower() for word in WORD.findall(renamed(text)))


# --- the answers -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_calculation_stays_the_same(pairs: list[Pair]) -> None:
    calculated = [p for p in pairs if Route.CALCULATION in (p.plain.route, p.renamed.route)]
    differing = {
        p.item["id"]: (p.item["question"], p.plain.text, p.renamed.text)
        for p in calculated
        if (p.plain.route, p.plain.verdict, figures(p.plain), cells(p.plain, renamed))
        != (p.renamed.route, p.renamed.verdict, figures(p.renamed), cells(p.renamed, unchanged))
    }
    assert len(calculated) > 50
    assert differing == {}


@pytest.mark.slow
def test_most_prose_stays_the_same(pairs: list[Pair], record_property: pytest.RecordProperty) -> None:
    prose = [p for p in pairs if Route.CALCULATION not in (p.plain.route, p.renamed.route)]
    same = [
        p
        for p in prose
        if (p.plain.route, p.plain.verdict, figures(p.plain))
        == (p.renamed.route, p.renamed.verdict, figures(p.renamed))
    ]
    share = len(same) / len(prose)
    record_property("share of answers from prose that stay the same", round(share, 3))
    assert share >= PROSE_FLOOR, [(p.item["id"], p.plain.text, p.renamed.text) for p in prose if p not in same]
