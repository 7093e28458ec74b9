"""Set this program's search beside what a user would pick instead: LangChain with Chroma, and txtai's hybrid index.

    make beside ARGS="--reports DIR --questions FILE …"

All three have the same embedding model and the same reports, in one run, one after the other for each question. A
question counts as found at k when the sentence that answers it, as its set names it, is in one of the first k passages.
Passages that are longer hold it more easily, so their mean length is told as well. Figures are looked at, not asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import chromadb
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings as LangChainEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from txtai import Embeddings as TxtaiEmbeddings

from assistant.libraries.library import Library
from assistant.service import Assistant
from corpus.document import ChunkKind
from corpus.embedding import MiniLmEmbedder

ROOT = Path(__file__).resolve().parents[1]
INVENTED = ROOT / "tests" / "reports"
CHUNK, OVERLAP = 500, 50
"""Characters of a passage of the plain pipelines, and of what two of them share."""
AT = (1, 3, 5)
N_ROUNDS = 3
Find = Callable[[str], list[str]]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question on prose, with the sentences each of which answers it, white space folded."""

    text: str
    answers: tuple[str, ...]


@dataclass(kw_only=True)
class Way:
    """A way to find passages, and what it took and gave over all libraries."""

    name: str
    found: dict[int, int] = field(default_factory=lambda: dict.fromkeys(AT, 0))
    asked: int = 0
    seconds: list[float] = field(default_factory=list)
    indexing: float = 0.0
    lengths: list[int] = field(default_factory=list)

    def ask(self, question: Question, find: Find) -> None:
        """Look for a question's answer; the time is the median of the rounds."""
        taken = []
        passages: list[str] = []
        for _ in range(N_ROUNDS):
            start = time.perf_counter()
            passages = find(question.text)
            taken.append(time.perf_counter() - start)
        self.seconds.append(statistics.median(taken))
        self.asked += 1
        self.lengths += map(len, passages)
        for k in AT:
            self.found[k] += any(holds(passage, question) for passage in passages[:k])

    def row(self) -> str:
        """The line of the table."""
        shares = " / ".join(f"{self.found[k] / self.asked:.2f}" for k in AT)
        cuts = statistics.quantiles(self.seconds, n=20)
        times = f"{statistics.median(self.seconds) * 1000:.1f} / {cuts[18] * 1000:.1f} ms"
        return f"| {self.name} | {shares} | {statistics.mean(self.lengths):.0f} | {times} | {self.indexing:.0f} s |"


def folded(text: str) -> str:
    return " ".join(text.split()).lower()


def holds(passage: str, question: Question) -> bool:
    """Whether a passage is, holds, or is most of a sentence that answers."""
    text = folded(passage)
    return any(one in text or (len(text) > len(one) / 2 and text in one) for one in question.answers)


def questions_of(path: Path) -> list[Question]:
    """The questions on prose that lean on no other turn."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        quotes = tuple(folded(one["quote"]) for one in item.get("evidence", ()))
        if item["kind"] == "text" and quotes and not item.get("history"):
            found.append(Question(text=item["question"], answers=quotes))
    return found


class OurModel(LangChainEmbeddings):
    """The same model for LangChain."""

    def __init__(self) -> None:
        self.model = MiniLmEmbedder()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """See LangChain's class."""
        return [[float(x) for x in row] for row in self.model.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """See LangChain's class."""
        return self.embed_documents([text])[0]


def with_langchain(model: OurModel, texts: Sequence[str], folder: str) -> Find:
    client = chromadb.PersistentClient(folder, settings=chromadb.Settings(anonymized_telemetry=False))
    store = Chroma(client=client, collection_name="reports", embedding_function=model)
    for start in range(0, len(texts), 1000):
        store.add_texts(list(texts[start : start + 1000]))
    return lambda query: [found.page_content for found in store.similarity_search(query, k=max(AT))]


def with_txtai(model: OurModel, texts: Sequence[str]) -> Find:
    # It takes a function, not a method.
    index = TxtaiEmbeddings(method="external", transform=lambda texts: model.model.embed(texts), hybrid=True)
    index.index(list(texts))
    return lambda query: [texts[place] for place, _ in index.search(query, max(AT))]


def compare(reports: Sequence[Path], questions: Sequence[Question], ways: dict[str, Way], folder: Path) -> None:
    """Ask one library's questions of every way."""
    model = OurModel()
    start = time.perf_counter()
    with Library.open(folder / "library", create=True, embedder=model.model) as library:
        for report in reports:
            library.add(report)
        assistant = Assistant(library)
        for name in ("ours, passages", "ours, answers"):
            ways[name].indexing += time.perf_counter() - start
        sources = [library.document(info.id).source for info in library.documents()]
        sentences = [s.text for info in library.documents() for s in library.sentences(info.id)]

        def cited(query: str) -> list[str]:
            return [citation.quote for citation in assistant.ask(query).citations]

        def passages(query: str) -> list[str]:
            found = library.search(query, kinds=frozenset({ChunkKind.SENTENCE}), limit=max(AT))
            return [passage.chunk.text for passage in found]

        finds: dict[str, Find] = {"ours, passages": passages, "ours, answers": cited}
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
        cuts = {"chunks": [c for source in sources for c in splitter.split_text(source)], "sentences": sentences}
        for cut, texts in cuts.items():
            start = time.perf_counter()
            finds[f"LangChain and Chroma, {cut}"] = with_langchain(model, texts, str(folder / cut))
            middle = time.perf_counter()
            finds[f"txtai hybrid, {cut}"] = with_txtai(model, texts)
            ways[f"LangChain and Chroma, {cut}"].indexing += middle - start
            ways[f"txtai hybrid, {cut}"].indexing += time.perf_counter() - middle
        for find in finds.values():
            find("What is said?")  # whatever is loaded with the first question
        for question in questions:
            for name, find in finds.items():
                ways[name].ask(question, find)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=Path, help="the practice reports, asked with --questions")
    parser.add_argument("--questions", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    names = ["ours, passages", "ours, answers"]
    names += [
        f"{which}, {cut}" for cut in ("chunks", "sentences") for which in ("LangChain and Chroma", "txtai hybrid")
    ]
    runs: list[tuple[str, list[Path], list[Path]]] = []
    if arguments.reports:
        runs.append(("practice", sorted(arguments.reports.glob("*.txt")), arguments.questions))
    for folder in sorted(path for path in INVENTED.iterdir() if (path / "questions.jsonl").exists()):
        runs.append(("invented", sorted(folder.glob("source.*")), [folder / "questions.jsonl"]))
    tables: dict[str, dict[str, Way]] = {}
    for kind, reports, sets in runs:
        ways = tables.setdefault(kind, {name: Way(name=name) for name in names})
        with tempfile.TemporaryDirectory() as folder:
            compare(reports, [q for path in sets for q in questions_of(path)], ways, Path(folder))
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.0f}\n")
    for kind, ways in tables.items():
        print(f"{kind}, {ways[names[0]].asked} questions\n")
        print("| what | found at 1 / 3 / 5 | characters a passage | a question, p50 / p95 | indexing |")
        print("| --- | --- | --- | --- | --- |")
        print("\n".join(way.row() for way in ways.values()), "\n")


if __name__ == "__main__":
    main()
