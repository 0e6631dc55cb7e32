"""Passages and a store of them."""

from collections.abc import Callable
from uuid import UUID, uuid5

import pytest

from winnow.testing.embedder import HashingEmbedder
from winnow.testing.vectors import MemoryVectors
from winnow.vectors.port import Hit, Passage


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def vectors() -> MemoryVectors:
    return MemoryVectors()


@pytest.fixture
def hit() -> Callable[..., Hit]:
    """Make a hit of a text."""

    def made(text: str, score: float = 1.0, chunk: str = "c0000", document: int = 1) -> Hit:
        return Hit(UUID(int=document), chunk, text, 1, "a.pdf", score)

    return made


@pytest.fixture
async def write(vectors: MemoryVectors, embedder: HashingEmbedder) -> Callable[..., object]:
    """Write the chunks of a document."""

    async def written(document: UUID, *texts: str, tenant: str = "acme") -> None:
        rows = await embedder.embed(texts)
        await vectors.upsert(
            tenant,
            [
                Passage(
                    uuid5(document, str(at)), document, f"c{at:04}", text, 1, "a.pdf", row.tolist()
                )
                for at, (text, row) in enumerate(zip(texts, rows, strict=True))
            ],
        )

    return written
