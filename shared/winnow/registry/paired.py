"""Two models on the same documents: how far apart, and whether by more than the noise. Pure.

F1 over counts is tested by approximate randomization (Yeh, COLING 2000), what is right or wrong by
McNemar's exact test, other metrics by random signs of the paired differences (Fisher 1935). All
bounds are a paired bootstrap over documents (Efron and Tibshirani 1993).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.evaluation.significance import Interval, f1, f1_apart, mcnemar, randomized
from winnow.registry.evidence import Outcome

ROUNDS: Final = 10_000
LOT: Final = 500  # rounds in memory at once
EVEN: Final = 1e-12  # sums of floats
Floats = NDArray[np.float64]
Pair = tuple[Outcome, Outcome]  # the champion's and the challenger's


@dataclass(frozen=True, slots=True)
class Apart:
    """The metric of both; `low` and `high` bound what the challenger gained, at 95 %.

    `p` is two-sided, `p_worse` tests whether it lost.
    """

    before: float
    now: float
    low: float
    high: float
    p: float
    p_worse: float

    @property
    def gain(self) -> float:
        return self.now - self.before


def pairs_of(champion: Sequence[Outcome], challenger: Sequence[Outcome]) -> list[Pair]:
    """The documents that both answered, in the challenger's order."""
    before = {one.document: one for one in champion}
    return [(before[one.document], one) for one in challenger if one.document in before]


def apart(pairs: Sequence[Pair], seed: int = 0) -> Apart:
    """Compare over one document or more."""
    if all(one.counts is not None for pair in pairs for one in pair):
        return _f1_apart(pairs, seed)
    old, new = (np.array([pair[at].right for pair in pairs]) for at in (0, 1))
    low, high = _bounds(new - old, seed)
    if all(one.right in (0.0, 1.0) for pair in pairs for one in pair):
        lost, won = int((old > new).sum()), int((new > old).sum())
        p, p_worse = mcnemar(lost, won), _tail(lost, won)
    else:
        p, p_worse = _signs(new - old, seed)
    return Apart(float(old.mean()), float(new.mean()), low, high, p, p_worse)


def _f1_apart(pairs: Sequence[Pair], seed: int) -> Apart:
    old, new = (np.array([pair[at].counts for pair in pairs], dtype=np.int64) for at in (0, 1))
    low, high = f1_apart(old, new, seed)
    before, now = f1(old) or 0.0, f1(new) or 0.0
    swaps = np.random.default_rng(seed).integers(0, 2, size=(ROUNDS, len(pairs)))
    moved = swaps @ (old - new)
    gains = _f1s(new.sum(axis=0) + moved) - _f1s(old.sum(axis=0) - moved)
    worse = _share(int((gains <= now - before + EVEN).sum()))
    return Apart(before, now, low, high, randomized(old, new, seed), worse)


def _f1s(sums: Any) -> Any:
    either = sums[:, 1] + sums[:, 2]
    return np.divide(2.0 * sums[:, 0], either, out=np.zeros(len(sums)), where=either > 0)


def _tail(lost: int, won: int) -> float:
    """How often at least so many of the documents on which they differ are lost by chance."""
    differing = lost + won
    return sum(comb(differing, at) for at in range(lost, differing + 1)) / (1 << differing)


def _signs(gains: Floats, seed: int) -> tuple[float, float]:
    """p, two-sided and of a loss, if each difference might as well have the other sign."""
    rng, seen = np.random.default_rng(seed), float(gains.sum())
    far = below = 0
    for _ in range(ROUNDS // LOT):
        sums = (rng.integers(0, 2, size=(LOT, len(gains))) * 2 - 1) @ gains
        far += int((np.abs(sums) >= abs(seen) - EVEN).sum())
        below += int((sums <= seen + EVEN).sum())
    return _share(far), _share(below)


def _share(count: int) -> float:
    return (1 + count) / (1 + ROUNDS)


def _bounds(gains: Floats, seed: int) -> Interval:
    number = len(gains)
    drawn = np.random.default_rng(seed).multinomial(number, np.full(number, 1 / number), ROUNDS)
    low, high = np.quantile(drawn @ gains / number, [0.025, 0.975])
    return float(low), float(high)
