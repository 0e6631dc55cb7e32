"""Documents/s from submission to index, beside one loop that makes the same calls."""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.whole.bare import bare
from bench.whole.queue import say, stored, written
from bench.whole.stand import running, stores
from bench.whole.texts import files
from confluent_kafka import Consumer

from winnow import streams
from winnow.config import Settings
from winnow.observability.logs import configure
from winnow.storage.open import open_blobs

PATIENCE = 600.0  # seconds for a round
WARM = 4  # documents before the clock runs


async def ours(settings: Settings, number: int, seed: int) -> float:
    """Seconds from the first submission to the last document in the index."""
    submissions = await stored(files(number, seed), open_blobs(settings))
    before = written(settings.kafka, streams.INDEXED)
    begun = time.perf_counter()
    say(settings.kafka, streams.SUBMITTED, submissions)
    await asyncio.to_thread(_see, settings.kafka, before + number)
    return time.perf_counter() - begun


def _see(bootstrap: str, number: int) -> None:
    """Wait until the topic of indexed documents has so many records."""
    consumer = Consumer(
        {"bootstrap.servers": bootstrap, "group.id": "seen", "auto.offset.reset": "earliest"}
    )
    consumer.subscribe([streams.INDEXED.topic])
    deadline, seen = time.monotonic() + PATIENCE, 0
    while (total := written(bootstrap, streams.INDEXED)) < number:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{number - total} documents were not indexed")
        seen += len(consumer.consume(number, 0.2))
    consumer.close()


async def rounds(settings: Settings, asked: argparse.Namespace, log: Path) -> list[list[float]]:
    """Seconds of the bare loop and of ours, a pair a round, on the same files."""
    pairs = []
    async with running(("ingest", "embed"), log):
        await asyncio.to_thread(bare, WARM, 0)
        await ours(settings, WARM, 0)
        for seed in range(1, asked.rounds + 1):
            pair = [
                await asyncio.to_thread(bare, asked.documents, seed),
                await ours(settings, asked.documents, seed),
            ]
            pairs.append(pair)
            sys.stderr.write(f"documents: bare {pair[0]:.1f} s, ours {pair[1]:.1f} s\n")
    return pairs


def main() -> None:
    """Read the command line, measure, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    configure("text", "ERROR")
    with tempfile.TemporaryDirectory(prefix="winnow-bench-") as name, stores(Path(name)) as found:
        pairs = asyncio.run(rounds(found, asked, Path(name) / "services.log"))
    figures = {
        "documents": asked.documents,
        "rounds": asked.rounds,
        "bare_documents_per_s": round(asked.documents / statistics.median(p[0] for p in pairs), 2),
        "documents_per_s": round(asked.documents / statistics.median(p[1] for p in pairs), 2),
        "documents_ratio": round(statistics.median(bare / ours for bare, ours in pairs), 2),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
