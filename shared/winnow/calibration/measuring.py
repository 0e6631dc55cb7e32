"""How good probabilities are: calibrated (ECE, Brier), and telling right from wrong (AUROC)."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.contracts.calibration import Scored

Floats = NDArray[np.float64]
Measure = Callable[[Floats, Floats], float]
BINS: Final = 10
RESAMPLES: Final = 500
INTERVAL: Final = (2.5, 97.5)  # percentiles


def ece(scores: Floats, right: Floats) -> float:
    """Expected calibration error over ten bins of equal width (C. Guo et al., ICML 2017)."""
    return sum(
        count * abs(score - share) for score, share, count in reliability(scores, right)
    ) / len(scores)


def reliability(scores: Floats, right: Floats) -> list[tuple[float, float, int]]:
    """Of each bin that holds any: mean score, share right, examples."""
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    return [
        (float(scores[bins == at].mean()), float(right[bins == at].mean()), int((bins == at).sum()))
        for at in np.unique(bins)
    ]


def brier(scores: Floats, right: Floats) -> float:
    """Mean squared distance of score and truth (G. Brier, 1950)."""
    return float(((scores - right) ** 2).mean())


def auroc(scores: Floats, right: Floats) -> float:
    """How often a right value scores above a wrong one, ties half; NaN for one class only."""
    wins, losses = scores[right > 0], scores[right == 0]
    if not len(wins) or not len(losses):
        return float("nan")
    order = np.sort(losses)
    below, upto = np.searchsorted(order, wins, "left"), np.searchsorted(order, wins, "right")
    return float((below + upto).mean() / 2 / len(losses))


def risk_coverage(scores: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Share accepted and share wrong among it, for each score as threshold (strictest first)."""
    order = np.argsort(-scores, kind="stable")
    wrong = np.cumsum(1 - right[order])
    last = np.append(np.diff(scores[order]) != 0, True)
    accepted = np.arange(1, len(scores) + 1)
    return accepted[last] / len(scores), (wrong / accepted)[last]


def figures(scored: Sequence[Scored], documents: Sequence[str], seed: int) -> dict[str, Any]:
    """Each measure with its bootstrap interval; documents are drawn, not values.

    A measure that cannot be taken is null, and `note` says why.
    """
    scores = np.array([one.score for one in scored])
    right = np.array([float(one.right) for one in scored])
    told: dict[str, Any] = {
        "examples": len(scored),
        "right": float(right.mean()) if len(right) else None,
    }
    if not len(scores):
        return {**told, "note": "no example was held out"}
    for name, measure in (("ece", ece), ("brier", brier), ("auroc", auroc)):
        told[name] = _told(measure, scores, right, documents, seed)
    if told["auroc"]["value"] is None:
        all_are = "right" if right.all() else "wrong"
        told["note"] = f"every example is {all_are}: there is nothing to tell apart"
    elif len(np.unique(scores)) == 1:
        told["note"] = "every example has the same score: nothing is told apart"
    return told


def _told(
    measure: Measure, scores: Floats, right: Floats, documents: Sequence[str], seed: int
) -> dict[str, Any]:
    value = measure(scores, right)
    if np.isnan(value):
        return {"value": None, "interval": None}
    _, owner = np.unique(np.array(documents), return_inverse=True)
    rows = [np.flatnonzero(owner == one) for one in range(owner.max() + 1)]
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(RESAMPLES):
        picked = np.concatenate([rows[at] for at in rng.integers(0, len(rows), len(rows))])
        drawn.append(measure(scores[picked], right[picked]))
    low, high = np.nanpercentile(drawn, INTERVAL)
    return {"value": round(value, 4), "interval": [round(float(low), 4), round(float(high), 4)]}
