"""The bar that a ladder must reach, and the tests by which held-out documents show it. Pure.

Without a number the bar is the best rung alone. Both read the same documents, so only those count
that one has right and the other wrong: a ladder fails when so many would be lost by chance, were
the two equally good, with a probability of at most 1 - assurance (McNemar's test, exact and
one-sided; Psychometrika 12, 1947). How much worse it may be all the same is told by paired
bootstrap (Efron and Tibshirani 1993). A bar that is a number is shown like an error rate of
`winnow.calibration.bound`: by the exact one-sided bound of Clopper and Pearson (1934).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from winnow.calibration.binomial import at_most, rate_at_most
from winnow.ladder.outcomes import Flags

ROUNDS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Bar:
    """`floor` is the share of documents that must be right; None: as many as the best rung has."""

    assurance: float
    floor: float | None = None

    def reached(self, ladder: Flags, best: Flags) -> bool:
        """Whether the documents that a ladder has right show that it reaches the bar."""
        if self.floor is not None:
            return right_at_least(ladder, self.assurance) >= self.floor
        return worse(ladder, best) > 1 - self.assurance


def worse(ladder: Flags, best: Flags) -> float:
    """The one-sided p-value of "the ladder has fewer right than the best rung"."""
    lost, won = int((best & ~ladder).sum()), int((ladder & ~best).sum())
    return at_most(won, lost + won, 0.5) if lost + won else 1.0


def right_at_least(ladder: Flags, assurance: float) -> float:
    """The lower bound of the share of documents that are right."""
    return 1 - rate_at_most(int((~ladder).sum()), len(ladder), assurance)


def loss_at_most(ladder: Flags, best: Flags, assurance: float, seed: int) -> float:
    """The upper bound of the share of documents that the ladder loses against the best rung."""
    lost, won = int((best & ~ladder).sum()), int((ladder & ~best).sum())
    count = len(ladder)
    even = [lost / count, won / count, 1 - (lost + won) / count]
    drawn = np.random.default_rng(seed).multinomial(count, even, size=ROUNDS)
    return float(np.quantile((drawn[:, 0] - drawn[:, 1]) / count, assurance))
