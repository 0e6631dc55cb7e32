"""Late interaction: a question's tokens are each compared with all of a passage's."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.port import TokenEmbedder
from winnow.vectors.fusion import fuse
from winnow.vectors.port import Hit

WEIGHT: Final = 0.5  # of the comparison, beside the search's own score
Tokens = NDArray[np.float32]  # (tokens, dimensions), rows of unit length


def max_sim(question: Tokens, passage: Tokens) -> float:
    """Mean over the question's tokens of the cosine to the passage's nearest token, -1..1.

    ColBERT's MaxSim (Khattab and Zaharia, SIGIR 2020), over an encoder that was trained for
    sentences and not for this.
    """
    if not len(question) or not len(passage):
        return 0.0
    return float((question @ passage.T).max(axis=1).mean())


async def reranked(
    question: str, hits: Sequence[Hit], embedder: TokenEmbedder, top: int
) -> list[Hit]:
    """The first `top` hits in a new order, by both scores; the others behind them as they were."""
    first, rest = hits[:top], hits[top:]
    if len(first) < 2:
        return list(hits)
    asked, *tokens = await embedder.embed_tokens([question, *(hit.text for hit in first)])
    compared = {str(at): max_sim(asked, one) for at, one in enumerate(tokens)}
    found = {str(at): hit.score for at, hit in enumerate(first)}
    joined = fuse(found, compared, WEIGHT)
    floor = max((hit.score for hit in rest), default=0.0)
    ahead = [_scored(first[int(at)], floor + (1 - floor) * score) for at, score in joined.items()]
    return [*ahead, *rest]


def _scored(hit: Hit, score: float) -> Hit:
    return Hit(hit.document_id, hit.chunk, hit.text, hit.page, hit.file_name, score)
