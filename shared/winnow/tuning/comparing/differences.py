"""Whether the tuned model differs from each other contender by more than the noise. Pure.

Tests and intervals are those of `winnow.evaluation.significance`, document by document; p-values
against several others are Holm's.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from winnow.evaluation.scores import Between
from winnow.evaluation.significance import Counts, f1_apart, holm, mcnemar, randomized
from winnow.tuning.comparing.comparison import Apart, Row
from winnow.tuning.comparing.figures import by_mark, quality
from winnow.tuning.comparing.kinds import Kind
from winnow.tuning.comparing.outcomes import Outcome

LEVEL: Final = 0.05


def differences(tuned: Row, others: Sequence[Row], kind: Kind, seed: int) -> tuple[Apart, ...]:
    """The tuned model against each other one, over the documents of all."""
    chances = {row.name: _p(row.outcomes, tuned.outcomes, kind, seed) for row in others}
    adjusted = holm(chances)
    return tuple(_apart(row, tuned, adjusted[row.name], seed) for row in others)


def _apart(other: Row, tuned: Row, p: float, seed: int) -> Apart:
    difference = between(other.outcomes, tuned.outcomes, seed)
    theirs, ours = by_mark(other.outcomes), by_mark(tuned.outcomes)
    apart = difference.value or 0.0
    return Apart(
        against=other.name,
        documents=len(tuned.outcomes),
        difference=difference,
        p=p,
        verdict="inconclusive" if p >= LEVEL or not apart else "better" if apart > 0 else "worse",
        slices={mark: between(theirs[mark], ours[mark], seed) for mark in ours},
    )


def between(old: Sequence[Outcome], new: Sequence[Outcome], seed: int) -> Between:
    """How much the main measure grew, with its interval by paired bootstrap."""
    before, now = quality(old), quality(new)
    low, high = f1_apart(_counts(old), _counts(new), seed)
    return Between(value=(now or 0.0) - (before or 0.0), low=low, high=high)


def _p(old: Sequence[Outcome], new: Sequence[Outcome], kind: Kind, seed: int) -> float:
    """McNemar's exact p for labels; by randomization for F1 and ROUGE."""
    if kind == "label":
        pairs = [(a.exact, b.exact) for a, b in zip(old, new, strict=True)]
        return mcnemar(pairs.count((True, False)), pairs.count((False, True)))
    return randomized(_counts(old), _counts(new), seed)


def _counts(outcomes: Sequence[Outcome]) -> Counts:
    return np.array([(one.right, one.returned, one.true) for one in outcomes], dtype=np.float64)
