"""What is worked out for all tables at once is what a sheet works out for each."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.questions import promise
from assistant.questions.question import read_question
from assistant.questions.sheet import Sheet
from assistant.questions.sides import merge
from tests.small import REPORT, scope_of

PROSE = "\n\nSales > Shops\n\nThe shops in Northfield were closed in the Widget Inspection Board (WIB) strike.\n"


@pytest.mark.parametrize(
    "question",
    [
        "How many widgets were sold in Northfield in Q4 2023/24?",
        "Which region was satisfied most?",
        "By how much did the total change from Q3 to Q4?",
        "What did the WIB say of the strike in the northern region?",
        "What share of those under 25 would buy widgets again?",
        "Is it raining?",
    ],
)
@pytest.mark.parametrize("dimensions", [1.0, promise.OF_DIMENSIONS])
def test_the_sums_are_those_of_a_sheet(question: str, dimensions: float) -> None:
    linker = scope_of(REPORT + PROSE).linker
    read = read_question(question)
    linked = linker.link(*linker.needs(read))
    worths = promise.worth(linker.promises.strengths(linked, dimensions=dimensions), linked)
    for entry, found in zip(linker.catalogue.entries, worths, strict=True):
        sheet = Sheet(entry, read, linked, lambda words: linker.cover(linked, words))
        own = sheet.surroundings.dimension if dimensions == 1.0 else {}
        covers = merge(
            sheet.surroundings.covers, own, *(s.covers for s in sheet.rows), *(s.covers for s in sheet.columns)
        )
        assert found == pytest.approx(sheet.worth(covers), abs=1e-12)


def test_the_best_come_first_and_equal_ones_in_their_order() -> None:
    worths = np.array([0.5, 0.9, 0.1, 0.9, 0.6])
    assert promise.best(worths, least=0.02, behind=0.35, most=3) == [1, 3, 4]
    assert promise.best(worths, least=0.02, behind=0.35, most=9) == [1, 3, 4]
    assert promise.best(worths, least=0.02, behind=0.5, most=9, also=2) == [1, 3, 4, 0, 2]
    assert promise.best(worths, least=0.95, behind=0.5, most=9) == []
    assert promise.best(np.array([]), least=0.0, behind=1.0, most=9) == []


def test_an_empty_library_promises_nothing() -> None:
    linker = scope_of("Report\n\nNothing but words.\n").linker
    linked = linker.link(*linker.needs(read_question("How many widgets were sold?")))
    assert linker.promises.strengths(linked).shape == (0, len(linked.needs))
