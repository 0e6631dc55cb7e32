"""Recall, MRR and nDCG of rankings, with intervals. Pure.

Questions about one document are easy or hard together, so intervals are of the bootstrap that draws
documents (Efron and Tibshirani 1993), with the Wilson interval of as many documents where all
questions came out alike and nothing varies.
"""

from collections.abc import Hashable, Sequence
from math import log2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from winnow.evaluation.intervals import wilson

CUT: Final = 10  # of MRR and nDCG
ROUNDS: Final = 2000
Values = NDArray[np.float64]


def recall(ranked: Sequence[str], relevant: frozenset[str], k: int) -> float:
    """The share of the relevant documents that are among the first k."""
    return len(relevant.intersection(ranked[:k])) / len(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: frozenset[str]) -> float:
    """One over the rank of the first relevant document, 0 behind the first ten (MRR@10)."""
    ranks = (at for at, one in enumerate(ranked[:CUT], 1) if one in relevant)
    return 1 / next(ranks, float("inf"))


def ndcg(ranked: Sequence[str], relevant: frozenset[str]) -> float:
    """nDCG@10 with binary gains (Järvelin and Kekäläinen, TOIS 20, 2002)."""
    gained = sum(1 / log2(at + 1) for at, one in enumerate(ranked[:CUT], 1) if one in relevant)
    best = sum(1 / log2(at + 1) for at in range(1, min(len(relevant), CUT) + 1))
    return gained / best


def measured(
    values: Sequence[float], groups: Sequence[Hashable], seed: int = 0
) -> dict[str, float]:
    """The mean of one value a question, and its 95 % interval; `groups` are drawn together."""
    of = np.asarray(values, dtype=float)
    mean = float(of.mean())
    if of.min() == of.max() and mean in (0.0, 1.0):
        count = len(set(groups))
        low, high = wilson(mean * count, count)
    else:
        low, high = _bootstrap(of, groups, seed)
    return {"value": mean, "low": low, "high": high}


def apart(
    new: Sequence[float], old: Sequence[float], groups: Sequence[Hashable], seed: int = 0
) -> dict[str, float]:
    """How much the mean grew, paired, and the 95 % interval of that."""
    gained = np.asarray(new, dtype=float) - np.asarray(old, dtype=float)
    low, high = _bootstrap(gained, groups, seed)
    return {"value": float(gained.mean()), "low": low, "high": high}


def _bootstrap(values: Values, groups: Sequence[Hashable], seed: int) -> tuple[float, float]:
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    member = np.fromiter((numbers[group] for group in groups), dtype=int)
    sums = np.bincount(member, weights=values)
    sizes = np.bincount(member).astype(float)
    drawn = np.random.default_rng(seed).integers(0, len(numbers), size=(ROUNDS, len(numbers)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)
