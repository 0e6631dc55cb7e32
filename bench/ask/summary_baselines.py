"""Cheap summaries of the same length: the beginning, random sentences, TextRank."""

from collections.abc import Sequence
from math import log
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from winnow.contracts.parsed import ParsedDocument
from winnow_summarise.sentences import sentences_of

DAMPING: Final = 0.85
STEPS: Final = 50
SHORTEST: Final = 4  # words


def baselines(parsed: ParsedDocument, seed: str) -> dict[str, list[str]]:
    """The sentences of a document in the order in which each baseline would take them."""
    texts = [one.quoted for one in sentences_of(parsed.chunks)]
    texts = [one for one in texts if len(one.split()) >= SHORTEST] or texts
    ranks = _textrank(texts)
    return {
        "lead": texts,
        "random": Random(seed).sample(texts, len(texts)),
        "TextRank": [texts[at] for at in np.argsort(-ranks, kind="stable")],
    }


def as_long_as(taken: Sequence[str], words: int) -> list[str]:
    """The first sentences, until they have so many words together."""
    said, used = list[str](), 0
    for one in taken:
        if used >= words:
            break
        said.append(one)
        used += len(one.split())
    return said


def _textrank(texts: Sequence[str]) -> NDArray[np.float64]:
    """PageRank over shared words (Mihalcea and Tarau, EMNLP 2004, section 4)."""
    words = [set(text.casefold().split()) for text in texts]
    known = {word: at for at, word in enumerate({word for one in words for word in one})}
    held = np.zeros((len(texts), len(known)), dtype=np.float32)
    for at, one in enumerate(words):
        held[at, [known[word] for word in one]] = 1
    lengths = np.array([log(len(one) + 1) for one in words])
    alike = (held @ held.T) / (lengths[:, None] + lengths[None])
    np.fill_diagonal(alike, 0)
    shares = alike / np.maximum(alike.sum(0, keepdims=True), 1e-9)
    ranks: NDArray[np.float64] = np.full(len(texts), 1 / len(texts))
    for _ in range(STEPS):
        ranks = (1 - DAMPING) / len(texts) + DAMPING * shares @ ranks
    return ranks
