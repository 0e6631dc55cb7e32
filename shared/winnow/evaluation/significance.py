"""Whether two runs over the same documents differ by more than the noise. Pure.

What is right or wrong a document is tested by McNemar's test in its exact form (Psychometrika 12,
1947); F1 by approximate randomization: the answers of both runs are swapped document by document
(Noreen 1989; Yeh, COLING 2000); graded metrics by random signs of the paired differences (Fisher
1935). The difference is bounded by paired bootstrap over documents (Efron and Tibshirani 1993).
Documents are what is drawn: values of one document err together.
"""

from collections.abc import Mapping
from math import comb
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ROUNDS: Final = 10_000
LOT: Final = 500  # rounds of signs in memory at once
EVEN: Final = 1e-12  # sums of floats
Counts = NDArray[np.int64] | NDArray[np.float64]  # documents x (right, returned, true)
Interval = tuple[float, float]


def mcnemar(only_before: int, only_now: int) -> float:
    """The exact two-sided p-value of so many documents that only one of two runs had right."""
    discordant = only_before + only_now
    tail: int = sum(comb(discordant, at) for at in range(min(only_before, only_now) + 1))
    return min(1.0, 2 * tail / (1 << discordant))


def mcnemar_worse(only_before: int, only_now: int) -> float:
    """The same of at least so many that are lost: whether the second run became worse."""
    discordant = only_before + only_now
    return sum(comb(discordant, at) for at in range(only_before, discordant + 1)) / (
        1 << discordant
    )


def randomized(old: Counts, new: Counts, seed: int) -> float:
    """The p-value of a difference in F1 as great as this one if the runs were the same."""
    return randomization(old, new, seed)[0]


def randomization(old: Counts, new: Counts, seed: int) -> tuple[float, float]:
    """The two-sided p-value of the difference in F1, and that of a loss."""
    swap = np.random.default_rng(seed).integers(0, 2, size=(ROUNDS, len(old)))
    moved = swap @ (old - new)
    gains = _f1s(new.sum(axis=0) + moved) - _f1s(old.sum(axis=0) - moved)
    return _chances(gains, (f1(new) or 0.0) - (f1(old) or 0.0))


def signs(gains: Counts, seed: int) -> tuple[float, float]:
    """p, two-sided and of a loss, if each difference might as well have the other sign."""
    rng = np.random.default_rng(seed)
    drawn_signs = (rng.integers(0, 2, size=(LOT, len(gains))) * 2 - 1 for _ in range(ROUNDS // LOT))
    return _chances(np.concatenate([one @ gains for one in drawn_signs]), float(gains.sum()))


def f1_apart(old: Counts, new: Counts, seed: int) -> Interval:
    """The 95 % interval of how much F1 grew."""
    draws = drawn(len(old), seed)
    return _middle(_f1s(draws @ new) - _f1s(draws @ old))


def share_apart(old: Counts, new: Counts, seed: int) -> Interval:
    """The 95 % interval of how much the share of documents that are right (1) grew."""
    return _middle(drawn(len(old), seed) @ (new - old) / max(len(old), 1))


def f1(counts: Counts) -> float | None:
    """F1 of all the documents' counts together."""
    right, returned, true = (float(one) for one in counts.sum(axis=0))
    return 2 * right / (returned + true) if returned + true else None


def holm(p: Mapping[str, float]) -> dict[str, float]:
    """p-values that hold for all of them at once (Holm, Scand. J. Statist. 6, 1979)."""
    least, adjusted = 0.0, {}
    for rank, name in enumerate(sorted(p, key=lambda name: p[name])):
        least = max(least, min(1.0, (len(p) - rank) * p[name]))
        adjusted[name] = least
    return adjusted


def _chances(by_chance: Any, seen: float) -> tuple[float, float]:
    """How often chance goes as far as what was seen, and as far down."""
    far = int((np.abs(by_chance) >= abs(seen) - EVEN).sum())
    below = int((by_chance <= seen + EVEN).sum())
    return (1 + far) / (1 + ROUNDS), (1 + below) / (1 + ROUNDS)


def _f1s(sums: Counts) -> Any:
    either = sums[:, 1] + sums[:, 2]
    return np.divide(2.0 * sums[:, 0], either, out=np.zeros(len(sums)), where=either > 0)


def drawn(documents: int, seed: int) -> Counts:
    """How often each document is drawn, by round."""
    even = np.full(documents, 1 / documents)
    return np.random.default_rng(seed).multinomial(documents, even, size=ROUNDS)


def _middle(values: Any) -> Interval:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
