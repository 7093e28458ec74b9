"""Small reports written in a test, read as any report is, and answered from their tables alone: no search, no model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.answers.answer import Answer
from assistant.answers.answering import Answerer
from assistant.auditing.findings import Finding
from assistant.auditing.reports import audit_reports
from assistant.questions.glossary import Glossary, built_in
from assistant.questions.scope import Scope
from assistant.service import build_scope, report_period
from corpus.document import Document
from corpus.loading import load
from corpus.sentences import sentences
from structured.grids import read_grids

YEARS = """Widget Association annual report 2023/24

Staff

Shop recruitment
Year | Total recruitment | % part time
2020/21 | 111 | 36.9%
2021/22 | 70 | 28.6%
2022/23 | 232 | 39.7%
2023/24 | 330 | 37.9%
"""


def document_of(text: str, name: str = "widgets-q4-2023-24") -> Document:
    """The report in a text export; ' | ' stands for the tab between two cells."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.txt"
        path.write_text(text.replace(" | ", "\t"), encoding="utf-8")
        return load(path)


def scope_of(*texts: str, glossary: Glossary | None = None, chosen: bool = False) -> Scope:
    """What questions may be answered from: the tables of these reports; a search finds nothing.

    ``chosen`` says that the user has named them; they are then bare tables, whose names tell no time.
    """
    names = ["widgets-q4-2023-24", "gadgets-q4-2023-24", "gizmos-q4-2023-24"]
    if chosen:
        names = [f"table-{i}" for i in range(len(texts))]
    documents = [document_of(text, name) for text, name in zip(texts, names, strict=False)]
    return tables_scope(*documents, glossary=glossary, chosen=chosen)


def tables_scope(*documents: Document, glossary: Glossary | None = None, chosen: bool = False) -> Scope:
    """The same of reports that were read already."""
    grids = [grid for document in documents for grid in read_grids(document)]
    by_id = {document.id: sentences(document) for document in documents}
    return build_scope(documents, grids, by_id, lambda *_: (), glossary or built_in(), chosen=chosen)


def audit(*texts: str, names: Sequence[str] = ("widgets-q4-2023-24", "gadgets-q4-2023-24")) -> tuple[Finding, ...]:
    """What does not agree in these reports and between them."""
    documents = [document_of(text, name) for text, name in zip(texts, names, strict=False)]
    return audit_reports(
        documents,
        [grid for document in documents for grid in read_grids(document)],
        {document.id: sentences(document) for document in documents},
        {document.id: report_period(document) for document in documents},
    )


def ask(scope: Scope, question: str, *history: str) -> Answer:
    """The answer to a question, after the user's earlier turns."""
    return Answerer(scope).answer(question, history)


def figures(answer: Answer) -> list[str]:
    """The figures of an answer with their units."""
    return [f"{figure.value} {figure.unit}" for figure in answer.figures]


def cells(answer: Answer) -> list[str]:
    """The cells that an answer cites, each as its row and column."""
    return [f"{cell.row} / {cell.column}" for citation in answer.citations for cell in citation.cells]


REPORT = """Widget Association quarterly report Q4 2023/24

Sales

Widgets sold by region
Region | Q4 2022/23 | Q3 2023/24 | Q4 2023/24
Northfield | 1,180 | 1,204 | 1,310
Southport | 1,000 | 905 | 869
Eastham | 300 | 350 | 412
Westbury | 520 | 541 | 541
Total | 3,000 | 3,000 | 3,132

Opinion

Satisfaction by region
Region | Q4 2022/23 | Q4 2023/24
Northfield | 80.2% | 84.6%
Southport | 77.0% | 71.5%
Eastham | 65.1% | 66.1%
Westbury | 90.0% | 88.8%

Customers who would buy again, percentage point gap from the overall result
Group | Would buy again | Would recommend
Overall result | 62% | 55%
Under 25 | -9% | -4%
25 to 64 | 1% | 2%
65 and over | 7% | 5%

Complaints

Complaints received
Kind | Q3 2023/24 | Q4 2023/24 | % change from previous quarter
Late delivery | 240 | 192 | -20%
Wrong colour | 50 | 60 | +20%
Broken parts | 310 | 310 | 0%

Money

Spending by department
£m | Budget | Outturn | Variance
Marketing | 4.0 | 5.2 | 1.2
Research | 10.0 | 8.5 | (1.5)
Premises | 6.0 | 6.3 | 0.3
Total | 20.0 | 20.0 | 0.0

Projects

Projects and their measures
Project | Measure | Target | Result | Conf.
Paint shop | % of widgets painted within 2 days | 90% | 94% | G
Rust watch | No. of inspections | 400 | 388 | A
Toolkit library | No. of loans | 1,500 | 930 | R
"""

SISTERS = """Widget Association quarterly report Q4 2023/24

Shops

Share of repairs finished on time, shops
Region | Q3 2023/24 | Q4 2023/24
Northfield | 87.3% | 85.2%
Southport | 70.0% | 74.5%

Kiosks

Share of repairs finished on time, kiosks
Region | Q3 2023/24 | Q4 2023/24
Northfield | 61.0% | 66.4%
Southport | 59.9% | 58.1%
"""
