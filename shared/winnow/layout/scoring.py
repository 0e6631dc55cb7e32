"""How likely each candidate is under learnt weights: a softmax over them and `nothing`."""

import math
from collections.abc import Mapping, Sequence

from winnow.layout.candidates import Candidate


def likelihoods(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> dict[str, float]:
    """The probability of each value, by its key; a value printed twice has both its places'.

    The conditional logit of McFadden (1974): weights of a candidate's features add up to its
    utility, and utilities go through a softmax.
    """
    blocks: dict[int, float] = {}
    utilities = []
    for candidate in candidates:
        utility = 0.0
        for block in candidate.blocks:
            key = id(block)
            if key not in blocks:
                blocks[key] = sum(weights.get(feature, 0.0) for feature in block)
            utility += blocks[key]
        utilities.append(utility)
    top = max(utilities)
    shares = [math.exp(utility - top) for utility in utilities]
    whole = sum(shares)
    found: dict[str, float] = {}
    for candidate, share in zip(candidates, shares, strict=True):
        found[candidate.key] = found.get(candidate.key, 0.0) + share / whole
    return found
