"""Log odds made probabilities: three ways, of which the one with the least log loss is taken.

- logistic: J. Platt, 1999, with his smoothed targets.
- isotonic: B. Zadrozny, C. Elkan, KDD 2002; a little of the logistic curve is mixed in, so that a
  higher score stays a higher probability and none is 0 or 1.
- Venn-Abers: V. Vovk, I. Petej, V. Fedorova, NeurIPS 2015 (inductive), its two probabilities made
  one by p1 / (1 - p0 + p1).
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.calibration.applying import mapped

Floats = NDArray[np.float64]
Fitter = Callable[[Floats, Floats], dict[str, Any]]
BLEND: Final = 0.05  # share of the logistic curve in the others
KNOTS: Final = 64  # scores at which a curve is kept
FEW: Final = 50  # examples of a field below which only the logistic curve is tried
TURNS: Final = 100  # Newton steps at the most


def logistic(scores: Floats, right: Floats) -> dict[str, Any]:
    """Slope and offset of a logistic curve, the slope not below 0."""
    wins = right.sum()
    target = np.where(right > 0, (wins + 1) / (wins + 2), 1 / (len(right) - wins + 2))
    wide = np.column_stack([scores, np.ones(len(scores))])
    fitted = np.array([1.0, 0.0])
    for _ in range(TURNS):
        chance = 1 / (1 + np.exp(-np.clip(wide @ fitted, -30, 30)))
        bend = (wide * (chance * (1 - chance))[:, None]).T @ wide + 1e-6 * np.eye(2)
        step = np.linalg.solve(bend, wide.T @ (chance - target))
        fitted = fitted - np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return {"kind": "logistic", "slope": max(0.0, float(fitted[0])), "offset": float(fitted[1])}


def isotonic(scores: Floats, right: Floats) -> dict[str, Any]:
    """The rising steps that fit best."""
    from sklearn.isotonic import IsotonicRegression

    steps = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, right)
    at = _knots(scores)
    return _blended("isotonic", at, steps.predict(at), logistic(scores, right))


def venn_abers(scores: Floats, right: Floats) -> dict[str, Any]:
    """Isotonic steps with each score added once as wrong and once as right."""
    from sklearn.isotonic import isotonic_regression

    order = np.argsort(scores, kind="stable")
    ordered, truth = scores[order], right[order]
    at, merged = _knots(scores), []
    for score in at:
        place = int(np.searchsorted(ordered, score))
        zero, one = (
            isotonic_regression(np.insert(truth, place, label))[place] for label in (0.0, 1.0)
        )
        merged.append(one / (1 - zero + one))
    heights = np.maximum.accumulate(np.array(merged))
    return _blended("venn-abers", at, heights, logistic(scores, right))


WAYS: Final[dict[str, Fitter]] = {
    "logistic": logistic,
    "isotonic": isotonic,
    "venn-abers": venn_abers,
}


def best_map(scores: Floats, right: Floats, folds: NDArray[np.int64]) -> dict[str, Any]:
    """The way with the least cross-validated log loss, fitted on all examples."""
    if len(scores) < FEW or min(right.sum(), len(right) - right.sum()) < FEW / 10:
        return logistic(scores, right)
    losses = {name: _loss(fit, scores, right, folds) for name, fit in WAYS.items()}
    return WAYS[min(losses, key=lambda name: losses[name])](scores, right)


def _loss(fit: Fitter, scores: Floats, right: Floats, folds: NDArray[np.int64]) -> float:
    total = 0.0
    for fold in np.unique(folds):
        kept = folds != fold
        curve = fit(scores[kept], right[kept]) if kept.any() else logistic(scores, right)
        chance = np.array([mapped(curve, float(score)) for score in scores[~kept]])
        told = np.where(right[~kept] > 0, chance, 1 - chance)
        total -= float(np.log(np.clip(told, 1e-6, 1)).sum())
    return total


def _knots(scores: Floats) -> Floats:
    return np.unique(np.quantile(scores, np.linspace(0, 1, KNOTS)))


def _blended(kind: str, at: Floats, heights: Floats, curve: dict[str, Any]) -> dict[str, Any]:
    smooth = np.array([mapped(curve, float(score)) for score in at])
    mixed = (1 - BLEND) * heights + BLEND * smooth
    return {
        "kind": kind,
        "at": [float(one) for one in at],
        "probability": [float(one) for one in mixed],
    }
