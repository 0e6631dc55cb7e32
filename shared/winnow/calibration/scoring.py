"""The scorers of a recipe's fields: fused signals, then a calibrated curve."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.calibration.applying import POOLED, log_odds_of
from winnow.calibration.features import FEATURES, features
from winnow.calibration.fusion import Floats, cautions, fuse
from winnow.calibration.maps import best_map
from winnow.calibration.splitting import fold_of
from winnow.contracts.calibration import Judged

PENALTIES: Final = (0.3, 3.0, 30.0)  # tried for the common weights, by cross-validated log loss
OWN_CURVE: Final = 100  # examples of a field from which it may have a curve of its own
OWN_ERRORS: Final = 10  # of them wrong, and as many right


def scorers_of(judged: Sequence[Judged], seed: int) -> dict[str, dict[str, Any]]:
    """A scorer for each field that has examples, and one under "" for the others, as JSON."""
    seen = np.array([features(one.value, one.signals) for one in judged])
    right = np.array([float(one.right) for one in judged])
    fields = [one.field for one in judged]
    if right.min() == right.max():
        constant = {**_constant(right), "caution": cautions(seen)}
        return dict.fromkeys((POOLED, *sorted(set(fields))), constant)
    dealt = fold_of((one.group for one in judged), seed)
    folds = np.array([dealt[one.group] for one in judged])
    tried = {penalty: _unseen(seen, right, fields, folds, penalty) for penalty in PENALTIES}
    chosen = min(tried, key=lambda penalty: _log_loss(tried[penalty], right))
    curves = _curves(tried[chosen], right, fields, folds)
    fused = fuse(seen, right, fields, chosen)
    rest = {"caution": cautions(seen)}
    return {field: {**scorer, "map": curves[field], **rest} for field, scorer in fused.items()}


def _constant(right: Floats) -> dict[str, Any]:
    """All examples are right, or all wrong: one probability (Laplace's), nothing told apart."""
    chance = (right.sum() + 1) / (len(right) + 2)
    return {
        "features": list(FEATURES),
        "weights": [0.0] * len(FEATURES),
        "intercept": float(np.log(chance / (1 - chance))),
        "map": {"kind": "logistic", "slope": 1.0, "offset": 0.0},
        "note": f"every example is {'right' if right.all() else 'wrong'}",
    }


def _unseen(
    seen: Floats, right: Floats, fields: list[str], folds: NDArray[np.int64], penalty: float
) -> Floats:
    """The log odds of each example under weights that were fitted without its fold."""
    scores = np.zeros(len(right))
    for fold in np.unique(folds):
        kept, out = folds != fold, np.flatnonzero(folds == fold)
        fused = fuse(seen[kept], right[kept], [fields[at] for at in np.flatnonzero(kept)], penalty)
        for at in out:
            scorer = fused.get(fields[at]) or fused[POOLED]
            scores[at] = log_odds_of(scorer, list(seen[at]))
    return scores


def _log_loss(scores: Floats, right: Floats) -> float:
    return float((np.logaddexp(0, scores) - right * scores).mean())


def _curves(
    scores: Floats, right: Floats, fields: list[str], folds: NDArray[np.int64]
) -> dict[str, dict[str, Any]]:
    """The curve of each field: its own where it has examples enough, else that of all fields."""
    names = np.array(fields)
    pooled = best_map(scores, right, folds)
    curves = {POOLED: pooled}
    for name in sorted(set(fields)):
        own = names == name
        wrong = len(right[own]) - right[own].sum()
        enough = own.sum() >= OWN_CURVE and min(wrong, right[own].sum()) >= OWN_ERRORS
        curves[name] = best_map(scores[own], right[own], folds[own]) if enough else pooled
    return curves
