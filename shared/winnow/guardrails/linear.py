"""A linear model over a sentence's vector and its words: logistic regression, shipped as weights.

Features are the embedder's vector and the text's words and pairs of words, hashed into BUCKETS
places (Weinberger et al., 2009), each text's counts scaled to unit length. `learning/train.py`
makes the weights from texts that `learning/grammars` draws; nothing else is in them.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.port import Embedder

Name = Literal["questions", "passages", "hate"]
BUCKETS: Final = 4096
WORDS: Final = re.compile(r"[^\W_]+|[?!:\"“”]")


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of a vector's dimensions and of the buckets of words, and the intercept."""

    vector: NDArray[np.float32]
    words: NDArray[np.float32]
    intercept: float
    embedder: str

    def probabilities(
        self, vectors: NDArray[np.float32], texts: Sequence[str]
    ) -> NDArray[np.float32]:
        """Shape (texts,), 0..1; `vectors` are of the embedder that it was trained with."""
        logits = vectors @ self.vector + np.array([self._words(one) for one in texts])
        made: NDArray[np.float32] = 1.0 / (1.0 + np.exp(-(logits + self.intercept)))
        return made

    def _words(self, text: str) -> float:
        places, values = hashed(text)
        return float(self.words[places] @ values)


def hashed(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets and values of a text's words and pairs of words, the values of unit length."""
    words = WORDS.findall(text.lower())
    grams = words + [f"{one} {two}" for one, two in pairwise(words)]
    places, counts = np.unique(
        np.array([zlib.crc32(gram.encode()) % BUCKETS for gram in grams] or [0], dtype=np.int64),
        return_counts=True,
    )
    values = np.sqrt(counts).astype(np.float32)
    return places, values / np.linalg.norm(values)


@cache
def shipped(name: Name) -> Linear:
    """The weights that come with Winnow."""
    with (files("winnow.guardrails.weights") / f"{name}.npz").open("rb") as file:
        kept = np.load(file)
        return Linear(
            kept["vector"].astype(np.float32),
            kept["words"].astype(np.float32),
            float(kept["intercept"]),
            str(kept["embedder"]),
        )


def fitting(name: Name, embedder: Embedder) -> Linear | None:
    """The shipped weights, if they are of this embedder; those of another mean nothing."""
    found = shipped(name)
    return found if embedder.name.split("/")[0] == found.embedder else None
