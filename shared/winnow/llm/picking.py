"""Which of the allowed tokens is written: the likeliest, or one that is drawn. Pure."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from winnow.llm.port import Sampling

Pick = Callable[[NDArray[np.float32]], int]


def picking(sampling: Sampling | None) -> Pick:
    """A function from logits, minus infinity where a token is not allowed, to a token.

    Drawn by the Gumbel-max trick (Gumbel 1954): the highest of logits/temperature + Gumbel noise is
    a draw from their softmax. A guess ahead is kept only where the draw is the same, so that
    guessing changes nothing.
    """
    if sampling is None or sampling.temperature <= 0:
        return lambda logits: int(logits.argmax())
    random, temperature = np.random.default_rng(sampling.seed), sampling.temperature

    def draw(logits: NDArray[np.float32]) -> int:
        return int((logits / temperature + random.gumbel(size=len(logits))).argmax())

    return draw
