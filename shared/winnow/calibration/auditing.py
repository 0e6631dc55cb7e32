"""Whether audits show that more is wrong than tolerated, however often one looks. Pure Python.

Audits are looked at after each one. A confidence interval that holds for one look would raise a
false alarm sooner or later, so this is a confidence sequence: its lower bound holds at all times at
once (H. Robbins, Ann. Math. Stat. 41, 1970; S. R. Howard, A. Ramdas, J. McAuliffe, J. Sekhon, Ann.
Stat. 49, 2021; I. Waudby-Smith, A. Ramdas, JRSS-B 86, 2024). The likelihoods of rates above p are
mixed and divided by that of p. Under every rate up to p the ratio is a non-negative supermartingale
that starts at 1, so it ever reaches 1 / (1 - assurance) with a probability of at most
1 - assurance (J. Ville, 1939).
"""

from math import lgamma, log, log1p
from typing import Final

from winnow.calibration.binomial import at_most

NEAR: Final = 0.5  # mixed rates lie above p by 2 * tolerated on average: b = 1 / (2 * tolerated)
STEPS: Final = 50


def audit_breach(audited: int, errors: int, tolerated: float, assurance: float) -> float | None:
    """The lower bound of the error rate, if it is above `tolerated`; else None.

    `audited` accepted values were seen by a person, who found `errors` of them wrong. It may be
    asked after each audit: over all that time, a rate that is kept is called broken with a
    probability of at most 1 - `assurance`.
    """
    if not 0 < errors <= audited:
        return None
    weight = max(1, round(NEAR / tolerated))
    proof = -log(1 - assurance)
    if _evidence(audited, errors, tolerated, weight) < proof:
        return None
    low, high = tolerated, errors / audited
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _evidence(audited, errors, middle, weight) >= proof:
            low = middle
        else:
            high = middle
    return low


def _evidence(audited: int, errors: int, rate: float, weight: int) -> float:
    """The log of the mixed likelihood of rates above `rate`, over the likelihood of `rate`.

    The mixture has the density weight * (1-q)^(weight-1) / (1-rate)^weight on [rate, 1], so that
    the integral is an incomplete beta function, which for whole numbers is a binomial tail.
    """
    right = audited - errors
    log_beta = lgamma(errors + 1) + lgamma(right + weight) - lgamma(audited + weight + 1)
    tail = at_most(errors, audited + weight, rate)
    mixed = log(weight) + log_beta + log(max(tail, 1e-300)) - weight * log1p(-rate)
    return mixed - errors * log(rate) - right * log1p(-rate)
