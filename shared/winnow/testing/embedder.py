"""Embedder without a model: texts that share words point in like directions."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from winnow.errors import WinnowError


class HashingEmbedder:
    """Sums a fixed random direction for each word; the same text always gives the same vector."""

    name = "hashing/fp32"

    def __init__(self, dimensions: int = 32) -> None:
        self.dimensions = dimensions
        self.embedded: list[str] = []
        self._failure: WinnowError | None = None

    def fail_with(self, error: WinnowError | None) -> None:
        """Raise this from every call until told otherwise."""
        self._failure = error

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._failure is not None:
            raise self._failure
        self.embedded.extend(texts)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
        return vectors

    def _vector(self, text: str) -> NDArray[np.float32]:
        words = re.findall(r"\w+", text.lower()) or [""]
        total = np.sum([_direction(word, self.dimensions) for word in words], axis=0)
        unit: NDArray[np.float32] = (total / np.linalg.norm(total)).astype(np.float32)
        return unit


def _direction(word: str, dimensions: int) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
    return np.random.default_rng(seed).standard_normal(dimensions)
