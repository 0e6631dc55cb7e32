"""How probable a model found each value it wrote, from the log-probabilities of its tokens."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from winnow.llm.spans import leaf_spans

Piece = tuple[bytes, float]  # a token's bytes and its log-probability


def leaf_probabilities(pieces: Sequence[Piece]) -> dict[str, float]:
    """Return, by JSON Pointer, the product of the probabilities of the tokens that wrote a value.

    The pieces' bytes joined are the JSON text; what follows the JSON (an end token) is ignored.
    A number is over only when something else follows, so the token after it counts too: 12 is
    likely only if 12.50 was not.
    """
    raw = b"".join(piece for piece, _ in pieces)
    starts = list(accumulate((len(piece) for piece, _ in pieces), initial=0))
    probabilities: dict[str, float] = {}
    for span in leaf_spans(raw):
        is_number = raw[span.start] in b"-0123456789"
        first = bisect_right(starts, span.start) - 1
        last = bisect_left(starts, span.end + is_number)
        total = sum(logprob for _, logprob in pieces[first:last])
        probabilities[span.pointer] = min(1.0, math.exp(total))
    return probabilities
