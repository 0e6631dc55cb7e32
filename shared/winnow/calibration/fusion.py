"""Signals fused into log odds by a logistic regression that pools its fields.

Each field's weights are those of all fields plus a deviation of its own, and both are drawn to
zero by a penalty. So a field with few examples stays near the common weights, and one with many
finds its own (T. Evgeniou, M. Pontil, Regularized multi-task learning, KDD 2004; H. Daume III,
Frustratingly easy domain adaptation, ACL 2007). Weights keep the signs that `FEATURES` allows.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from winnow.calibration.applying import POOLED
from winnow.calibration.features import FEATURES

Floats = NDArray[np.float64]
COMMON: Final = 1.0  # penalty of the common weights (ridge, per unit of standard deviation)
OWN: Final = 4.0  # penalty of a field's deviation: own weights must earn their place
LOOSE: Final = 0.01  # penalty of the intercepts
SAME: Final = 1e-9  # a spread below it is none
CAUTION: Final = 2.0  # log odds that a bad sign costs which no example bore


def fuse(
    seen: Floats, right: Floats, fields: list[str], common: float
) -> dict[str, dict[str, Any]]:
    """Weights and intercept of each field, and those for unknown fields under "".

    `seen` has shape (examples, features), `right` (examples,) of 0 and 1; `common` is the penalty.
    """
    centre, spread = seen.mean(axis=0), seen.std(axis=0)
    spread[spread < SAME] = 1.0
    plain = (seen - centre) / spread
    names = sorted(set(fields))
    own = np.array([[field == name for name in names] for field in fields], dtype=float)
    fitted = _minimum(plain, right, own, common)
    count = seen.shape[1]
    shared, offset = fitted[:count], float(fitted[count])
    fused = {POOLED: _as_told(shared / spread, offset, centre)}
    for at, name in enumerate(names):
        deviation = fitted[(count + 1) * (at + 1) : (count + 1) * (at + 2)]
        weights = (shared + deviation[:count]) / spread
        fused[name] = _as_told(weights, offset + float(deviation[count]), centre)
    return fused


def _minimum(plain: Floats, right: Floats, own: Floats, common: float) -> Floats:
    """The weights of the least penalised log loss; common ones first, then field by field."""
    from scipy.optimize import minimize

    wide = np.hstack([plain, np.ones((len(plain), 1))])
    blocks, width = 1 + own.shape[1], wide.shape[1]
    penalty = np.full((blocks, width), OWN * common)
    penalty[0], penalty[:, -1] = common, LOOSE
    penalty[1:, -1] = common

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(blocks, width)
        score = np.einsum("ij,ij->i", wide, weights[0] + own @ weights[1:])
        miss = 1 / (1 + np.exp(-score)) - right
        slope = np.vstack([miss @ wide, (own * miss[:, None]).T @ wide])
        value = np.logaddexp(0, score) - right * score
        return (
            float(value.sum() + 0.5 * (penalty * weights**2).sum()),
            (slope + penalty * weights).ravel(),
        )

    bounds = [_bounds(sign) for sign in (*FEATURES.values(), 0)] + [(None, None)] * (
        width * (blocks - 1)
    )
    start = np.zeros(blocks * width)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=float)


def _bounds(sign: int) -> tuple[float | None, float | None]:
    return (0.0 if sign > 0 else None, 0.0 if sign < 0 else None)


def cautions(seen: Floats) -> dict[str, list[float]]:
    """For features that nothing was learnt of, being the same in all examples: value and weight.

    Where all examples bore a good sign, or none a bad one, a value without the one or with the
    other is of a kind that was never met. Applied after all else, a caution only ever lowers.
    """
    always, same = seen[0], np.ptp(seen, axis=0) < SAME
    return {
        name: [float(usual), sign * CAUTION]
        for (name, sign), usual, known in zip(FEATURES.items(), always, same, strict=True)
        if known and ((sign > 0 and usual > 0) or (sign < 0 and usual <= 0))
    }


def _as_told(weights: Floats, offset: float, centre: Floats) -> dict[str, Any]:
    """Weights of the features as measured; a deviation that turned a sign around is cut at 0.

    `offset` is the log odds of an example whose features are all at their `centre`.
    """
    signs = np.array(list(FEATURES.values()))
    allowed = np.where((signs != 0) & (weights * signs < 0), 0.0, weights)
    return {
        "features": list(FEATURES),
        "weights": [round(float(one), 6) for one in allowed],
        "intercept": float(offset - (allowed * centre).sum()),
    }
