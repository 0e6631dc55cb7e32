"""Intervals for shares and for F1. Pure."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist
from typing import Final

SURE: Final = 0.95
Counted = tuple[int, int]  # so many, of so many


def wilson(count: float, of: float, sure: float = SURE) -> tuple[float, float]:
    """The score interval of a share (Wilson, JASA 22, 1927): sound for few and for extreme ones.

    It takes the cases to be independent. Nothing seen says nothing: 0 to 1.
    """
    if of == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + sure) / 2)
    share = count / of
    scale = 1 + z * z / of
    middle = (share + z * z / (2 * of)) / scale
    reach = z / scale * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low = 0.0 if count == 0 else max(0.0, middle - reach)
    high = 1.0 if count == of else min(1.0, middle + reach)
    return low, high


def clustered(documents: Sequence[Counted], sure: float = SURE) -> tuple[float, float]:
    """Wilson's interval of a share of values, of which one document may have many.

    Values of one document err together, so that they tell less than as many of different ones:
    their number is divided by the design effect (Rao and Scott, Biometrics 48, 1992), at least 1.
    Where all are right, or none, it cannot be seen: then documents are counted, not values.
    """
    count, of = sum(one for one, _ in documents), sum(all_ for _, all_ in documents)
    effect = design_effect([pair for pair in documents if pair[1]])
    return wilson(count / effect, of / effect, sure)


def design_effect(documents: Sequence[Counted]) -> float:
    """How many values tell as much as one value that is independent of all others."""
    count, of = sum(one for one, _ in documents), sum(all_ for _, all_ in documents)
    number = len(documents)
    if number < 2 or count in (0, of):
        return max(1.0, of / number) if number else 1.0
    share = count / of
    spread = sum((one - share * all_) ** 2 for one, all_ in documents)
    variance = number / (number - 1) * spread / of**2
    return max(1.0, variance * of / (share * (1 - share)))


def f1_interval(
    documents: Sequence[tuple[int, int, int]], sure: float = SURE
) -> tuple[float, float]:
    """The interval of F1, 2 right / (returned + true); those three by document.

    F* = right / (returned + true - right) is a share, and F1 = 2 F* / (1 + F*) rises with it (Hand,
    Christen, Kirielle, Machine Learning 110, 2021): so Wilson's interval of F* is one of F1.
    """
    pairs = [(right, returned + true - right) for right, returned, true in documents]
    low, high = clustered(pairs, sure)
    return 2 * low / (1 + low), 2 * high / (1 + high)
