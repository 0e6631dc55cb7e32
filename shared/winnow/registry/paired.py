"""Two models on the same documents: how far apart, and whether by more than the noise. Pure.

Tests and intervals are those of `winnow.evaluation.significance`; which of them fits is seen from
the outcomes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from winnow.evaluation.significance import (
    f1,
    f1_apart,
    mcnemar,
    mcnemar_worse,
    randomization,
    share_apart,
    signs,
)
from winnow.registry.evidence import Outcome

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
        old, new = (np.array([pair[at].counts for pair in pairs], dtype=np.int64) for at in (0, 1))
        bounds, chances = f1_apart(old, new, seed), randomization(old, new, seed)
        return Apart(f1(old) or 0.0, f1(new) or 0.0, *bounds, *chances)
    before, now = (np.array([pair[at].right for pair in pairs]) for at in (0, 1))
    if all(one.right in (0.0, 1.0) for pair in pairs for one in pair):
        lost, won = int((before > now).sum()), int((now > before).sum())
        chances = mcnemar(lost, won), mcnemar_worse(lost, won)
    else:
        chances = signs(now - before, seed)
    bounds = share_apart(before, now, seed)
    return Apart(float(before.mean()), float(now.mean()), *bounds, *chances)
