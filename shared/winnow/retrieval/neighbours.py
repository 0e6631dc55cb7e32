"""What stands before and behind the best passages: an answer may go on across a cut."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from winnow.retrieval.budget import within
from winnow.vectors.port import Hit, VectorStore

BEST: Final = 3  # passages
_CHUNK: Final = re.compile(r"c(\d+)")


async def beside(
    tenant: str, found: Sequence[Hit], reach: int, tokens: int, vectors: VectorStore
) -> list[Hit]:
    """Neighbours of the best passages that fit into the tokens and were not found themselves.

    Their score is half of the passage's that they stand beside, and below all that were found.
    """
    wanted = list(_wanted(found, reach))
    if not wanted:
        return []
    chunks: dict[UUID, list[str]] = {}
    for of, chunk in wanted:
        chunks.setdefault(of.document_id, []).append(chunk)
    fetched = await asyncio.gather(
        *(vectors.fetch(tenant, document, names) for document, names in chunks.items())
    )
    there = dict(zip(chunks, fetched, strict=True))
    floor = min(hit.score for hit in found)
    near = [
        replace(there[of.document_id][chunk], score=min(of.score / 2, floor))
        for of, chunk in wanted
        if chunk in there[of.document_id]
    ]
    return within(near, len(near), tokens)[0]


def _wanted(found: Sequence[Hit], reach: int) -> Iterator[tuple[Hit, str]]:
    """Nearest first, what follows before what precedes; each chunk once."""
    taken = {(hit.document_id, hit.chunk) for hit in found}
    for hit in found[:BEST]:
        if not (cut := _CHUNK.fullmatch(hit.chunk)):
            continue
        for step in range(1, reach + 1):
            for index in (int(cut[1]) + step, int(cut[1]) - step):
                name = f"c{index:04}"
                if index >= 0 and (hit.document_id, name) not in taken:
                    taken.add((hit.document_id, name))
                    yield hit, name
