"""Vectors of questions and sentences; those of sentences are kept, since passages come again."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.port import Embedder

KEPT: Final = 20_000  # vectors; 30 MB of 384 dimensions
Vectors = NDArray[np.float32]


class SentenceVectors:
    """An embedder that remembers; errors are those of the embedder."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, Vectors] = OrderedDict()

    async def of(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, of shape (texts, dimensions)."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if missing:
            self._kept.update(zip(missing, await self._embedder.embed(missing), strict=True))
        if not texts:
            return np.zeros((0, self._embedder.dimensions), dtype=np.float32)
        found = np.stack([self._kept[text] for text in texts])
        for text in texts:
            self._kept.move_to_end(text)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    async def cosine(self, one: str, other: str) -> float:
        """How near two texts are."""
        both = await self.of([one, other])
        return float(both[0] @ both[1])
