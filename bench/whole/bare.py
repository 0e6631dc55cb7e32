"""The plain loop: read and chunk a file, embed its chunks, and nothing is kept or sent."""

import asyncio
import os
import tempfile
import time
from pathlib import Path

import torch  # first: it looks at variables that the next import sets for workers  # noqa: F401

GIVEN = dict(os.environ)

from bench.whole.texts import files  # noqa: E402

from winnow.config import Settings  # noqa: E402
from winnow.embedding.open import open_embedder  # noqa: E402
from winnow_ingest import preloaded  # noqa: E402, F401  (what workers have imported)
from winnow_ingest.drafts import Job  # noqa: E402
from winnow_ingest.limits import Limits  # noqa: E402
from winnow_ingest.reading import read_file  # noqa: E402

os.environ.clear()
os.environ.update(GIVEN)


def bare(number: int, seed: int) -> float:
    """Seconds for so many files, in this process and one after the other."""
    with tempfile.TemporaryDirectory() as name:
        return asyncio.run(_loop(Path(name), number, seed))


async def _loop(folder: Path, number: int, seed: int) -> float:
    embedder = open_embedder(Settings())
    begun = time.perf_counter()
    for name, media_type, data in files(number, seed):
        path = folder / "original"
        path.write_bytes(data)
        reading = read_file(Job(path, folder, name, media_type, Limits(), "eng"))
        await embedder.embed([chunk.text for chunk in reading.document.chunks])
    return time.perf_counter() - begun
