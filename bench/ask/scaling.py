"""How long a search takes among many chunks.

The chunks are drawn of the sentences of real paragraphs, so that words are as frequent as they are;
a chunk's vector is the mean of its sentences' own, as the embedding model made them. Real documents
of that number are not at hand, and embedding as many chunks would take the better part of an hour.
"""

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from winnow.config import Settings
from winnow.contracts.base import NAMESPACE
from winnow.embedding.open import open_embedder
from winnow.embedding.port import Embedder
from winnow.retrieval.candidates import Candidates
from winnow.retrieval.evaluation.places import Store, apart
from winnow.retrieval.settings import RetrievalSettings
from winnow.vectors.open import open_vectors
from winnow.vectors.port import Passage, VectorStore

TENANT: Final = "scale"
SENTENCES: Final = 5  # a chunk: about 700 characters
CHUNKS: Final = 20  # a document
BATCH: Final = 2000
QUESTIONS: Final = 200
FILTERED: Final = 100  # documents that a filter lets through
Told = Callable[[str, int, int], None]


def searched_among(count: int, data: Path, store: Store, told: Told) -> dict[str, Any]:
    """Milliseconds of searches among `count` chunks, one at a time."""
    with TemporaryDirectory(prefix="winnow-bench-") as folder:
        settings = Settings(data=Path(folder), weaviate_url="")
        with apart(settings, store) as own:
            return asyncio.run(_measured(count, data / "qa_xquad", own, told))


async def _measured(count: int, data: Path, settings: Settings, told: Told) -> dict[str, Any]:
    embedder = open_embedder(settings)
    vectors = open_vectors(settings, embedder.dimensions)
    rows = [json.loads(line) for line in (data / "index.jsonl").read_text().splitlines()]
    english = [row for row in rows if row["lang"] == "en"]
    files = sorted({data / row["file"] for row in english})
    sentences = [one for file in files for one in _sentences(file.read_text())]
    try:
        begun = time.perf_counter()
        await _fill(count, sentences, embedder, vectors, told)
        filled = time.perf_counter() - begun
        candidates = Candidates(settings.widened(RetrievalSettings), embedder, vectors)
        questions = [row["question"] for row in english[:: max(1, len(english) // QUESTIONS)]]
        times = await _times(candidates, questions, count, told)
        return {
            "store": "weaviate" if settings.weaviate_url else "lancedb",
            "chunks": await vectors.count(TENANT),
            "questions": len(questions),
            "seconds_to_fill": round(filled, 1),
            **times,
        }
    finally:
        await vectors.close()


async def _fill(
    count: int, sentences: Sequence[str], embedder: Embedder, vectors: VectorStore, told: Told
) -> None:
    known = await embedder.embed(sentences)
    draw = np.random.default_rng(0).integers(0, len(sentences), size=(count, SENTENCES))
    for start in range(0, count, BATCH):
        part = range(start, min(start + BATCH, count))
        passages = [_passage(at, draw[at], sentences, known) for at in part]
        await vectors.upsert(TENANT, passages)
        told("written", part.stop, count)


def _passage(
    at: int, drawn: NDArray[np.int64], sentences: Sequence[str], known: NDArray[np.float32]
) -> Passage:
    mean = known[drawn].mean(axis=0)
    document = _document(at // CHUNKS)
    chunk = f"c{at % CHUNKS:04}"
    text = " ".join(sentences[one] for one in drawn)
    vector = (mean / np.linalg.norm(mean)).tolist()
    return Passage(uuid5(document, chunk), document, chunk, text, 1, "scale.txt", vector)


def _document(number: int) -> UUID:
    return uuid5(NAMESPACE, f"scale/{number}")


async def _times(
    candidates: Candidates, questions: Sequence[str], count: int, told: Told
) -> dict[str, Any]:
    """Spent on each question; the first few are asked before, as a service that runs has been."""
    some = [_document(number) for number in range(min(FILTERED, count // CHUNKS))]
    for question in questions[:20]:
        await candidates.reordered(question, await candidates.searched(TENANT, question))
    spent: dict[str, list[float]] = {}
    for done, question in enumerate(questions, 1):
        for name, alpha, documents in (
            ("bm25", 0.0, None),
            ("vectors", 1.0, None),
            ("hybrid", None, None),
            ("hybrid_filtered", None, some),
        ):
            begun = time.perf_counter()
            hits = await candidates.searched(TENANT, question, documents, alpha)
            spent.setdefault(name, []).append(time.perf_counter() - begun)
        begun = time.perf_counter()
        await candidates.reordered(question, hits)
        spent.setdefault("reranking", []).append(time.perf_counter() - begun)
        told("asked", done, len(questions))
    return {f"ms_{name}": _quantiles(of) for name, of in spent.items()}


def _quantiles(spent: Sequence[float]) -> dict[str, float]:
    p50, p95 = np.quantile(np.asarray(spent) * 1000, (0.5, 0.95))
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1)}


def _sentences(text: str) -> Iterator[str]:
    return (one for one in re.split(r"(?<=[.!?])\s+", text.strip()) if one)
