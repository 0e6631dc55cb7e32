"""Exact binomial tails in pure Python: services need no numerical library for a promise."""

from math import exp, lgamma, log, log1p

NEGLIGIBLE = 1e-18  # of the sum so far; later terms are smaller still
STEPS = 60  # halvings of an interval: to the last bit of a double


def at_most(errors: int, examples: int, rate: float) -> float:
    """P(Bin(examples, rate) <= errors), for 0 < rate < 1."""
    if errors < 0:
        return 0.0
    if errors >= examples:
        return 1.0
    if errors > examples * rate:  # the other tail is the short one
        return 1.0 - at_most(examples - errors - 1, examples, 1.0 - rate)
    odds = (1.0 - rate) / rate
    term = total = exp(log_mass(errors, examples, rate))
    for count in range(errors, 0, -1):
        term *= count / (examples - count + 1) * odds
        total += term
        if term < total * NEGLIGIBLE:
            break
    return min(1.0, total)


def log_mass(errors: int, examples: int, rate: float) -> float:
    """The logarithm of P(Bin(examples, rate) = errors)."""
    choices = lgamma(examples + 1) - lgamma(errors + 1) - lgamma(examples - errors + 1)
    return choices + errors * log(rate) + (examples - errors) * log1p(-rate)


def rate_at_most(errors: int, examples: int, assurance: float) -> float:
    """The upper bound of a rate of which `errors` among `examples` were seen.

    One-sided and exact: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934).
    """
    if errors >= examples:
        return 1.0
    low, high = errors / examples, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if at_most(errors, examples, middle) > 1 - assurance:
            low = middle
        else:
            high = middle
    return high
